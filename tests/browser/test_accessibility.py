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


# Of each look the scheme, the width and what axe is asked. Colours take most of its time, and come
# from the scheme: of most pages they are tried once in the light and once in the dark.
LOOKS = (
    ("light", "desktop", {}),
    ("light", "phone", {"without": COLOURS}),
    ("dark", "phone", {"rules": COLOURS}),
)
EVERY_LOOK = (*LOOKS, ("light", "phone", {"rules": COLOURS}), ("dark", "desktop", {}))


def check(page, name, looks):
    for scheme, width, options in looks:
        page.emulate_media(color_scheme=scheme)
        if not page.locator(".theme-switch-button").count():
            page.reload()  # without the theme's script a page asks for the scheme once
        page.wait_for_function(
            "(scheme) => document.documentElement.dataset.theme === scheme", arg=scheme
        )
        page.set_viewport_size({"width": WIDTHS[width], "height": 900})
        page.wait_for_timeout(400)  # the theme looks for scrolling boxes 300 ms after a resize
        found = violations(page, **options)
        assert not found, f"{name}, {scheme}, {width}:\n" + "\n".join(found)


def test_axe_finds_nothing(page, site, page_name):
    open_page(page, f"{site}/{page_name}")
    check(page, page_name, LOOKS)


def test_axe_finds_nothing_when_all_is_open_and_switched(page, site):
    name = "chapters/05-bound.html"
    open_page(page, f"{site}/{name}")
    page.evaluate(ALL_OF_IT)
    page.wait_for_timeout(1000)  # a fold fades in, and axe sees its colours of now
    check(page, name, EVERY_LOOK)


def test_axe_finds_a_fault_that_is_there(page, site, book):
    open_page(page, f"{site}/search.html")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(line.startswith("image-alt") for line in violations(page))
