"""The explorer in a bare page: every way to move, its looks, its accessibility, its errors."""

import keras
import numpy as np
import pytest
from formula_harness import NO_CANVAS, check_looks, over
from keras import layers

from vae_book.widgets import Decoder, LatentExplorer
from vae_book.widgets.network.arrays import pack_arrays


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


def z_of(page):
    return page.evaluate("window.models[0].get('z')")


def saves_of(page):
    return page.evaluate("window.models[0].saves")


def pad(page):
    return page.get_by_role("slider", name="Latent plane")


def grid(page):
    return page.get_by_role("slider", name="Decoded over the plane")


def wait_for_paint(page, more_than=1):
    page.wait_for_function(
        "count => Number(document.querySelector('.vae-explorer').dataset.painted) >= count",
        arg=more_than,
    )


def at(page, plane, z1, z2, limit=3.0):
    """The page coordinates of a latent point over a plane."""
    return over(page, plane, (z1 + limit) / (2 * limit), (z2 + limit) / (2 * limit))


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


def test_drag_on_the_pad(open_figures, explorer):
    page = open_figures(explorer)
    page.mouse.move(*at(page, pad(page), 0, 0))
    page.mouse.down()
    page.mouse.move(*at(page, pad(page), 1.5, -0.9), steps=4)
    assert saves_of(page) == 0
    page.mouse.up()
    wait_for_paint(page, 2)
    np.testing.assert_allclose(z_of(page), [1.5, -0.9], atol=0.02)
    assert saves_of(page) == 1
    assert float(page.get_by_label("z1", exact=True).input_value()) == pytest.approx(1.5, abs=0.05)


def test_a_drag_beyond_the_edge_stops_there(open_figures, explorer):
    page = open_figures(explorer)
    page.mouse.move(*at(page, pad(page), 2, 2))
    page.mouse.down()
    page.mouse.move(*at(page, pad(page), 3.6, 3.2))
    page.mouse.up()
    assert z_of(page) == [3, 3]


def test_touch(open_figures, explorer):
    page = open_figures(explorer, phone=True)
    page.touchscreen.tap(*at(page, pad(page), -1.2, 0.6))
    np.testing.assert_allclose(z_of(page), [-1.2, 0.6], atol=0.03)
    page.touchscreen.tap(*at(page, grid(page), 2.0, -2.0))
    np.testing.assert_allclose(z_of(page), [2.1, -2.1], atol=1e-9)


def test_keys_on_the_pad(open_figures, explorer):
    page = open_figures(explorer)
    pad(page).focus()
    for key in ["ArrowRight", "ArrowRight", "Shift+ArrowUp", "ArrowDown", "ArrowLeft"]:
        page.keyboard.press(key)
    np.testing.assert_allclose(z_of(page), [0.1, 0.4], atol=1e-9)
    assert saves_of(page) > 0
    page.wait_for_function(
        "document.querySelector('.vae-pad').ariaValueText === 'z1 0.10, z2 0.40'"
    )
    for key, z1, z2 in [
        ("Home", -3, 0.4),
        ("End", 3, 0.4),
        ("PageUp", 3, 1.4),
        ("PageDown", 3, 0.4),
    ]:
        page.keyboard.press(key)
        np.testing.assert_allclose(z_of(page), [z1, z2], atol=1e-9)


def test_keys_on_the_grid_go_from_cell_to_cell(open_figures, explorer):
    page = open_figures(explorer)
    grid(page).focus()
    page.keyboard.press("ArrowRight")
    np.testing.assert_allclose(z_of(page), [0.9, 0.3], atol=1e-9)
    page.keyboard.press("Shift+ArrowDown")
    np.testing.assert_allclose(z_of(page), [0.9, -2.7], atol=1e-9)


def test_a_click_on_a_cell_goes_to_its_centre(open_figures, explorer):
    page = open_figures(explorer)
    page.mouse.click(*at(page, grid(page), -2.65, 0.35))
    np.testing.assert_allclose(z_of(page), [-2.7, 0.3], atol=1e-9)
    wait_for_paint(page, 2)
    outline = page.locator(".vae-cell")
    assert (outline.get_attribute("x"), outline.get_attribute("y")) == ("0%", "40%")


def test_keys_on_a_slider(open_figures, explorer):
    page = open_figures(explorer)
    page.get_by_label("z2", exact=True).focus()
    page.keyboard.press("ArrowRight")
    np.testing.assert_allclose(z_of(page), [0, 0.05])
    wait_for_paint(page, 2)
    assert page.locator("output").all_text_contents() == ["0.00", "0.05"]


def test_buttons(open_figures, explorer):
    page = open_figures(explorer)
    page.get_by_role("button", name="Random draw from the prior").click()
    assert z_of(page) != [0, 0] and np.max(np.abs(z_of(page))) <= 3
    page.get_by_role("button", name="Reset").click()
    assert z_of(page) == [0, 0]


def test_the_readout_follows_a_move(open_figures, explorer):
    page = open_figures(explorer)
    pad(page).focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowUp")
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


def test_looks(open_figures, explorer):
    check_looks(open_figures(explorer, width=1280), 1280, 390, root=".vae-explorer")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_stand_out(open_figures, decoder, theme):
    """Contrast of at least 3 : 1 (WCAG 1.4.11) of every class against the background."""
    each = LatentExplorer(decoder, points=np.zeros((10, 2)), point_classes=range(10))
    page = open_figures(each, before=f"document.documentElement.dataset.theme = '{theme}'")
    fills = "(marks) => marks.map((mark) => getComputedStyle(mark).fill)"
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


@pytest.mark.parametrize("latent, planes", [(1, 1), (3, 2)])
def test_other_latent_sizes(open_figures, latent, planes):
    model = keras.Sequential([keras.Input((latent,)), layers.Dense(784)])
    page = open_figures(LatentExplorer(Decoder.from_keras(model), grid=8))
    assert page.locator(".vae-plot").count() == planes
    assert page.locator("input[type=range]").count() == latent


def test_the_grid_follows_the_third_variable(open_figures):
    model = keras.Sequential([keras.Input((3,)), layers.Dense(784)])
    page = open_figures(LatentExplorer(Decoder.from_keras(model, dtype="float32"), grid=4))
    page.evaluate("window.models[0].set('z', [0, 0, 2])")
    expected = keras.ops.sigmoid(model(np.array([[-2.25, 2.25, 2.0]]))).numpy()[0]
    first = "[...document.querySelector('.vae-explorer').vaeExplorer.gridPixels().slice(0, 784)]"
    page.wait_for_function(f"Math.abs({first}[0] - {expected[0]}) < 1e-5")
    np.testing.assert_allclose(page.evaluate(first), expected, atol=5e-6)


def test_works_without_webassembly(open_figures, explorer):
    page = open_figures(explorer, before="delete globalThis.WebAssembly;")
    assert page.locator(".vae-explorer").get_attribute("data-backend") == "js"


def test_without_a_canvas_there_is_a_sentence(open_figures, explorer):
    page = open_figures(explorer, before=NO_CANVAS)
    assert "gives no canvas" in page.get_by_role("alert").text_content()
    assert page.locator(".vae-explorer").count() == 0


@pytest.mark.parametrize(
    "damage, sentence",
    [
        (lambda blob: b"", "Its data is missing"),
        (lambda blob: blob[:-40], "Its data is incomplete"),
        (lambda blob: b"PK" + blob[2:], "of an unknown kind"),
        (lambda blob: blob[:4] + b"\x09" + blob[5:], "of version 9, and this page reads"),
        (lambda blob: pack_arrays(weights=np.zeros(4, "float32")), "but 4 arrived"),
    ],
)
def test_damaged_weights_give_a_sentence(open_figures, explorer, decoder, damage, sentence):
    page = open_figures(explorer, explorer, blobs={"decoder": damage(decoder.data)})
    alert = page.get_by_role("alert")
    assert "This figure cannot be drawn." in alert.text_content()
    assert sentence in alert.text_content()
    assert page.locator(".vae-explorer").count() == 1  # the other figure is alive
