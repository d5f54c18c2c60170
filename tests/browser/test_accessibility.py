"""No page has an axe violation: light and dark, desktop and phone, without and with the code."""

from axe_rules import COLOURS, violations
from book_page import WIDTHS, open_page

# All that can be opened, and the view that the page does not show at first.
ALL_OF_IT = """
() => {
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
  document.querySelector('.vae-view button[aria-pressed="false"]')?.click();
}
"""


def check(page, name):
    """All rules at both widths; in the dark those of colours, as nothing else is another there."""
    for scheme, rules in (("light", None), ("dark", COLOURS)):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(
            "(scheme) => document.documentElement.dataset.theme === scheme", arg=scheme
        )
        for width, pixels in WIDTHS.items():
            page.set_viewport_size({"width": pixels, "height": 900})
            page.wait_for_timeout(400)  # the theme looks for scrolling boxes 300 ms after a resize
            found = violations(page, rules=rules)
            assert not found, f"{name}, {scheme}, {width}:\n" + "\n".join(found)


def test_axe_finds_nothing(page, site, page_name):
    open_page(page, f"{site}/{page_name}")
    check(page, page_name)


def test_axe_finds_nothing_when_all_is_open_and_switched(page, site):
    name = "chapters/05-bound.html"
    open_page(page, f"{site}/{name}")
    page.evaluate(ALL_OF_IT)
    page.wait_for_timeout(1000)  # a fold fades in, and axe sees its colours of now
    check(page, name)


def test_axe_finds_a_fault_that_is_there(page, site, book):
    open_page(page, f"{site}/search.html")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(line.startswith("image-alt") for line in violations(page))
