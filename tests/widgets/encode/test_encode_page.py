"""The encoder's figure: its arithmetic, what is drawn, shifted and chosen."""

import keras
import numpy as np
import pytest
from encode_harness import FIGURE, drawing, look
from formula_harness import check_looks, drag, numbers, over

from vae_book.widgets import Decoder, EncodeFigure, Encoder
from vae_lib.data import load_digits
from vae_lib.divergences import kl_to_standard_normal
from vae_lib.likelihoods import Bernoulli
from vae_lib.networks import dense_decoder, dense_encoder

IMAGES, CLASSES = load_digits("test")
DIGITS = np.stack([IMAGES[CLASSES == digit][0] for digit in range(10)])
START = {"preset": 9, "right": 0, "up": 0, "sample": 1}
SEVEN = [[(0.25, 0.2), (0.75, 0.2), (0.45, 0.85)], [(0.35, 0.5), (0.68, 0.5)]]


@pytest.fixture(scope="module")
def networks():
    keras.utils.set_random_seed(2)
    encoder, decoder = dense_encoder(784, 2, (32,)), dense_decoder(784, 2, (32,))
    rng = np.random.default_rng(0)
    for weight in [*encoder.weights, *decoder.weights]:
        if len(weight.shape) == 1:
            weight.assign(0.5 * rng.normal(size=weight.shape))
    return encoder, decoder


@pytest.fixture(scope="module")
def make(networks):
    encoder, decoder = networks
    packed = Encoder.from_keras(encoder, "float32"), Decoder.from_keras(decoder, dtype="float32")

    def make(**options):
        return EncodeFigure(*packed, DIGITS, **options)

    return make


def test_arithmetic_agrees_with_keras_on_random_states(open_figures, make, networks):
    encoder, decoder = networks
    page = open_figures(make())
    rng = np.random.default_rng(0)
    ends = {"preset": (0, 10), "right": (-8, 9), "up": (-8, 9), "sample": (0, 51)}
    drawn = {name: rng.integers(*range_, 1000) for name, range_ in ends.items()}
    rows = np.stack(list(drawn.values()), axis=1).tolist()
    states = [dict(zip(drawn, row, strict=True)) for row in rows]
    names = ["mean", "logvar", "z", "reconstruction", "kl"]
    by_browser = page.evaluate(
        f"""(states) => states.map((state) => {{
          const seen = {FIGURE.format(0)}.look(state);
          return {names}.flatMap((name) => seen[name]);
        }})""",
        states,
    )
    mean, logvar, z, rest = np.split(np.array(by_browser), [2, 4, 6], axis=1)

    x = np.zeros((1000, 28, 28), "float32")
    for k, state in enumerate(states):
        down, right = -state["up"], state["right"]
        large = np.pad(DIGITS[state["preset"]].reshape(28, 28) >= 0.5, 8)
        x[k] = large[8 - down : 36 - down, 8 - right : 36 - right]
    x = x.reshape(1000, 784)
    q = {name: value.numpy() for name, value in encoder(x).items()}
    noise = np.array(page.evaluate(f"{FIGURE.format(0)}.noise()"))
    assert noise.shape == (51, 2) and not noise[0].any()  # sample 0 is the mean
    assert len(np.unique(noise[1:])) == 100 and np.max(np.abs(noise)) < 4
    logits = decoder(z.astype("float32"))
    np.testing.assert_allclose(mean, q["mean"], atol=1e-5)
    np.testing.assert_allclose(logvar, q["logvar"], atol=1e-5)
    np.testing.assert_allclose(z, mean + np.exp(logvar / 2) * noise[drawn["sample"]], rtol=1e-9)
    np.testing.assert_allclose(rest[:, 0], -Bernoulli().log_prob(x, logits), rtol=1e-5)
    np.testing.assert_allclose(rest[:, 1], kl_to_standard_normal(**q), rtol=1e-4, atol=1e-5)


def test_drawing_with_the_mouse(open_figures, make):
    page = open_figures(make())
    drawing(page, SEVEN)
    assert numbers(page) == START | {"preset": -1}
    page.get_by_role("status").filter(has_text="Your drawing. m = ").wait_for()
    first = look(page)
    assert sum(first["x"]) > 20
    drawing(page, [[(0.3, 0.85), (0.7, 0.85)]])  # a second stroke is added to the first
    assert sum(look(page)["x"]) != sum(first["x"])
    page.get_by_role("button", name="test digit 4").click()
    assert look(page)["x"] == (DIGITS[4] >= 0.5).astype(float).tolist()
    drawing(page, SEVEN)  # over a given image, a drawing begins anew
    assert look(page)["x"] == first["x"]
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == START
    assert not any(page.evaluate(f"[...{FIGURE.format(0)}.ink()]"))


def test_keys_and_sliders(open_figures, make):
    page = open_figures(make())
    sheet = page.get_by_role("slider", name="Sheet to draw on")
    for key in ["ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowDown", "ArrowLeft"]:
        sheet.press(key)
    assert numbers(page) == START | {"right": 1, "up": -4}
    page.get_by_role("status").filter(has_text="shifted 1 right and 4 down").wait_for()
    assert sheet.get_attribute("aria-valuetext") == "test digit 9, shifted 1 right and 4 down"
    sheet.press("Home")
    assert numbers(page) == START | {"right": -8, "up": -4}
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == START
    page.get_by_label("shift up", exact=True).press("ArrowRight")
    page.get_by_label("sample", exact=True).press("ArrowRight")
    assert numbers(page) == START | {"up": 1, "sample": 2}
    page.get_by_role("button", name="Letter A").press("Enter")
    assert numbers(page) == START | {"up": 1, "sample": 2, "preset": 10}
    page.get_by_role("status").filter(has_text="The letter a, shifted 1 up.").wait_for()
    close_up = page.get_by_role("slider", name="Samples of q")
    close_up.press("Home")
    assert numbers(page)["sample"] == 0
    page.get_by_role("status").filter(has_text="At the mean, z").wait_for()


def test_a_drag_from_sample_to_sample(open_figures, make):
    page = open_figures(make())
    sd = look(page)["sd"]
    noise = np.array(page.evaluate(f"{FIGURE.format(0)}.noise()"))
    places = 0.5 + noise * sd / 2
    inside = [k for k in range(1, 51) if np.all(np.abs(places[k] - 0.5) < 0.45)]
    plot = page.get_by_role("slider", name="Samples of q")
    drag(page, plot, (0.5, 0.5), tuple(places[inside[5]]))
    assert numbers(page)["sample"] == inside[5]


def test_an_empty_sheet_gives_a_sentence(open_figures, make):
    page = open_figures(make())
    page.get_by_role("button", name="Clear the sheet").click()
    page.get_by_role("status").filter(has_text="The sheet is empty. Draw a digit").wait_for()
    assert look(page) is None
    assert page.locator(".vae-numbers td:nth-of-type(1)").all_text_contents()[-3:] == ["–"] * 3
    assert page.locator(".vae-latent ellipse:visible").count() == 0
    page.get_by_role("button", name="test digit 0").click()
    page.get_by_role("status").filter(has_text="Test digit 0. m = ").wait_for()
    assert page.locator(".vae-latent ellipse:visible").count() == 2


def test_a_linked_setting(open_figures, make):
    page = open_figures(make(), fragment="encode:preset=11,right=-3,sample=7")
    assert numbers(page) == {"preset": 11, "right": -3, "up": 0, "sample": 7}
    page.get_by_role("status").filter(has_text="The face, shifted 3 left. m").wait_for()
    page.get_by_role("button", name="test digit 2").click()
    page.wait_for_function("location.hash === '#encode:preset=2,right=-3,sample=7,up=0'")


def test_two_figures_are_independent(open_figures, make):
    page = open_figures(make(), make(preset=1))
    first, second = look(page), look(page, which=1)
    drawing(page, SEVEN, which=1)
    assert numbers(page) == START and numbers(page, 1)["preset"] == -1
    assert look(page) == first and look(page, which=1) != second
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert len(ids) == len(set(ids))


def test_a_tap_is_a_dot(open_figures, make):
    known = {"points": IMAGES[:30, 400:402] * 4 - 2, "point_classes": CLASSES[:30]}
    page = open_figures(make(average=(170.0, 5.0), **known), phone=True)
    page.touchscreen.tap(*over(page, page.locator(".vae-sheet"), 0.4, 0.6))
    assert numbers(page)["preset"] == -1
    assert sum(look(page)["x"]) > 200  # fitted into the box of 20 by 20
    check_looks(page)
