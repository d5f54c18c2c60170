"""What holds for every page: it keeps to its host, fits a phone, sets its formulas, prints."""

from book_page import PRINT, SETTLED, each_page, look, page_names

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
    scrolls: box.scrollWidth > box.clientWidth,
    reachable: box.tabIndex === 0 && box.hasAttribute("aria-label"),
  }))
"""

FOLDED = "document.querySelectorAll('details:not([open]), .toggle-hidden').length"
FOCUS_RING = """
() => {
  const style = getComputedStyle(document.activeElement);
  return [document.activeElement.tagName, style.outlineStyle, style.outlineWidth];
}
"""

EXCESS_WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def check_formulas(page):
    """Assert that each formula is set, without an error, and no TeX is left over."""
    assert page.locator("mjx-merror, [data-mjx-error]").count() == 0
    assert page.evaluate(UNSET_MATHS) == []
    assert page.evaluate(RAW_TEX) == []


def check_focus_ring(page):
    """Assert that what Tab reaches after the first link shows that it has the focus."""
    page.evaluate("document.querySelector('a[href]').focus()")
    page.keyboard.press("Tab")
    tag, style, width = page.evaluate(FOCUS_RING)
    assert tag != "BODY"
    assert (style, width) == ("solid", "3px")


def scrolling(page):
    """How many equations scroll, of those that the keyboard reaches, and only of those."""
    page.evaluate(SETTLED)  # the boxes that scroll are found after the next layout
    boxes = page.evaluate(EQUATION_BOXES)
    for box in boxes:
        assert box["scrolls"] == box["reachable"], box
    return sum(box["scrolls"] for box in boxes)


@each_page(page_names())
def test_served_page_is_whole_and_fits_a_phone(visit):
    check_formulas(visit)
    check_focus_ring(visit)
    folded = visit.evaluate(FOLDED)
    visit.evaluate(PRINT, "beforeprint")  # on paper all is open
    assert visit.evaluate(FOLDED) == 0
    assert (scrolling(visit), visit.evaluate(EXCESS_WIDTH)) == (0, 0)
    look(visit, width="phone")
    assert visit.evaluate(EXCESS_WIDTH) == 0
    assert scrolling(visit) <= 1  # in the whole book 6
    check_focus_ring(visit)
    visit.evaluate(PRINT, "afterprint")
    assert visit.evaluate(FOLDED) == folded
