"""The book on paper: one page of all chapters, and the PDF that is printed from it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import book_pdf
import pytest
from book_pages import Chapter, one_page, parts, read, words
from pypdf import PdfReader
from typeset import FONTS, typeset

ROOT = Path(__file__).resolve().parents[2]

FIRST = r"""<article class="bd-article"><section id="one"><h1>One<a class="headerlink">#</a></h1>
<p>See <a href="#equation-eq-7">(7)</a>, <a href="two.html#one">the other</a> and
<a href="https://example.org/">elsewhere</a>.</p>
<div class="math" id="equation-eq-7"><span class="eqno">(7)<a class="headerlink">#</a></span>\[
x + \frac{1}{2} \]</div>
<p>In a line: <span class="math">\(\rho_d\)</span>.</p>
<div class="math">\[ WIDE \]</div>
<img alt="A black square." src="../_images/square.png">
<details class="hint"><summary>Hint</summary><p>Look.</p></details>
<details class="answer"><summary>Full answer</summary><p>It is seven.</p></details>
<vae-answer question="q2"><p class="vae-answer-title">Question 2</p><p class="vae-prompt">Write.</p>
<p class="vae-plain">With JavaScript.</p>
<details class="vae-reference"><summary>Show the answer</summary><p>It is eight.</p></details>
</vae-answer>
<div class="vae-stage"><div class="vae-still"><p>A still.</p></div>
<script type="application/vnd.jupyter.widget-view+json">{}</script></div>
<script type="application/vnd.jupyter.widget-view+json">{}</script>
</section></article>""".replace("WIDE", " + ".join(["abcdefgh"] * 30))
SECOND = """<article class="bd-article"><section id="one"><h1>Two</h1>
<p>Back to <a href="one.html#equation-eq-7">(7)</a>.</p></section></article>"""
SQUARE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e527d4a20000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A folder with a small built book of two chapters."""
    root = tmp_path_factory.mktemp("book")
    html = root / "_build" / "html"
    for folder in ("chapters", "_images", "_static"):
        (html / folder).mkdir(parents=True)
    fonts = ROOT / "ext" / FONTS
    (html / "chapters" / "one.html").write_text(typeset(FIRST, fonts.as_uri(), "one"), "utf-8")
    (html / "chapters" / "two.html").write_text(SECOND, "utf-8")
    (html / "_images" / "square.png").write_bytes(SQUARE)
    (html / "_static" / "mathjax").symlink_to(fonts)
    (html / "_static" / "pygments.css").touch()
    (root / "_config.yml").write_text("title: A <small> book\nauthor: Somebody\n", "utf-8")
    toc = "root: chapters/one\nparts: [{caption: The rest, chapters: [{file: chapters/two}]}]"
    (root / "_toc.yml").write_text(toc, "utf-8")
    return root


@pytest.fixture(scope="module")
def pdf(root):
    # In a thread of its own: the browser of the figures' tests may live in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(book_pdf.build, root, root / "out" / "book.pdf").result()
    return PdfReader(root / "out" / "book.pdf")


@pytest.fixture(scope="module")
def kinds(pdf):
    """The elements of the PDF's structure tree by their kind."""
    found = {}
    for element in book_pdf.elements(pdf.root_object["/StructTreeRoot"]):
        found.setdefault(element.get("/S"), []).append(element)
    return found


def test_the_order_is_that_of_the_contents():
    toc = {"root": "intro", "parts": [{"caption": "A", "chapters": [{"file": "b"}, {"file": "c"}]}]}
    assert list(parts(toc)) == [(None, ["intro"]), ("A", ["b", "c"])]


def test_anchors_are_unique_and_links_lead_to_them(root):
    page = one_page(*read(root), {})
    assert 'id="one--one"' in page and 'id="two--one"' in page
    assert 'href="#two--one"' in page and page.count('href="#one--equation-eq-7"') == 2
    assert 'href="https://example.org/"' in page and 'src="../html/_images/square.png"' in page


def test_a_link_to_nothing_is_refused(root):
    config, chapters = read(root)
    chapters[0][1][0].article.find("p").append(Chapter.fragment(None, '<a href="#gone">x</a>'))
    with pytest.raises(ValueError, match="lead nowhere: gone"):
        one_page(config, chapters, {})


def test_what_only_a_screen_can_do_is_replaced(root):
    article = Chapter(root / "_build" / "html", "chapters/one", ["chapters/one"]).article
    text = article.get_text()
    assert not article.find_all(["script", "button", "details"])
    assert "JavaScript" not in text and len(article.select(".write")) == 1
    assert len(article.select(".live")) == 1 and "A still." in text
    assert text.index("Look.") < text.index("Answers") < text.index("It is seven.")
    assert text.index("It is seven.") < text.index("It is eight.")


def test_the_document_says_what_it_is(pdf):
    assert pdf.metadata.title == "A <small> book" and pdf.metadata.author == "Somebody"
    assert pdf.root_object["/Lang"] == "en-GB"
    assert pdf.root_object["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert pdf.root_object["/MarkInfo"]["/Marked"].value is True


def test_formulas_pictures_and_headings_are_tagged(kinds):
    assert len(kinds["/H1"]) == 4 and len(kinds["/H2"]) == 1
    assert [figure["/Alt"] for figure in kinds["/Figure"]] == ["A black square."]
    said = [formula["/Alt"] for formula in kinds["/Formula"]]
    assert said[0] == "x plus 1 over 2, equation (7)" and said[1] == "rho sub d" and len(said) == 3


def test_the_contents_name_the_pages(pdf):
    names = book_pdf.page_numbers(pdf)
    contents = pdf.pages[1].extract_text()
    assert names["one"] == 3 and names["two"] > 3 and "one--equation-eq-7" in names
    assert "The rest" in contents and str(names["two"]) in contents
    assert [entry.title for entry in pdf.outline if not isinstance(entry, list)]


def test_a_wide_formula_is_made_to_fit(pdf):
    edges = []

    def note(text, cm, tm, *rest):
        if text.strip():
            edges.append(tm[4] * cm[0] + cm[4])

    pdf.pages[2].extract_text(visitor_text=note)
    assert 0 < max(edges) < float(pdf.pages[2].mediabox.width)


def test_a_formula_without_words_keeps_its_latex():
    assert words(r"\displaystyle \rho_{d}") == "rho sub d"
    assert words(r"\oint x") == r"\oint x"


def test_without_a_book_one_sentence_says_what_to_do(tmp_path):
    with pytest.raises(SystemExit, match="no built book yet: run `make html`"):
        book_pdf.build(tmp_path, tmp_path / "book.pdf")


def test_without_a_browser_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="Install the package `chromium`"):
        book_pdf.find_browser()
