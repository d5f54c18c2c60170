"""No page has an axe violation, in light and dark, on a desktop and on a phone."""

from pathlib import Path

import axe_playwright_python
import pytest
from book_page import WIDTHS, open_page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf8")

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Good practice and experimental rules that the book keeps as well.
MORE_RULES = ["heading-order", "label-content-name-mismatch", "page-has-heading-one", "region"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {rule: {"enabled": True} for rule in MORE_RULES},
    "resultTypes": ["violations"],
    # Otherwise axe fetches style sheets and media a second time, past the watcher.
    "preload": False,
}


def violations(page):
    """Return axe's findings on a page as lines of text."""
    found = page.evaluate("(options) => axe.run(document, options)", OPTIONS)["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, site, page_name, scheme):
    open_page(page, f"{site}/{page_name}", scheme)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    page.evaluate(AXE)
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(400)  # the theme looks for scrolling boxes 300 ms after a resize
        found = violations(page)
        assert not found, f"{page_name}, {scheme}, {name}:\n" + "\n".join(found)


def test_axe_finds_a_fault_that_is_there(page, site, book):
    open_page(page, f"{site}/search.html")
    page.evaluate(AXE)
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(line.startswith("image-alt") for line in violations(page))
