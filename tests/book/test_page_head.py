"""Each page says what it is about, in plain words, and where it is published."""

import pytest
from bs4 import BeautifulSoup
from offline_copy import NAME
from page_head import LIMIT, card, plain, shorten
from site_files import WITH_ADDRESS
from sphinx.errors import ExtensionError

EXTENSIONS = ("myst_nb", "page_head")
BASE = "https://example.org/book/"


def head(app, page):
    """The meta tags of a page by name, and its canonical address."""
    html = app.outdir.joinpath(f"{page}.html").read_text(encoding="utf8")
    soup = BeautifulSoup(html, "html.parser")
    tags = soup.find_all("meta", content=True)
    named = {tag.get("name") or tag.get("property"): tag["content"] for tag in tags}
    return named, soup.find("link", rel="canonical")["href"]


def test_description_is_the_first_paragraph_and_the_address_follows_the_setting(build):
    first = "# Prior & $z$\n\nA *draw* of $\\boldsymbol{z}$ from $p_{\\theta}(z)$.\n\nMore.\n"
    app = build(first, "# Second\n\n## Below\n\nWords.\n", extensions=EXTENSIONS, html_baseurl=BASE)
    named, canonical = head(app, "index")
    assert named["description"] == named["og:description"] == "A draw of z from pθ(z)."
    assert named["og:title"] == "Prior & z"
    assert named["og:url"] == canonical == f"{BASE}index.html"
    assert named["og:image"] == f"{BASE}_static/card.png"
    named, canonical = head(app, "second")
    assert (named["description"], canonical) == ("Words.", f"{BASE}second.html")


def test_the_index_and_the_search_have_no_card(build):
    app = build("# Page\n\nWords.\n", extensions=EXTENSIONS, html_baseurl=BASE)
    assert "og:title" not in head(app, "search")[0]


def test_a_page_without_a_paragraph_is_named(build):
    app = build("# Page\n", extensions=EXTENSIONS, html_baseurl=BASE, html_title="Book")
    assert head(app, "index")[0]["description"] == "Page: a page of “Book”."


def test_a_book_without_an_address_names_none(build):
    app = build("# Page\n\nWords.\n", extensions=(*EXTENSIONS, "site_files", "offline_copy"))
    for name in ("index.html", "search.html"):
        html = app.outdir.joinpath(name).read_text(encoding="utf8")
        assert "og:url" not in html and "og:image" not in html and "canonical" not in html
    assert not [name for name in WITH_ADDRESS if app.outdir.joinpath(name).exists()]
    assert app.outdir.joinpath(NAME).is_file()


@pytest.mark.parametrize("address", ["book/", "https://example.org/book", "example.org/"])
def test_an_address_that_makes_no_links_is_refused(build, address):
    with pytest.raises(ExtensionError, match=f"html_baseurl is {address!r}.* slash at its end"):
        build("# Page\n", extensions=EXTENSIONS, html_baseurl=address)


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\log p_{\theta}(\boldsymbol{x} \mid \boldsymbol{z})", "log pθ(x | z)"),
        (r"\sigma", "σ"),
        (r"D = 784", "D = 784"),
        (r"\int p(z) dz", r"\int p(z) dz"),
    ],
)
def test_formulas_become_text(tex, text):
    assert plain(tex) == text


def test_a_description_ends_with_a_sentence_before_any_tex():
    long = "This sentence has some words. " * 20
    assert shorten(long) == ("This sentence has some words. " * 6).strip()
    assert shorten("One. Two? " + r"Three \int x. Four.") == "One. Two?"
    words = "word " * 100
    assert shorten("Short. " + words).startswith("Short. word word")
    assert shorten(words).endswith("word …")
    assert all(len(shorten(text)) <= LIMIT + 2 for text in (long, words, "Short. " + words))


def test_card_marks_the_first_page_as_the_site(build):
    app = build("# Page\n\nWords.\n", "# Second\n", extensions=EXTENSIONS, html_baseurl=BASE)
    assert card(app, "t", "a", f"{BASE}index.html")["og:type"] == "website"
    assert card(app, "t", "a", f"{BASE}second.html")["og:type"] == "article"
