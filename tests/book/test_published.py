"""What a published book has beside its pages, and what it must never contain."""

import json
import re
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import yaml
from offline_copy import FOLDER, LEFT_OUT, NAME

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# One kind of secret, and a string of that kind with which the test is tested.
SECRETS = {
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----": "-----BEGIN RSA PRIVATE KEY-----",
    r"\bAKIA[0-9A-Z]{16}\b": "AKIA" + "Z" * 16,
    r"\bgh[pousr]_[A-Za-z0-9]{36}": "ghp_" + "a" * 36,
    r"\bgithub_pat_\w{22}": "github_pat_" + "a" * 22,
    r"\bglpat-[\w-]{20}": "glpat-" + "a" * 20,
    r"\bxox[abprs]-\w{10}": "xoxb-" + "1" * 10,
    r"\bpypi-AgEI\w{20}": "pypi-AgEI" + "a" * 20,
    r"\bhf_[A-Za-z]{34}\b": "hf_" + "a" * 34,
    r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.": "eyJ" + "a" * 10 + ".eyJ" + "b" * 10 + ".",
    r"https?://[^/\s:@\"'<>]+:[^/\s:@\"'<>]+@": "https://name:word@example.org",
}
SECRET = re.compile("|".join(SECRETS))
SOURCE_MAP = re.compile(r"sourceMappingURL=data:[\w/;=-]*,\w{40}|\"sourcesContent\":")
TEXT = {".html", ".js", ".css", ".json", ".ipynb", ".txt", ".xml", ".svg", ".md", ".py", ".mjs"}


@pytest.fixture(scope="module")
def texts(book):
    """All files of the built book that are text: path to content."""
    paths = [path for path in book.rglob("*") if path.suffix in TEXT]
    return {path: path.read_text(encoding="utf8") for path in paths}


@pytest.fixture
def base(root):
    """The address at which the book is published."""
    settings = yaml.safe_load(root.joinpath("_config.yml").read_text(encoding="utf8"))
    return settings["html"]["baseurl"]


def local_paths():
    """Folders of this machine that no reader should see."""
    root = Path(__file__).resolve().parents[2]
    return [f"{folder}/" for folder in (root, Path.home(), sys.prefix) if len(str(folder)) > 1]


def test_no_file_names_a_folder_of_this_machine(texts):
    folders = [*local_paths(), "site-packages/", "/ipykernel_"]
    for path, text in texts.items():
        assert [folder for folder in folders if folder in text] == [], path


def test_no_file_has_a_secret(texts):
    for path, text in texts.items():
        assert SECRET.search(text) is None, (path, SECRET.search(text))


@pytest.mark.parametrize(("pattern", "sample"), SECRETS.items())
def test_each_kind_of_secret_is_found(pattern, sample):
    assert re.search(pattern, f"key = {sample!r};")
    assert SECRET.search(f"key = {sample!r};")


def test_no_file_carries_its_sources_along(texts):
    for path, text in texts.items():
        assert SOURCE_MAP.search(text) is None, path


def test_no_page_shows_the_cell_for_colab(pages):
    for path, soup in pages.items():
        assert "google.colab" not in soup.get_text(), path


def test_nothing_hidden_is_published(book):
    hidden = [
        path.name for path in book.rglob(".*") if path.name not in {".buildinfo", ".nojekyll"}
    ]
    assert hidden == []


def test_every_page_has_a_description_of_its_own_and_a_card(pages, book, base):
    seen = {}
    for path, soup in pages.items():
        if soup.find("article") is None or soup.find("meta", property="og:url") is None:
            continue
        address = base + path.relative_to(book).as_posix()
        named = {
            tag.get("name") or tag.get("property"): tag["content"]
            for tag in soup("meta")
            if tag.get("content")
        }
        assert named["og:url"] == soup.find("link", rel="canonical")["href"] == address
        assert 40 < len(named["description"]) <= 210 and "\\" not in named["description"], path
        assert book.joinpath(named["og:image"].removeprefix(base)).is_file()
        assert seen.setdefault(named["description"], path) == path
    sources = [path for path in book.joinpath("_sources").rglob("*") if path.is_file()]
    assert len(seen) == len(sources)


def test_the_address_of_the_book_has_the_card_of_its_first_page(pages, book):
    first, index = pages[book / "intro.html"], pages[book / "index.html"]
    cards = [
        {tag["property"]: tag["content"] for tag in soup("meta", property=True)}
        for soup in (first, index)
    ]
    assert cards[0] == cards[1] and cards[0]["og:type"] == "website"


def test_the_sitemap_lists_each_page_once(book, base):
    tree = ElementTree.parse(book / "sitemap.xml")
    listed = [element.text for element in tree.iter(f"{SITEMAP}loc")]
    sources = book.joinpath("_sources")
    pages = [path.relative_to(sources).with_suffix(".html") for path in sources.rglob("*.*")]
    assert sorted(listed) == sorted(base + page.as_posix() for page in pages)
    assert book.joinpath("robots.txt").read_text(encoding="utf8").endswith(f"{base}sitemap.xml\n")


def test_the_page_for_lost_readers_works_at_any_depth(pages, book, base):
    soup = pages[book / "404.html"]
    links = [link["href"] for link in soup.find_all("a")]
    assert len(links) > 10
    for link in links:
        assert link.startswith(base) and book.joinpath(unquote(link.removeprefix(base))).is_file()
    others = [tag.get("src") or tag.get("href") for tag in soup(["script", "link", "img"])]
    assert [address for address in others if address] == ["data:,"]


def test_every_page_has_an_icon(pages):
    """A browser asks a server for favicon.ico where a page names no icon."""
    assert len(pages) > 20
    assert [path for path, soup in pages.items() if not soup.find("link", rel="icon")] == []


def test_a_notebook_to_download_is_whole(book):
    notebooks = list(book.joinpath("_sources").rglob("*.ipynb"))
    assert len(notebooks) > 10
    for path in notebooks:
        cells = json.loads(path.read_text(encoding="utf8"))["cells"]
        assert "".join(cells[0]["source"]).startswith("# "), path


@pytest.mark.parametrize(
    "host", ["https://mybinder.org/v2/gh/", "https://colab.research.google.com/"]
)
def test_the_rocket_opens_the_notebook_of_the_page(pages, book, host):
    sources = book / "_sources"
    for source in sources.rglob("*.ipynb"):
        name = source.relative_to(sources)
        links = [
            a["href"] for a in pages[book / name.with_suffix(".html")].find_all("a", href=True)
        ]
        [launch] = [link for link in links if link.startswith(host)]
        assert unquote(launch).endswith(f"/{name.as_posix()}")
        assert "/lab/tree/" in unquote(launch).replace("=", "/") or "colab" in host


def test_the_first_page_links_the_copy_to_take_along(pages, book):
    link = pages[book / "intro.html"].find("a", href=NAME)
    assert link is not None and book.joinpath(NAME).is_file()


def test_the_copy_to_take_along_is_the_whole_book(book, base):
    published = {path.relative_to(book).as_posix() for path in book.rglob("*") if path.is_file()}
    with zipfile.ZipFile(book / NAME) as archive:
        assert archive.testzip() is None
        copied = {name.removeprefix(f"{FOLDER}/") for name in archive.namelist()}
        first = archive.read(f"{FOLDER}/intro.html").decode()
    assert published - copied == LEFT_OUT
    assert not copied - published
    # The copy does not contain itself; its link leads to the published one.
    assert f'href="{base}{NAME}"' in first


def test_a_source_map_is_found():
    assert SOURCE_MAP.search("//# sourceMappingURL=data:application/json;base64," + "e" * 40)
    assert SOURCE_MAP.search('{"version":3,"sourcesContent":["x"]}')
