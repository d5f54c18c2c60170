"""Damaged data, no canvas, no WebAssembly on the built pages: a sentence, and the rest lives on."""

import base64

import pytest
from book_page import open_page
from figure_pages import damaged, figure_pages, figures_of, held, kind_of, models

from vae_book import widgets

# The formula figures by their pages, which they share with one another or with an explorer.
PAGES = {name: sorted(figures_of(name)) for name in figure_pages() if figures_of(name)}
CASES = [(name, kind) for name, kinds in PAGES.items() for kind in kinds]
EXPLORER_PAGE = "chapters/03-bernoulli-likelihood.html"
NO_CANVAS = "HTMLCanvasElement.prototype.getContext = () => null;"


def lives(figures):
    """A key moves the first one of these figures, and its readout follows."""
    figure = figures.first
    readout = figure.locator("p.vae-readout")
    before = readout.text_content()
    figure.locator("input").first.press("ArrowRight")
    readout.filter(has_not_text=before).wait_for()


def open_damaged(page, site, name, damage):
    html = damaged(name, damage)
    page.route(f"{site}/{name}", lambda route: route.fulfill(body=html, content_type="text/html"))
    open_page(page, f"{site}/{name}")
    page.locator(".vae-stage p.vae-error").first.wait_for()


def sentences(page):
    return page.locator(".vae-stage p.vae-error").all_text_contents()


def formulas(page):
    return page.locator("mjx-container").count()


def test_no_figure_of_the_book_is_left_out():
    assert {kind for _, kind in CASES} == set(widgets.figures()) - {"explorer"}


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_damaged_numbers(page, site, name, kind):
    number = next(iter(figures_of(name)[kind]["ranges"]))

    def damage(model):
        if kind_of(model) == kind:
            model["state"][number] = None

    open_damaged(page, site, name, damage)
    assert {text.split(",")[0] for text in sentences(page)} == {
        f"This figure cannot be drawn. Its number {number} is null"
    }
    assert page.locator(f".vae-{kind}").count() == 0
    for other in set(PAGES[name]) - {kind}:
        lives(page.locator(f".vae-{other}"))
    assert formulas(page) > 0


def test_weights_that_are_cut_short(page, site):
    [decoder] = [each for each in models(EXPLORER_PAGE).values() if "layers" in each["state"]]
    data = base64.b64encode(base64.b64decode(held(decoder["data"])["data"])[:-40]).decode()
    text = f"vaeFigureFile({decoder['data']!r}, {{ data: {data!r} }})"
    page.route(f"**/{decoder['data']}", lambda route: route.fulfill(body=text))
    open_page(page, f"{site}/{EXPLORER_PAGE}")
    [sentence] = sentences(page)
    assert "Its data is incomplete" in sentence
    assert page.locator(".vae-still").last.is_visible()
    lives(page.locator(".vae-bernoulli"))


@pytest.mark.parametrize(
    ("name", "painted"),
    [
        (EXPLORER_PAGE, "explorer"),
        ("chapters/08-sigma.html", "squared-error"),
        ("chapters/06-kl.html", "kl"),
    ],
)
def test_without_a_canvas(page, site, name, painted):
    page.add_init_script(NO_CANVAS)
    open_page(page, f"{site}/{name}")
    [sentence] = sentences(page)
    assert "gives no canvas" in sentence
    for other in set(PAGES[name]) - {painted}:
        lives(page.locator(f".vae-{other}"))
    assert formulas(page) > 10


def test_without_webassembly(page, site):
    page.add_init_script("delete globalThis.WebAssembly;")
    open_page(page, f"{site}/{EXPLORER_PAGE}")
    assert sentences(page) == []
    assert page.locator(".vae-explorer").get_attribute("data-backend") == "js"
    lives(page.locator(".vae-bernoulli"))
