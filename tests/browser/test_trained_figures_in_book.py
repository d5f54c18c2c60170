"""The trained figures of the built pages: they compute as Keras did, and show what the text says.

A network's stored state carries a probe: inputs, and what Keras returned for them when the book was
built. How a figure is moved, and what it makes of its data, is tested without a book.
"""

import json
import re

import numpy as np
from book_page import LINK, each_page
from figure_pages import block, figure_pages, kind_of, models, source
from formula_harness import drag

EXPLORED = {
    "intro.html",
    "chapters/03-bernoulli-likelihood.html",
    "chapters/09-training-bernoulli.html",
    "chapters/10-training-gaussian.html",
}
ENCODED, REPLAYED = "chapters/08-autoencoder.html", "chapters/09-training-bernoulli.html"
SWITCHED = "chapters/12-what-goes-wrong.html"
VIEW = r'<script type="application/vnd\.jupyter\.widget-view\+json">(.*?)</script>'
DECODE = "(root, z) => [...root.vaeExplorer.decode(Float32Array.from(z))]"
PIXELS = "(root) => [...root.vaeExplorer.pixels()]"
CHANGED = "([root, before]) => root.vaeExplorer.pixels().some((grey, k) => grey !== before[k])"
TERMS = """
(root, numbers) => {
  const { reconstruction, kl } = root.vaeFigure.look(numbers);
  return [reconstruction, kl];
}
"""


def decoders(name):
    """The decoder of each explorer of a page, in the order of the page."""
    views = [json.loads(text) for text in re.findall(VIEW, source(name), re.DOTALL)]
    stored = models(name)
    shown = [stored[view["model_id"]]["state"] for view in views]
    explorers = [state for state in shown if "decoder" in state and "encoder" not in state]
    return [stored[state["decoder"].removeprefix("anywidget:")] for state in explorers]


EXPLORER_PAGES = [name for name in figure_pages() if decoders(name)]


def test_the_pages_that_should_have_an_explorer_have_one(book):
    assert set(EXPLORER_PAGES) >= EXPLORED


@each_page(EXPLORER_PAGES)
def test_explorers_decode_as_keras_did(visit, page_name):
    explorers = visit.locator(".vae-explorer").all()
    for explorer, decoder in zip(explorers, decoders(page_name), strict=True):
        arrays = block(decoder)
        pixels = np.clip(explorer.evaluate(DECODE, arrays["probe"].tolist()), 0, 1)
        assert np.max(np.abs(np.round(255 * pixels) - arrays["answer"].ravel())) <= 1
        assert np.ptp(arrays["answer"]) > 100  # a digit, not an empty picture


@each_page(["chapters/10-training-gaussian.html"])
def test_key_drag_and_click_change_the_picture(visit):
    explorer = visit.locator(".vae-explorer")
    pad = explorer.get_by_role("slider", name="Latent plane")
    grid = explorer.get_by_role("slider", name="Decoded over the plane")
    acts = (
        lambda: explorer.get_by_role("slider", name="z", exact=False).first.press("PageUp"),
        lambda: drag(visit, pad, (0.5, 0.5), (0.75, 0.35)),
        lambda: grid.click(position={"x": 10, "y": 10}),
    )
    for act in acts:
        before = explorer.evaluate(PIXELS)
        act()
        visit.wait_for_function(CHANGED, arg=[explorer.element_handle(), before])
    explorer.get_by_role("button", name="Reset", exact=True).click()


@each_page([ENCODED])
def test_the_encoder_encodes_as_keras_did(visit):
    figure = visit.locator(".vae-encode")
    [encoder] = [m for m in models(ENCODED).values() if m["state"].get("input_size") == 784]
    arrays = block(encoder)
    images, expected = arrays["probe"].reshape(4, 784), arrays["answer"].reshape(4, 4)
    for image, q in zip(images.tolist(), expected, strict=True):
        found = figure.evaluate("(root, x) => root.vaeFigure.posterior(x)", image)
        np.testing.assert_allclose(found["mean"] + found["logvar"], q, atol=0.02)  # float16


@each_page([ENCODED])
def test_what_the_chapter_says_of_a_shift(visit):
    figure = visit.locator(".vae-encode")
    (reconstruction, kl), (shifted, kl_shifted) = (
        figure.evaluate(TERMS, {"preset": 9, "right": right, "sample": 0}) for right in (0, 4)
    )
    assert shifted > 1.3 * reconstruction and kl_shifted < kl
    strange = [figure.evaluate(TERMS, {"preset": preset, "sample": 0})[0] for preset in (10, 11)]
    average = figure.locator(".vae-numbers td:nth-of-type(2)").first.text_content()
    assert min(strange) > 1.05 * float(average) and max(strange) > 1.3 * float(average)


def test_the_kl_of_the_replayed_training_falls_by_half():
    [replay] = [model for model in models(REPLAYED).values() if kind_of(model) == "replay"]
    kl = block(replay)["validation"].reshape(-1, 2)[:, 1]
    assert kl.max() > 2 * kl[-1] > 0  # what the text below the figure says


@each_page([SWITCHED])
def test_the_mean_over_pixels_collapses_the_model(visit):
    visit.evaluate(LINK, "loss-units:pixels=1")
    lab = visit.locator(".vae-loss-units")
    lab.get_by_text("the model has collapsed").first.wait_for()
    lab.get_by_role("group", name="Squared error over pixels").get_by_label("sum").check()
    lab.get_by_text("4 of 4 are in use").first.wait_for()
