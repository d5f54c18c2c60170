"""Real chapters in JupyterLab: quiet, nothing spoilt, and with links that lead somewhere."""

import json
import re
import urllib.request

import pytest
from lab_page import ROOT, RUN_ALL, window

from vae_book.figures.still import NOT_RUN

# Between them they have every kind of fold and of output, the desk, the questions, the tasks, live
# figures of numbers and of networks, and equations with numbers; and none trains a model for long.
CHAPTERS = ["02-prior", "08-autoencoder"]
# The numbers as they are drawn: each character of MathJax is a class.
NUMBERS = """
() => [...document.querySelectorAll(".jp-Notebook mjx-labels")].map((label) =>
  [...label.querySelectorAll("mjx-c")].map((character) =>
    String.fromCodePoint(parseInt(character.className.match(/mjx-c([0-9A-F]+)/)[1], 16))
  ).join("")
)
"""
CELLS = "window.jupyterapp.shell.currentWidget.content.widgets"
OUTPUTS = f"{CELLS}.map(cell => cell.model.outputs?.toJSON() ?? [])"
# What each cell folds away: its code, its outputs.
FOLDED = f"{CELLS}.map(cell => [!!cell.inputHidden, !!cell.outputHidden])"
# Paths to which links lead: JupyterLab resolves those of HTML, the browser those of SVG.
LINKS = """
() => [...document.querySelectorAll(".jp-Notebook a")].flatMap((link) => {
  const url = new URL(link.href.baseVal ?? link.href, location);
  if (url.origin !== location.origin || url.pathname === location.pathname) return [];
  return [decodeURIComponent(url.pathname).replace(/^\\/(files|lab.*\\/tree)\\//, "")];
})
"""


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request, lab, context):
    """Stored cells and window of a chapter that has not been run."""
    name = request.param
    cells = json.loads((ROOT / "chapters" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    with window(lab, context, f"chapters/{name}.ipynb") as opened:
        yield cells, opened


def test_what_the_page_folds_is_folded(chapter):
    cells, page = chapter
    for cell, (source, outputs) in zip(cells, page.evaluate(FOLDED), strict=True):
        tags = set(cell["metadata"].get("tags", []))
        assert source == bool(tags & {"hide-cell", "hide-input", "remove-cell", "remove-input"})
        assert outputs == bool(tags & {"hide-cell", "hide-output"})


def test_it_says_how_to_wake_what_has_not_run(chapter):
    cells, page = chapter
    stored = sum(NOT_RUN in "".join(o.get("data", {}).get("text/plain", ""))
                 for cell in cells for o in cell.get("outputs", []))  # fmt: skip
    assert stored and page.get_by_text(NOT_RUN).count() == stored


def test_numbers_of_equations_are_those_of_the_page(chapter):
    cells, page = chapter
    text = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    tags = re.findall(r"\\tag\{(.*?)\}", text)
    page.wait_for_function(f"({NUMBERS})().length >= {len(tags)}")
    assert page.evaluate(NUMBERS) == [f"({tag})" for tag in tags]
    for target in set(re.findall(r"\]\(#(eq-[\w-]+)\)", text)):
        assert page.locator(f'[data-jupyter-id="{target}"], #{target}').count() == 1, target


def test_it_runs_without_an_error_or_a_notice(chapter):
    """An error of a script fails the window as well."""
    cells, page = chapter
    assert page.evaluate(RUN_ALL) is True
    for cell, outputs in zip(cells, page.evaluate(OUTPUTS), strict=True):
        said = [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
        assert not said, "".join(cell["source"])
    assert page.get_by_text("Javascript Error").count() == 0
    assert page.get_by_text("Error displaying widget").count() == 0


def test_every_link_to_a_notebook_is_followed(chapter, lab):
    _, page = chapter
    address, token = lab
    places = set(page.evaluate(LINKS))
    assert len(places) > 3
    for place in places:
        request = urllib.request.Request(
            f"{address}/api/contents/{place}?content=0",
            headers={"Authorization": f"token {token}"},
        )
        urllib.request.urlopen(request).close()
    glossary = page.locator(".jp-Notebook a[href*='glossary']").first
    glossary.click()
    page.locator(".lm-TabBar-tab.jp-mod-current", has_text="glossary.ipynb").wait_for()
