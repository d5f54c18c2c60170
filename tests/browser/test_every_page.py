"""What holds for every page: it keeps to its host, fits a phone, sets its formulas, prints."""

import pytest
from book_page import open_page

RAW_TEX = r"""
() => {
  const outside = "pre, code, script, style, mjx-container, textarea, .widget-subarea";
  const walker = document.createTreeWalker(document.querySelector("article, main"), 4);
  const raw = [];
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (!parentElement.closest(outside) && /\$|\\\(|\\\[|\\begin\{/.test(textContent)) {
      raw.push(textContent.trim());
    }
  }
  return raw;
}
"""

UNSET_MATHS = """
() => [...document.querySelectorAll("span.math, div.math")]
  .filter((element) => !element.querySelector("mjx-container"))
  .map((element) => element.textContent)
"""

EQUATION_BOXES = """
() => [...document.querySelectorAll('mjx-container[display="true"]')]
  .filter((box) => box.checkVisibility())
  .map((box) => ({
    text: box.textContent.slice(0, 80),
    scrolls: box.scrollWidth > box.clientWidth + 1,
    reachable: box.tabIndex === 0 && box.hasAttribute("aria-label"),
  }))
"""

FOLDED = "document.querySelectorAll('details:not([open]), .toggle-hidden').length"


def check_formulas(page):
    """Assert that each formula is set, without an error, and no TeX is left over."""
    assert page.locator("mjx-merror, [data-mjx-error]").count() == 0
    assert page.evaluate(UNSET_MATHS) == []
    assert page.evaluate(RAW_TEX) == []


def test_served_page_is_whole(page, site, page_name):
    open_page(page, f"{site}/{page_name}")
    check_formulas(page)


def test_page_from_the_disk_is_whole(file_page, book, page_name):
    open_page(file_page, (book / page_name).as_uri())
    check_formulas(file_page)


def test_phone_page_does_not_scroll_sideways(page, site, page_name):
    open_page(page, f"{site}/{page_name}", width="phone")
    excess = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert excess == 0


def test_keyboard_reaches_exactly_the_equations_that_scroll(page, site, page_name):
    open_page(page, f"{site}/{page_name}", width="phone")
    for box in page.evaluate(EQUATION_BOXES):
        assert box["scrolls"] == box["reachable"], box


def test_folded_text_is_open_on_paper_and_folded_afterwards(page, site, page_name):
    open_page(page, f"{site}/{page_name}")
    folded = page.evaluate(FOLDED)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(FOLDED) == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(FOLDED) == folded


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_keyboard_focus_can_be_seen(page, site, page_name, width):
    open_page(page, f"{site}/{page_name}", width=width)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement);"
        " return [document.activeElement.tagName, s.outlineStyle, s.boxShadow]; }"
    )
    assert ring[0] != "BODY"
    assert ring[1] != "none" or ring[2] != "none", ring


def test_front_page_sends_on_to_the_book(page, site, book):
    page.goto(f"{site}/index.html")
    page.wait_for_selector("article h1")
    assert page.title()
