"""Formulas are set while the book is built: as they were written, and for ears and clipboards."""

import re

import pytest
import typeset
from bs4 import BeautifulSoup
from small_book import small_book
from sphinx.errors import SphinxError

pytestmark = pytest.mark.xdist_group("typeset")
EXTENSIONS = ("myst_nb", "typeset")
PAGES = {
    "formulas": r"So $x < \frac{1}{2}$, and"
    "\n\n"
    r"$$\boldsymbol{z} \sim \mathcal{N}$$",
    "one": "$x$",
    "none": "Text.",
    "number": "## The $\\theta$\n\n$$a = b$$ (eq-7)",
    "wide": r"$$p(x \mid z) := E[a] - (b = c), \qquad d \ge -e$$"
    "\n\n$$a$$\n\nIn $a = b$.",
    "comma": "So ($x$), $y$ and $z$.",
    "environment": "\\begin{align*}\na &= b \\\\\n&= c\n\\end{align*}",
    "code": "`\\(x\\)` and\n\n```\n\\[y\\]\n```",
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A function that gives the soup of one of `PAGES`."""
    source = tmp_path_factory.mktemp("typeset")
    for name, text in PAGES.items():
        source.joinpath(f"{name}.md").write_text(f"# Page\n\n{text}\n", encoding="utf8")
    with small_book(source) as build:
        book = build("# Start\n", extensions=EXTENSIONS).outdir
    return lambda name: BeautifulSoup((book / f"{name}.html").read_text("utf8"), "html.parser")


def test_a_formula_is_set_with_its_tex_and_mathml(page):
    soup = page("formulas")
    inline, displayed = soup.select("mjx-container")
    assert inline["data-tex"] == r"x < \frac{1}{2}"
    assert displayed["data-tex"] == r"\boldsymbol{z} \sim \mathcal{N}"
    assert (inline.get("display"), displayed.get("display")) == (None, "true")
    assert [node.name for node in inline.find("math").find_all(True)][:2] == ["mi", "mo"]
    assert inline.find("mjx-math")["aria-hidden"] == "true"
    assert r"\(" not in soup.get_text() and r"\[" not in soup.get_text()


def test_the_style_names_the_characters_of_the_page_and_its_fonts(page):
    soup = page("one")
    style = next(each.text for each in soup.head.find_all("style") if "mjx-" in each.text)
    assert ".mjx-c1D465" in style and ".mjx-c1D466" not in style
    assert '"_static/mathjax/MathJax_Main-Regular.woff"' in style.replace("'", '"')


def test_no_script_of_mathjax_is_loaded(page):
    soup = page("one")
    assert not [each for each in soup.find_all("script") if "mathjax" in str(each).lower()]
    assert not page("none").find_all("style", string=re.compile("mjx-"))


def test_a_number_stays_beside_its_equation_and_a_heading_has_its_formula(page):
    soup = page("number")
    assert soup.find(class_="eqno").get_text().startswith("(1)")
    assert soup.find("h2").find("mjx-container")["data-tex"] == r"\theta"
    assert soup.find("mjx-container", attrs={"data-tex": "a = b"})


def test_a_wide_formula_may_break_before_relations_then_before_signs(page):
    soup = page("wide")
    sides = soup.select(".vae-side")
    assert [len(side.select(".vae-term")) for side in sides] == [0, 2, 0, 0]
    first = [side.find(True)["class"] for side in sides[1:2]]
    assert first == [["vae-term"]]
    assert {side.find_parent("mjx-container")["data-tex"][:4] for side in sides} == {"p(x "}


def test_no_line_begins_with_the_comma_behind_a_formula(page):
    together = page("comma").select(".vae-together")
    assert [each.get_text().replace("x", "").replace("z", "") for each in together] == ["(),", "."]


def test_an_environment_of_amsmath_is_set(page):
    soup = page("environment")
    [formula] = soup.select("mjx-container")
    assert formula["data-tex"].startswith(r"\begin{align*}") and formula["display"] == "true"


def test_code_keeps_its_signs(page):
    soup = page("code")
    assert r"\(x\)" in soup.get_text() and r"\[y\]" in soup.get_text()
    assert not soup.select("mjx-container")


def test_a_formula_that_mathjax_does_not_know_is_a_warning(build):
    app = build("# Page\n\n$\\unknown{x}$\n", extensions=EXTENSIONS)
    assert r"MathJax cannot set \unknown{x}: Undefined control sequence" in app.warning.getvalue()


def test_without_deno_the_build_says_what_to_do(build, monkeypatch):
    monkeypatch.setattr(typeset.shutil, "which", lambda *_, **__: None)
    with pytest.raises(SphinxError, match="Deno, .* is not installed: run `make book`"):
        build("# Page\n\n$x$\n", extensions=EXTENSIONS)
