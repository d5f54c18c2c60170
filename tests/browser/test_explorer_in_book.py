"""The latent explorer on the built pages: it decodes as Keras did, and answers every hand.

The pages are opened over HTTP and from the disk, by turns. A decoder's stored state carries a
probe: latent vectors and the images that Keras decoded there when the book was built.
"""

import json
import math
import re

import numpy as np
import pytest
from book_page import each_page, open_page, page_names, watched_page
from figure_pages import block, models, source

EXPECTED_PAGES = {
    "intro.html",
    "chapters/03-bernoulli-likelihood.html",
    "chapters/09-training-bernoulli.html",
    "chapters/10-training-gaussian.html",
}
WALKS = ("chapters/03-bernoulli-likelihood.html", "chapters/09-training-bernoulli.html")
VIEW = r'<script type="application/vnd\.jupyter\.widget-view\+json">(.*?)</script>'

DRAWN = """
() => [...document.querySelectorAll(".vae-explorer")].every((root) => root.dataset.gridMs)
"""
PIXELS = "[...document.querySelectorAll('.vae-explorer')[{}].vaeExplorer.pixels()]"
# What the canvas shows, and the colours of paper and ink that it was painted in.
PAINTED = """
() => {
  const canvas = document.querySelector(".vae-digit");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const { backgroundColor, color } = getComputedStyle(canvas);
  const red = (colour) => Number(colour.match(/\\d+/)[0]);
  const reds = [...data].filter((_, k) => k % 4 === 0);
  return { reds, paper: red(backgroundColor), ink: red(color) };
}
"""
# Hashes of all numbers of the picture and of the grid, and how many the grid has.
SEEN = """
() => {
  const { pixels, gridPixels } = document.querySelector(".vae-explorer").vaeExplorer;
  const hash = (numbers) =>
    new Uint32Array(numbers.buffer).reduce((sum, bits) => Math.imul(sum ^ bits, 16777619), 1);
  return [hash(pixels()), hash(gridPixels()), gridPixels().length];
}
"""
# How far the draw lies from its mean.
NOISE = """
() => {
  const { pixels, drawPixels } = document.querySelector(".vae-explorer").vaeExplorer;
  const mean = pixels();
  return Math.hypot(...drawPixels().map((value, d) => value - mean[d]));
}
"""
# The grid of many latent variables is decoded again after a move, a few rows a frame.
GRID_IS_STILL = """
async () => {
  const root = document.querySelector(".vae-explorer");
  const before = root.vaeExplorer.gridPixels();
  await new Promise((done) => setTimeout(done, 300));
  const after = root.vaeExplorer.gridPixels();
  return before.every((value, k) => value === after[k]);
}
"""
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
NEXT_PICTURE = """
(before) => Number(document.querySelector(".vae-explorer").dataset.painted) > before
"""


def probes(name):
    """The decoder's state of each explorer of a page, in the order of the page."""
    views = [json.loads(text) for text in re.findall(VIEW, source(name), re.DOTALL)]
    states = models(name) if views else {}
    shown = [states[view["model_id"]]["state"] for view in views]
    explorers = [state for state in shown if "decoder" in state and "encoder" not in state]
    references = [state["decoder"] for state in explorers]
    return [states[reference.removeprefix("anywidget:")] for reference in references]


def probe_images(decoder):
    """The grey levels that Keras decoded, one row an image."""
    found = block(decoder)
    return found["answer"].reshape(found["probe"].size // decoder["state"]["latent_size"], -1)


EXPLORER_PAGES = [name for name in page_names() if probes(name)]
each_explorer = each_page(EXPLORER_PAGES)


def show(page, address):
    if address.endswith("intro.html"):  # its figure moves by itself where motion is wanted
        page.emulate_media(reduced_motion="reduce")
    open_page(page, address)
    page.wait_for_function(DRAWN)


@pytest.fixture(scope="module")
def root(site, book, page_name):
    """Address of the book, served or on the disk."""
    return [site, book.as_uri()][EXPLORER_PAGES.index(page_name) % 2]


@pytest.fixture(scope="module")
def page(browser, root, page_name):
    """A page that can be touched, opened once for all tests; fails as the usual `page` does."""
    with watched_page(browser, root, has_touch=True) as page:
        show(page, f"{root}/{page_name}")
        yield page


def painted(page):
    return int(page.locator(".vae-explorer").first.get_attribute("data-painted"))


def at(plane, z1, z2, limit=3.0):
    """The page coordinates of a latent point over a plane."""
    plane.scroll_into_view_if_needed()
    box = plane.bounding_box()
    across, down = (z1 + limit) / (2 * limit), (limit - z2) / (2 * limit)
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def drag(page, plane):
    page.mouse.move(*at(plane, 0.05, 0))
    page.mouse.down()
    page.mouse.move(*at(plane, 1.5, -0.9), steps=4)
    page.mouse.up()


def press_on_slider(page, which):
    page.locator(".vae-units input").nth(which).press("PageUp")


def assert_changes_the_picture(page, act):
    page.evaluate(TWO_FRAMES)  # nothing of an earlier move is still to be painted
    count, before = painted(page), page.evaluate(PAINTED)["reds"]
    act()
    page.wait_for_function(NEXT_PICTURE, arg=count)
    assert page.evaluate(PAINTED)["reds"] != before


def test_the_pages_that_should_have_an_explorer_have_one(book):
    assert set(EXPLORER_PAGES) >= EXPECTED_PAGES


@each_explorer
def test_decodes_as_keras_did(page, page_name):
    for which, decoder in enumerate(probes(page_name)):
        root = page.locator(".vae-explorer").nth(which)
        probe = block(decoder)["probe"].reshape(-1, decoder["state"]["latent_size"])
        for z, expected in zip(probe.tolist(), probe_images(decoder), strict=True):
            before = root.get_attribute("data-painted")
            root.evaluate("(root, z) => root.vaeExplorer.moveTo(z)", z)
            page.wait_for_function(
                "([which, before]) => document.querySelectorAll('.vae-explorer')[which]"
                ".dataset.painted !== before",
                arg=[which, before],
            )
            pixels = np.clip(page.evaluate(PIXELS.format(which)), 0, 1)
            assert pixels.shape == expected.shape
            assert np.max(np.abs(np.round(255 * pixels) - expected)) <= 1
            assert np.ptp(expected) > 100  # a digit, not an empty picture


@each_explorer
def test_every_way_to_move_changes_the_picture(page):
    pad = page.get_by_role("slider", name="Latent plane").first
    grid = page.get_by_role("slider", name="Decoded over the plane").first
    assert_changes_the_picture(page, lambda: press_on_slider(page, 0))
    assert_changes_the_picture(page, lambda: press_on_slider(page, 1))
    assert_changes_the_picture(page, lambda: drag(page, pad))
    assert_changes_the_picture(page, lambda: page.touchscreen.tap(*at(pad, -1.2, 1.0)))
    assert_changes_the_picture(page, lambda: page.mouse.click(*at(grid, 2.2, -2.2)))


@each_explorer
def test_a_theme_change_repaints(page):
    papers = []
    for theme in ("dark", "light"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        shown = page.evaluate(PAINTED)
        pixels = np.clip(page.evaluate(PIXELS.format(0)), 0, 1)
        expected = shown["paper"] + pixels * (shown["ink"] - shown["paper"])
        np.testing.assert_allclose(shown["reds"], expected, atol=1.01)
        papers.append(shown["paper"])
    assert papers[0] < 100 < 200 < papers[1]


@each_explorer
def test_two_visits_show_the_same(page, root, page_name):
    explorer = page.locator(".vae-explorer").first
    explorer.get_by_role("button", name="Reset", exact=True).click()
    second = page.context.new_page()
    show(second, f"{root}/{page_name}")
    start = second.locator(".vae-units output").first.text_content()
    explorer.locator(".vae-units output").first.filter(has_text=start).wait_for()
    page.evaluate(TWO_FRAMES)
    page.wait_for_function(GRID_IS_STILL)
    first_seen, second_seen = page.evaluate(SEEN), second.evaluate(SEEN)
    second.close()
    assert first_seen == second_seen
    size = probe_images(probes(page_name)[0]).shape[1]
    side = math.isqrt(first_seen[2] // size)
    assert side >= 2 and first_seen[2] == side * side * size


@each_page(WALKS)
def test_a_walk_by_key_pointer_and_play(page):
    explorer = page.locator(".vae-explorer").first
    first = page.evaluate(PIXELS.format(0))
    explorer.get_by_label("t", exact=True).press("End")
    page.wait_for_function("location.hash.endsWith(',t=1')")
    last = page.evaluate(PIXELS.format(0))
    assert first != last
    strip = explorer.locator(".vae-strip")
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("location.hash.endsWith(',t=0.5')")
    explorer.get_by_role("status").filter(has_text="50% of the way").wait_for()
    explorer.get_by_role("button", name="Play").press("Enter")
    explorer.get_by_role("button", name="Stop").press("Enter")
    explorer.get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_function("location.hash === ''")
    page.evaluate(TWO_FRAMES)
    assert page.evaluate(PIXELS.format(0)) == first


@each_page(["chapters/10-training-gaussian.html"])
def test_sigma_by_key(page):
    explorer = page.locator(".vae-explorer").first
    before = page.evaluate(NOISE)
    explorer.get_by_label("σ", exact=True).press("PageUp")
    explorer.get_by_role("status").filter(has_text="the model’s is").wait_for()
    assert page.evaluate(NOISE) > before
    explorer.get_by_label("σ", exact=True).press("Home")
    explorer.get_by_role("status").filter(has_text="σ = 0.00").wait_for()
    assert page.evaluate(NOISE) == 0
