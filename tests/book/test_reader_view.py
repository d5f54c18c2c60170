"""A chapter for readers: steps open as a whole, folds have names, prints are tables and text."""

import struct

import pytest
from bs4 import BeautifulSoup
from reader_view import Page, sentences, table

CODE = '<div class="cell_input"><pre>assert same(a, b)</pre></div>'
OUTPUT = '<div class="cell_output"><div class="output text_latex math">x = 7</div></div>'
BAR = "<summary><p>Show code cell output</p><p>Hide code cell output</p></summary>"


def step(number):
    return (
        f"<p><strong>Step {number}.</strong> The rule.</p>"
        f'<div class="cell tag_hide-output">{CODE}'
        f'<details class="admonition hide below-input">{BAR}{OUTPUT}</details></div>'
    )


def turned(html):
    page = Page(f"<h2>The bound<a>#</a></h2>{html}")
    page.turn()
    return BeautifulSoup(str(page), "html.parser")


def test_a_step_opens_its_words_and_its_line_and_folds_the_code_within():
    soup = turned(step(1) + step(2))
    steps = soup.select("details.vae-step")
    assert [each.summary.get_text() for each in steps] == [
        "Step 1: The bound",
        "Step 2: The bound",
    ]
    for each in steps:
        assert "The rule." in each.get_text()
        code = each.select_one("details.vae-code")
        assert "assert" in code.get_text() and not code.find(class_="math")
        assert each.select_one(".math").find_parent("details") is each
    assert "Show code cell" not in soup.get_text()


def test_all_that_belongs_to_a_step_is_opened_with_it():
    html = step(1).replace("</p>", '</p><details class="hint"><summary>Why?</summary></details>', 1)
    [each] = turned("<h3>One step at a time</h3>" + html).select("details.vae-step")
    assert each.select_one("details.hint") and each.summary.get_text() == "Step 1: The bound"


def test_the_code_of_a_figure_stands_below_it():
    soup = turned(
        '<div class="cell tag_hide-input"><details class="admonition hide above-input">'
        f'{BAR}{CODE}</details><div class="cell_output"><img alt="A figure."></div></div>'
    )
    cell = soup.select_one("div.cell")
    assert [child.name for child in cell.find_all(recursive=False)] == ["div", "details"]
    assert cell.details.summary.get_text() == "Code: The bound"


def test_a_picture_keeps_its_place_and_a_wide_one_scrolls(tmp_path):
    page = Page('<div class="cell_output"><img src="_images/a.png"/><img src="b.png"/></div>')
    for name, width in (("a.png", 731), ("b.png", 500)):
        head = b"0123456789abcdef" + struct.pack(">II", width, 311)
        (tmp_path / name).write_bytes(head)
    page.size_pictures({name: tmp_path / name for name in ("a.png", "b.png")})
    wide, other = page.soup.find_all("img")
    assert (wide["width"], wide["height"], other["width"]) == (731, 311, 500)
    assert wide.parent["class"] == ["vae-wide"] != other.parent["class"]


def test_a_live_figure_may_leave_the_column():
    cell = '<div class="cell"><div class="cell_input">{}</div><div class="vae-stage"></div></div>'
    page = Page(cell.format("LatentExplorer()") + cell.format("KLFigure()"))
    page.widen()
    wide, other = page.soup.select(".cell")
    assert (wide["class"], other["class"]) == (["cell", "tag_full-width"], ["cell"])


def test_no_two_folds_have_one_name():
    hint = '<details class="hint"><summary>Hint</summary><p>Look.</p></details>'
    soup = turned(hint + hint + step(1) + step(1))
    names = [summary.get_text() for summary in soup.select("summary")]
    assert len(set(names)) == len(names)
    assert names[0] == "Hint: The bound"


def test_a_printed_table_becomes_a_table():
    html = table("K    points      years\n1    100    3.2e-09\n20   1e+40   3.2e+26")
    rows = BeautifulSoup(html, "html.parser").find_all("tr")
    assert [th.get_text() for th in rows[0].find_all("th")] == ["K", "points", "years"]
    assert [cell.get_text() for cell in rows[2].find_all()] == ["20", "1e+40", "3.2e+26"]


@pytest.mark.parametrize(
    ("text", "look"),
    [
        ("ELBO  -128.86 nats\ngap  0.64 nats\nlog p(x)  -128.22 nats", ["vae-table"]),
        (
            "fine  images: 80\nLOOK  one batch\nfine  a floor",
            ["vae-table", "vae-words"],
        ),
    ],
)
def test_a_first_line_of_numbers_or_among_words_names_no_columns(text, look):
    soup = BeautifulSoup(table(text), "html.parser")
    assert soup.div["class"] == look and soup.thead is None
    first = soup.find("tr")
    assert [th["scope"] for th in first.find_all("th")] == ["row"]
    assert len(soup.find_all("tr")) == 3


@pytest.mark.parametrize(
    "text", ["one line", "a  b\nc  d  e\nf  g", "[1 2 3]\n[4 5 6]\n[7 8 9]", ""]
)
def test_what_is_no_table_is_none(text):
    assert table(text) is None


def test_printed_sentences_become_sentences():
    assert sentences("The KL is 1.5 nats.\nIt is < 2.") == (
        '<p class="vae-printed">The KL is 1.5 nats.</p><p class="vae-printed">It is &lt; 2.</p>'
    )
    assert sentences("x  y\n1  2") is None


@pytest.mark.parametrize(
    ("text", "wraps"), [("x must be 0 or 1", True), ("k  5", False), ("if k:\n    k", False)]
)
def test_what_has_no_columns_wraps(text, wraps):
    for kind in ("stream", "text_plain"):
        soup = turned(
            f'<div class="cell"><div class="output {kind}"><pre>{text}\n</pre></div></div>'
        )
        assert ("vae-wraps" in soup.select_one(".output")["class"]) == wraps


def test_what_only_confirms_the_code_is_marked():
    soup = turned(
        '<div class="cell"><div class="cell_output">'
        '<div class="output text_plain"><pre>True</pre></div>'
        '<div class="output stream"><pre>The KL is 1.5 nats.</pre></div></div></div>'
    )
    marked = soup.select(".vae-confirms")
    assert [each.get_text() for each in marked] == ["True"]


def test_what_the_reader_is_asked_looks_like_nothing_else():
    soup = turned(
        "<p>Text.</p><p><strong>Predict first:</strong> what happens?</p>"
        "<h2>Question 2<a>#</a></h2><p>Simplify.</p><p>More.</p>"
    )
    asked = [each.get_text() for each in soup.select(".vae-turn")]
    assert asked == ["Predict first: what happens?", "Simplify."]


def test_no_two_folds_of_a_page_of_the_book_have_one_name(pages):
    for path, soup in pages.items():
        names = [each.get_text() for each in soup.select("article details.hide > summary")]
        assert len(names) == len(set(names)), path
        assert not [name for name in names if "code cell" in name], path
