"""No page has an axe violation: light and dark, desktop and phone, without and with the code."""

from axe_rules import COLOURS, violations
from book_page import SETTLED, each_page, look, open_page, page_names

# All that can be opened, and the view that the page does not show at first.
ALL_OF_IT = """
async () => {
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
  document.querySelector('.vae-view button[aria-pressed="false"]')?.click();
  // A fold fades in, and axe sees its colours of now.
  await Promise.allSettled(document.getAnimations().map((each) => each.finished));
}
"""
# Some 300 ms after a resize the theme lets the keyboard reach the boxes that scroll.
TAB_STOPS = """
() => [...document.querySelectorAll("pre, .cell_output > .output, .pst-scrollable-table-container")]
  .every((box) => box.tabIndex === 0 ||
    box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight)
"""
# Of each look the scheme, the width and what axe is asked. What is no colour comes from the width.
LOOKS = (("dark", "phone", None), ("light", "desktop", None))
ALL_COLOURS = (("light", "phone", COLOURS), ("dark", "desktop", COLOURS))


def check(page, name, looks):
    for scheme, width, rules in looks:
        look(page, scheme, width)
        if not page.locator(".theme-switch-button").count():
            page.reload()  # without the theme's script a page asks for the scheme once
        page.wait_for_function(
            "(scheme) => document.documentElement.dataset.theme === scheme", arg=scheme
        )
        page.evaluate(SETTLED)  # its colours fade
        page.wait_for_function(TAB_STOPS)
        page.evaluate("scrollTo(0, 0)")  # the header covers what is scrolled under it
        found = violations(page, rules=rules)
        assert not found, f"{name}, {scheme}, {width}:\n" + "\n".join(found)


@each_page(page_names())
def test_axe_finds_nothing(asked, page_name):
    check(asked[0], page_name, LOOKS)  # as it was opened: on a phone


def test_axe_finds_nothing_when_all_is_open_and_switched(page, site):
    name = "chapters/02-prior.html"  # it has every kind of fold
    open_page(page, f"{site}/{name}", width="phone")
    page.evaluate(ALL_OF_IT)
    check(page, name, (*LOOKS, *ALL_COLOURS))


def test_axe_finds_a_fault_that_is_there(page, site, book):
    open_page(page, f"{site}/search.html")
    page.evaluate("document.body.append(document.createElement('img'))")
    assert any(line.startswith("image-alt") for line in violations(page))
