"""Damaged data, no canvas, no WebAssembly on the built pages: a sentence, and the rest lives on."""

import base64

from book_page import open_page
from figure_pages import damaged, figures_of, held, kind_of, models

# Its first figure has two neighbours. What each figure says of damage is held for each by itself.
NAME = "chapters/05-bound.html"
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


def test_damaged_numbers(page, site):
    def damage(model):
        if kind_of(model) == "jensen":
            model["state"]["a"] = None

    open_damaged(page, site, NAME, damage)
    [sentence] = sentences(page)
    assert sentence.startswith("This figure cannot be drawn. Its number a is null")
    assert page.locator(".vae-jensen").count() == 0
    for other in set(figures_of(NAME)) ^ {"jensen"}:
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


def test_without_a_canvas(page, site):
    page.add_init_script(NO_CANVAS)
    open_page(page, f"{site}/{EXPLORER_PAGE}")
    [sentence] = sentences(page)
    assert "gives no canvas" in sentence
    lives(page.locator(".vae-bernoulli"))
    assert formulas(page) > 10


def test_without_webassembly(page, site):
    page.add_init_script("delete globalThis.WebAssembly;")
    open_page(page, f"{site}/{EXPLORER_PAGE}")
    assert sentences(page) == []
    assert page.locator(".vae-explorer").get_attribute("data-backend") == "js"
    lives(page.locator(".vae-bernoulli"))
