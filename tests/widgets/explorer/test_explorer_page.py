"""The explorer: its pictures against Keras, its grid, its readout, its colours, its sizes."""

import keras
import numpy as np
import pytest
from formula_harness import held, over
from keras import layers

from vae_book.widgets import Decoder, LatentExplorer


@pytest.fixture(scope="module")
def model():
    keras.utils.set_random_seed(5)
    hidden = layers.Dense(32, activation="tanh", kernel_initializer="random_normal")
    return keras.Sequential([keras.Input((2,)), hidden, layers.Dense(784)])


@pytest.fixture(scope="module")
def decoder(model):
    return Decoder.from_keras(model, dtype="float32")


@pytest.fixture
def explorer(decoder):
    points = [[1.0, 1.0], [-1.0, -1.0], [9.0, 0.0]]
    return LatentExplorer(decoder, points=points, point_classes=[8, 3, 1], grid=10)


def test_pixels_and_grid_agree_with_keras(open_figures, explorer, model):
    explorer.z = [0.85, -1.3]
    page = open_figures(explorer)
    pixels = page.evaluate("[...document.querySelector('.vae-explorer').vaeExplorer.pixels()]")
    expected = keras.ops.sigmoid(model(np.array([[0.85, -1.3]]))).numpy()[0]
    np.testing.assert_allclose(pixels, expected, atol=5e-6)

    images = page.evaluate("[...document.querySelector('.vae-explorer').vaeExplorer.gridPixels()]")
    top_left_and_right = np.array([[-2.7, 2.7], [2.7, 2.7]])
    expected = keras.ops.sigmoid(model(top_left_and_right)).numpy()
    np.testing.assert_allclose(np.reshape(images, (100, 784))[[0, 9]], expected, atol=5e-6)


def test_the_grid_goes_from_cell_to_cell(open_figures, explorer):
    page = open_figures(explorer)
    grid = page.get_by_role("slider", name="Decoded over the plane")
    grid.press("ArrowRight")
    np.testing.assert_allclose(held(page, "z"), [0.9, 0.3], atol=1e-9)
    grid.press("Shift+ArrowDown")
    np.testing.assert_allclose(held(page, "z"), [0.9, -2.7], atol=1e-9)
    page.mouse.click(*over(page, grid, 0.05, 0.55))
    np.testing.assert_allclose(held(page, "z"), [-2.7, 0.3], atol=1e-9)
    outline = page.locator(".vae-cell")
    assert (outline.get_attribute("x"), outline.get_attribute("y")) == ("0%", "40%")


def test_a_draw_from_the_prior(open_figures, explorer):
    page = open_figures(explorer)
    page.get_by_role("button", name="Random draw from the prior").click()
    assert held(page, "z") != [0, 0] and np.max(np.abs(held(page, "z"))) <= 3
    page.get_by_role("button", name="Reset").click()
    assert held(page, "z") == [0, 0]
    pad = page.get_by_role("slider", name="Latent plane")
    pad.press("Shift+ArrowRight")
    pad.press("Shift+ArrowUp")
    status = page.get_by_role("status").filter(has_text="z1 = 0.50, z2 = 0.50.")
    status.wait_for()
    assert "Nearest test image on the plane: an 8, 0.71 away." in status.text_content()


def test_a_theme_change_repaints(open_figures, explorer):
    page = open_figures(explorer)
    value_and_red = """() => {
      const value = document.querySelector(".vae-explorer").vaeExplorer.pixels()[0];
      const canvas = document.querySelector(".vae-digit");
      return [value, canvas.getContext("2d").getImageData(0, 0, 1, 1).data[0]];
    }"""
    for theme, paper, ink in [("light", 255, 50), ("dark", 18, 206), ("light", 255, 50)]:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        value, red = page.evaluate(value_and_red)
        assert red == pytest.approx(paper + value * (ink - paper), abs=1)


def test_marks_stand_out(open_figures, decoder):
    """Contrast of at least 3 : 1 (WCAG 1.4.11) of every class against the background."""
    page = open_figures(LatentExplorer(decoder, points=np.zeros((10, 2)), point_classes=range(10)))
    fills = "(marks) => marks.map((mark) => getComputedStyle(mark).fill)"
    for theme in ("light", "dark"):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        colours = page.locator(".vae-points text").evaluate_all(fills)
        paper = page.locator(".vae-explorer").evaluate("(x) => getComputedStyle(x).backgroundColor")
        assert len(set(colours)) == 10
        assert min(contrast(colour, paper) for colour in colours) >= 3


def contrast(first, second):
    """WCAG's ratio of two `rgb(r, g, b)` colours."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    channels = np.array([float(part) for part in colour[4:-1].split(",")]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def explorer_of(latent, **options):
    model = keras.Sequential([keras.Input((latent,)), layers.Dense(784)])
    return model, LatentExplorer(Decoder.from_keras(model, dtype="float32"), **options)


def test_one_latent_variable(open_figures):
    page = open_figures(explorer_of(1, grid=8)[1])
    assert page.locator(".vae-plot").count() == page.locator("input[type=range]").count() == 1


def test_the_grid_follows_the_third_variable(open_figures):
    model, explorer = explorer_of(3, grid=4)
    page = open_figures(explorer)
    assert page.locator(".vae-plot").count() == 2
    assert page.locator("input[type=range]").count() == 3
    page.evaluate("window.models[0].set('z', [0, 0, 2])")
    expected = keras.ops.sigmoid(model(np.array([[-2.25, 2.25, 2.0]]))).numpy()[0]
    first = "[...document.querySelector('.vae-explorer').vaeExplorer.gridPixels().slice(0, 784)]"
    page.wait_for_function(f"Math.abs({first}[0] - {expected[0]}) < 1e-5")
    np.testing.assert_allclose(page.evaluate(first), expected, atol=5e-6)
