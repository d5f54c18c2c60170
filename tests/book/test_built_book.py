"""Static checks of every page of the built book."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import nbformat
import vendor
from jupyter_cache import get_cache
from notebooks import chapters

# (tag, attribute) pairs that make a browser fetch something when the page opens.
FETCHED = [
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("embed", "src"),
    ("object", "data"),
]
# Of another host, or of the root of a host: a book in a folder or on a disk has none.
OUTSIDE = re.compile(r"^(https?:/)?/")
CSS_OUTSIDE = re.compile(r"(url\(\s*['\"]?|@import\s+['\"]?)(https?:/)?/")


def fetched(soup):
    """Every address that a page loads by itself; it only names its canonical one."""
    tags = [(tag, name) for kind, name in FETCHED for tag in soup.find_all(kind)]
    return [tag[name] for tag, name in tags if tag.get(name) and tag.get("rel") != ["canonical"]]


def test_no_page_loads_anything_from_outside(pages):
    for path, soup in pages.items():
        outside = [address for address in fetched(soup) if OUTSIDE.match(address)]
        assert not outside, (path, outside)
        assert not CSS_OUTSIDE.search(path.read_text(encoding="utf8")), path


def test_no_style_sheet_loads_anything_from_outside(book):
    for path in book.rglob("*.css"):
        assert not CSS_OUTSIDE.search(path.read_text(encoding="utf8")), path


def test_no_chapter_warns(book):
    """A page leaves out what goes to standard error; a reader in JupyterLab sees it.

    Notices of a machine's fonts and processors are not the book's.
    """
    cache = get_cache(book.parent / ".jupyter_cache")
    for path in chapters():
        if any(cell.cell_type == "code" for cell in nbformat.read(path, as_version=4).cells):
            executed = cache.get_cache_bundle(cache.match_cache_file(str(path)).pk).nb
            outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
            errors = [each.text for each in outputs if each.get("name") == "stderr"]
            assert [text for text in errors if "Warning:" in text] == [], path.name


def test_there_are_no_source_maps_and_no_widget_manager(book):
    assert not list(book.rglob("*.map"))
    assert not (book / "_static" / "offline").exists()


def test_vendored_fonts_arrive_unchanged(book):
    fonts = vendor.VENDOR / "mathjax" / "output" / "chtml" / "fonts" / "woff-v2"
    arrived = book / "_static" / "mathjax"
    assert {path.name for path in arrived.iterdir()} == {path.name for path in fonts.iterdir()}
    for path in fonts.iterdir():
        assert vendor.sha256(arrived / path.name) == vendor.sha256(path), path.name


def test_every_picture_has_a_description(pages):
    for path, soup in pages.items():
        for image in soup.find_all("img"):
            if image.find_parent(class_="navbar-brand"):
                assert image["alt"] == "", path  # the book's title stands beside it
                continue
            alt = image.get("alt", "").strip()
            file_name = PurePosixPath(urlsplit(image["src"]).path).name
            assert alt, (path, image)
            assert alt not in image["src"] and file_name not in alt, (path, image)


def targets(soup):
    """All that a fragment may point at on a page; without one it points at the page."""
    return {"", *(each.get(name) for each in soup.find_all(True) for name in ("id", "name"))}


def broken_links(path, soup, places):
    """The links of one page that lead to no file or to no place on a page."""
    for link in soup.find_all("a", href=True):
        parts = urlsplit(link["href"])
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if target.is_dir():
            target = target / "index.html"
        if not target.is_file():
            yield link["href"]
        elif unquote(parts.fragment) not in places.get(target, {unquote(parts.fragment)}):
            yield link["href"]


def test_every_link_within_the_book_leads_somewhere(pages):
    places = {path: targets(soup) for path, soup in pages.items()}
    for path, soup in pages.items():
        assert not list(broken_links(path, soup, places)), path


def shown_number(anchor):
    """The number that an equation's anchor stands for: equation-eq-q2 gives (Q2)."""
    number = anchor.removeprefix("equation-eq-")
    return "({})".format(re.sub("^q(?=[0-9])", "Q", number))


def test_equations_show_the_numbers_of_the_assignment(pages):
    for path, soup in pages.items():
        for block in soup.select("div.math[id^=equation-]"):
            shown = block.select_one(".eqno").find(string=True)
            assert shown == shown_number(block["id"]), path


def test_references_show_the_numbers_of_the_assignment(pages):
    for path, soup in pages.items():
        for link in soup.select("a.reference.internal[href*='#equation-']"):
            anchor = urlsplit(link["href"]).fragment
            assert link.get_text() == shown_number(anchor), (path, link)


def test_an_equation_number_occurs_once_in_the_book(pages):
    anchors = [b["id"] for soup in pages.values() for b in soup.select("div.math[id^=equation-]")]
    assert len(anchors) == len(set(anchors))


def test_ids_are_unique_on_a_page(pages):
    for path, soup in pages.items():
        ids = [element["id"] for element in soup.find_all(id=True)]
        assert sorted(set(ids)) == sorted(ids), path


def test_headings_descend_one_level_at_a_time(pages):
    for path, soup in pages.items():
        article = soup.find("article")
        if article is None:
            continue
        levels = [int(tag.name[1]) for tag in article.find_all(re.compile("^h[1-6]$"))]
        assert levels.count(1) == 1, (path, levels)
        steps = [after - before for before, after in zip(levels, levels[1:], strict=False)]
        assert max(steps, default=0) <= 1, (path, levels)
