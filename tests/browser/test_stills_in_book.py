"""Still pictures on the built pages: without JavaScript and in print, and only there."""

import pytest
from book_page import WIDTHS, each_page, look
from figure_pages import figure_pages

FIGURES = ".vae-stage > .widget-subarea .vae-figure"
STILLS = ".vae-stage > .vae-still"
HEIGHTS = """
() => [...document.querySelectorAll(".vae-stage")].map((stage) => {
  const kept = stage.style.getPropertyValue(innerWidth > 576 ? "--desktop" : "--phone");
  const name = stage.querySelector(".vae-still-title").textContent;
  const figure = stage.querySelector(".vae-figure");
  return [name, Math.round(figure.getBoundingClientRect().height), parseFloat(kept)];
})
"""


def check_heights(page):
    """Figures are as high as their places: else write the numbers to ext/figure_heights.json."""
    for width in WIDTHS:
        look(page, width=width)
        found = page.evaluate(HEIGHTS)
        assert [each for each in found if not abs(each[1] / (each[2] or 1) - 1) < 0.05] == []


@pytest.fixture(scope="module")
def scriptless(browser):
    """A page for one book page after the other: without scripts none of them leaves anything."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    yield context.new_page()
    context.close()


@each_page(figure_pages())
def test_without_scripts_each_figure_is_a_picture_with_a_text(scriptless, site, page_name):
    scriptless.goto(f"{site}/{page_name}")
    stills = scriptless.locator(STILLS)
    assert stills.count() == scriptless.locator(".vae-stage").count() > 0
    for still in stills.all():
        picture = still.get_by_role("img")
        assert picture.get_attribute("aria-label") or picture.get_attribute("alt")
        box = picture.bounding_box()
        assert box["width"] > 250 and box["height"] > 100
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        assert still.locator(".vae-still-note").is_visible()


@each_page(figure_pages())
def test_a_live_figure_takes_the_place_of_its_picture_but_not_in_print(visit):
    page = visit
    count = page.locator(FIGURES).count()
    assert count == page.locator(STILLS).count() > 0
    visible = [still.is_visible() for still in page.locator(STILLS).all()]
    assert visible == [False] * count
    check_heights(page)
    page.emulate_media(media="print")
    assert [still.is_visible() for still in page.locator(STILLS).all()] == [True] * count
    assert [figure.is_visible() for figure in page.locator(FIGURES).all()] == [False] * count
