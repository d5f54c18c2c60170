"""No page has an axe violation, in light and dark, on a desktop and on a phone."""

import pytest
from axe_rules import violations
from book_page import WIDTHS, open_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page, site, page_name, scheme):
    open_page(page, f"{site}/{page_name}", scheme)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    for name, width in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(400)  # the theme looks for scrolling boxes 300 ms after a resize
        found = violations(page)
        assert not found, f"{page_name}, {scheme}, {name}:\n" + "\n".join(found)


def test_axe_finds_a_fault_that_is_there(page, site, book):
    open_page(page, f"{site}/search.html")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(line.startswith("image-alt") for line in violations(page))
