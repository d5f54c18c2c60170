"""Formulas are set while the book is built: as they were written, and for ears and clipboards."""

import re

import pytest
import typeset
from bs4 import BeautifulSoup
from sphinx.errors import SphinxError

EXTENSIONS = ("myst_nb", "typeset")


@pytest.fixture
def page(build):
    """A function that builds a page of one text and gives its soup."""

    def page(text, **options):
        app = build(f"# Page\n\n{text}\n", extensions=EXTENSIONS, **options)
        html = app.outdir.joinpath("index.html").read_text(encoding="utf8")
        return BeautifulSoup(html, "html.parser")

    return page


def test_a_formula_is_set_with_its_tex_and_mathml(page):
    soup = page("So $x < \\frac{1}{2}$, and\n\n$$\\boldsymbol{z} \\sim \\mathcal{N}$$")
    inline, displayed = soup.select("mjx-container")
    assert inline["data-tex"] == r"x < \frac{1}{2}"
    assert displayed["data-tex"] == r"\boldsymbol{z} \sim \mathcal{N}"
    assert (inline.get("display"), displayed.get("display")) == (None, "true")
    assert [node.name for node in inline.find("math").find_all(True)][:2] == ["mi", "mo"]
    assert inline.find("mjx-math")["aria-hidden"] == "true"
    assert r"\(" not in soup.get_text() and r"\[" not in soup.get_text()


def test_the_style_names_the_characters_of_the_page_and_its_fonts(page, build):
    soup = page("$x$")
    style = next(each.text for each in soup.head.find_all("style") if "mjx-" in each.text)
    assert ".mjx-c1D465" in style and ".mjx-c1D466" not in style
    assert '"_static/mathjax/MathJax_Main-Regular.woff"' in style.replace("'", '"')


def test_no_script_of_mathjax_is_loaded(page):
    soup = page("$x$")
    assert not [each for each in soup.find_all("script") if "mathjax" in str(each).lower()]
    assert not page("Text.").find_all("style", string=re.compile("mjx-"))


def test_a_number_stays_beside_its_equation_and_a_heading_has_its_formula(page):
    soup = page("## The $\\theta$\n\n$$a = b$$ (eq-7)")
    assert soup.find(class_="eqno").get_text().startswith("(1)")
    assert soup.find("h2").find("mjx-container")["data-tex"] == r"\theta"
    assert soup.find("mjx-container", attrs={"data-tex": "a = b"})


def test_a_wide_formula_may_break_before_relations_then_before_signs(page):
    soup = page("$$p(x \\mid z) := E[a] - (b = c), \\qquad d \\ge -e$$\n\n$$a$$\n\nIn $a = b$.")
    sides = soup.select(".vae-side")
    assert [len(side.select(".vae-term")) for side in sides] == [0, 2, 0, 0]
    first = [side.find(True)["class"] for side in sides[1:2]]
    assert first == [["vae-term"]]
    assert {side.find_parent("mjx-container")["data-tex"][:4] for side in sides} == {"p(x "}


def test_no_line_begins_with_the_comma_behind_a_formula(page):
    together = page("So ($x$), $y$ and $z$.").select(".vae-together")
    assert [each.get_text().replace("x", "").replace("z", "") for each in together] == ["(),", "."]


def test_an_environment_of_amsmath_is_set(page):
    soup = page("\\begin{align*}\na &= b \\\\\n&= c\n\\end{align*}")
    [formula] = soup.select("mjx-container")
    assert formula["data-tex"].startswith(r"\begin{align*}") and formula["display"] == "true"


def test_code_keeps_its_signs(page):
    soup = page("`\\(x\\)` and\n\n```\n\\[y\\]\n```")
    assert r"\(x\)" in soup.get_text() and r"\[y\]" in soup.get_text()
    assert not soup.select("mjx-container")


def test_a_formula_that_mathjax_does_not_know_is_a_warning(build):
    app = build("# Page\n\n$\\unknown{x}$\n", extensions=EXTENSIONS)
    assert r"MathJax cannot set \unknown{x}: Undefined control sequence" in app.warning.getvalue()


def test_without_deno_the_build_says_what_to_do(build, monkeypatch):
    monkeypatch.setattr(typeset.shutil, "which", lambda *_, **__: None)
    with pytest.raises(SphinxError, match="Deno, .* is not installed: run `make book`"):
        build("# Page\n\n$x$\n", extensions=EXTENSIONS)
