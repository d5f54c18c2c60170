"""Still pictures on the built pages: without JavaScript, in print or for a figure in trouble."""

import base64

import pytest
from book_page import WIDTHS, each_page, look, open_page, watched_page
from figure_pages import figure_pages, held, models

# Between them they have pictures of lines, of digits and of both, and several on a page.
WITHOUT_SCRIPTS = ["chapters/05-bound.html", "chapters/09-training-bernoulli.html"]

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


@pytest.mark.parametrize("name", WITHOUT_SCRIPTS)
def test_without_scripts_each_figure_is_a_picture_with_a_text(browser, site, name):
    phone = {"viewport": {"width": 390, "height": 900}}
    with watched_page(browser, site, java_script_enabled=False, **phone) as page:
        page.goto(f"{site}/{name}")
        stills = page.locator(STILLS)
        assert stills.count() == page.locator(".vae-stage").count() > 0
        for still in stills.all():
            picture = still.get_by_role("img")
            assert picture.get_attribute("aria-label") or picture.get_attribute("alt")
            box = picture.bounding_box()
            assert box["width"] > 250 and box["height"] > 100
            assert box["x"] >= 0 and box["x"] + box["width"] <= 390
            assert still.locator(".vae-still-note").is_visible()


def test_a_figure_that_cannot_be_drawn_leaves_its_picture_and_its_neighbours(page, site):
    name = "chapters/03-bernoulli-likelihood.html"
    [decoder] = [each for each in models(name).values() if "layers" in each["state"]]
    data = base64.b64encode(base64.b64decode(held(decoder["data"])["data"])[:-40]).decode()
    text = f"vaeFigureFile({decoder['data']!r}, {{ data: {data!r} }})"
    page.route(f"**/{decoder['data']}", lambda route: route.fulfill(body=text))
    open_page(page, f"{site}/{name}")
    [sentence] = page.locator(".vae-stage p.vae-error").all_text_contents()
    assert "Its data is incomplete" in sentence
    assert page.locator(".vae-still").last.is_visible()
    other = page.locator(".vae-bernoulli")
    readout = other.locator("p.vae-readout")
    before = readout.text_content()
    other.locator("input").first.press("ArrowRight")
    readout.filter(has_not_text=before).wait_for()


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
