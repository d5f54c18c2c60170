"""The page "Train it here" as built: by keys and by touch, from the offline copy.

A reader unpacks the copy, has no network, trains the default, changes the sum to the mean, lays
both runs side by side, gives the model a digit and takes the weights, which `vae_lib` loads.
"""

import gzip

import numpy as np
import pytest
from book_page import open_page, watched_page
from figure_pages import held, models
from formula_harness import over

from vae_lib.page_weights import load_page_weights

NAME = "chapters/train-it.html"
RUN = "document.querySelector('.vae-training').vaeFigure.run()"
SHORT = "#training:epochs=2"
ONE = [(0.35, 0.3), (0.5, 0.15), (0.5, 0.85)]
ENCODE = """
async (image) => {
  const { session, heard } = document.querySelector(".vae-training").vaeFigure;
  session.send({ do: "encode", image: Float32Array.from(image) });
  return [...(await heard("encoded")).decoded];
}
"""


class Keyboard:
    """A reader who has keys alone, and takes a digit that is given."""

    width, options = "desktop", {}
    press = staticmethod(lambda target: target.press("Enter"))
    choose = staticmethod(lambda radio: radio.press("Space"))

    @staticmethod
    def give_a_digit(page, own):
        own.get_by_role("button", name="validation digit 3").press("Enter")
        own.locator(".vae-sheet").press("ArrowRight")
        own.get_by_text("Reconstruction at m").wait_for()


class Finger:
    """A reader on a telephone, 390 pixels wide."""

    width, options = "phone", {"has_touch": True, "is_mobile": True}
    press = staticmethod(lambda target: target.tap())
    choose = staticmethod(lambda radio: radio.tap())

    @staticmethod
    def give_a_digit(page, own):
        sheet = own.locator(".vae-sheet")
        session = page.context.new_cdp_session(page)
        places = [over(page, sheet, x, 1 - y) for x, y in ONE]
        for kind, place in zip(("touchStart", "touchMove", "touchMove"), places, strict=True):
            points = [dict(zip("xy", place, strict=True))]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        own.get_by_text("Reconstruction at m").wait_for()


def train(page, figure, hand, *prediction):
    """Predict, train, and return the last terms."""
    groups = figure.locator(".vae-training-predict fieldset").all()
    for group, words in zip(groups, prediction, strict=True):
        hand.choose(group.get_by_role("radio", name=words, exact=True))
    hand.press(figure.get_by_role("button", name="Train", exact=True))
    page.wait_for_function(f"{RUN}.status === 'done'", timeout=120_000)
    return page.evaluate(f"{RUN}.last")


@pytest.fixture
def page(browser, copy, hand):
    with watched_page(browser, copy.as_uri(), offline=True, **hand.options) as page:
        yield page


@pytest.mark.parametrize("hand", [Keyboard, Finger])
def test_the_whole_way_from_the_offline_copy(page, copy, tmp_path, hand):
    open_page(page, f"{(copy / NAME).as_uri()}{SHORT}", width=hand.width)
    figure = page.locator(".vae-training")
    first = train(page, figure, hand, "sharper", "larger")

    hand.press(figure.locator("summary", has_text="The loss"))
    pixels = figure.get_by_role("group", name="Over the pixels")
    hand.choose(pixels.get_by_role("radio", name="mean"))
    page.wait_for_function(f"{RUN}.setting.pixels === 1")
    second = train(page, figure, hand, "more blurred", "smaller")
    assert second["kl"] < 0.3 < 2 < first["kl"]

    hand.choose(figure.get_by_role("radio", name="Run 2 on the left"))
    hand.choose(figure.get_by_role("radio", name="Run 1 on the right"))
    words = figure.locator(".vae-training-words").inner_text()
    assert "Run 1 against run 2: what changed" in words
    assert "Over the pixels: mean became sum." in words and "KL rose from" in words
    assert figure.locator(".vae-training-compare canvas:visible").count() >= 4

    hand.press(figure.locator("summary", has_text="digit of your own"))
    hand.give_a_digit(page, figure.locator(".vae-training-own"))

    hand.press(figure.locator("summary", has_text="Take the model along"))
    with page.expect_download() as download:
        hand.press(figure.get_by_role("button", name="Take my weights"))
    path = tmp_path / "weights.npz"
    download.value.save_as(path)
    image = np.tile([0, 0, 1, 1], 196).astype("float32")
    decoded = page.evaluate(ENCODE, image.tolist())
    reconstructed = load_page_weights(path).reconstruct(image[None])[0]
    np.testing.assert_allclose(decoded, reconstructed, atol=2e-6)


def test_the_figure_and_its_worker_are_12_kb_more_code_than_the_explorer():
    sizes = {}
    for name in (NAME, "intro.html"):
        for script in {model["script"] for model in models(name).values() if "script" in model}:
            sizes[script.split(".")[0]] = len(gzip.compress(held(script)["esm"].encode(), 9))
    assert sizes["training"] - sizes["explorer"] <= 12_000
