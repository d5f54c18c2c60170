"""The latent explorer in JupyterLab: the picture and the kernel's `explorer.z` follow the reader.

The notebook's second cell prints `explorer.z`; its third one sets it.
"""

import ast

import numpy as np
import pytest
from lab_page import ACTIVE_CELL, RUN_CELL

PIXELS = "[...document.querySelector('.vae-explorer').vaeExplorer.pixels()]"
PAINTED_BEYOND = """
(before) => Number(document.querySelector(".vae-explorer").dataset.painted) > before
"""
SET_THEME = "(theme) => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"
# The reds of the paper, of the first pixel, and what that pixel should be between paper and ink.
FIRST_PIXEL = """
() => {
  const canvas = document.querySelector(".vae-digit");
  const value = document.querySelector(".vae-explorer").vaeExplorer.pixels()[0];
  const { backgroundColor, color } = getComputedStyle(canvas);
  const red = (colour) => Number(colour.match(/\\d+/)[0]);
  const [paper, ink] = [red(backgroundColor), red(color)];
  const shown = canvas.getContext("2d").getImageData(0, 0, 1, 1).data[0];
  return [paper, shown, paper + value * (ink - paper)];
}
"""


@pytest.fixture(autouse=True)
def from_the_origin(page):
    """Each test starts from the origin, in the light theme."""
    page.locator(".vae-explorer").get_by_role("button", name="Reset", exact=True).click()
    page.wait_for_function("document.querySelector('.vae-slider output').textContent === '0.00'")


def kernel_z(page):
    """What the kernel prints for `explorer.z`."""
    [output] = page.evaluate(RUN_CELL, 1)
    return ast.literal_eval("".join(output["text"]))


def assert_kernel_follows(page, expected, atol=1e-9):
    """The kernel gets there: while it is busy, the widget manager holds its last message back."""
    for _ in range(20):
        if np.allclose(kernel_z(page), expected, atol=atol):
            return
        page.wait_for_timeout(100)
    np.testing.assert_allclose(kernel_z(page), expected, atol=atol)


def plane(page, name):
    found = page.get_by_role("slider", name=name)
    found.scroll_into_view_if_needed()
    return found


def at(plane, z1, z2, limit=3.0):
    """The page coordinates of a latent point over a plane."""
    box = plane.bounding_box()
    across, down = (z1 + limit) / (2 * limit), (limit - z2) / (2 * limit)
    return box["x"] + across * box["width"], box["y"] + down * box["height"]


def picture_after(page, act):
    """Acts, waits for the next picture, and returns the pixels before and after."""
    before = page.evaluate(PIXELS)
    painted = int(page.locator(".vae-explorer").get_attribute("data-painted"))
    act()
    page.wait_for_function(PAINTED_BEYOND, arg=painted)
    return before, page.evaluate(PIXELS)


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


@pytest.mark.parametrize("name, expected", [("z1", [0.15, 0]), ("z2", [0, 0.15])])
def test_arrow_keys_on_a_slider(page, name, expected):
    active = page.evaluate(ACTIVE_CELL)
    page.get_by_label(name, exact=True).focus()
    keys = ["ArrowRight", "ArrowUp", "ArrowRight", "ArrowRight", "ArrowDown"]
    before, after = picture_after(page, lambda: press(page, *keys))
    assert before != after
    assert page.evaluate(ACTIVE_CELL) == active  # JupyterLab would have gone to another cell
    assert_kernel_follows(page, expected)


def test_arrow_keys_on_the_pad(page):
    active = page.evaluate(ACTIVE_CELL)
    plane(page, "Latent plane").focus()
    keys = ["ArrowRight", "Shift+ArrowUp", "ArrowDown"]
    before, after = picture_after(page, lambda: press(page, *keys))
    assert before != after
    assert page.evaluate(ACTIVE_CELL) == active
    assert_kernel_follows(page, [0.1, 0.4])


def test_drag_on_the_pad(page):
    pad = plane(page, "Latent plane")

    def drag():
        page.mouse.move(*at(pad, 0, 0))
        page.mouse.down()
        page.mouse.move(*at(pad, 1.5, -0.9), steps=4)
        page.mouse.up()

    before, after = picture_after(page, drag)
    assert before != after
    assert_kernel_follows(page, [1.5, -0.9], atol=0.02)


def test_click_on_a_cell_of_the_grid(page):
    grid = plane(page, "Decoded over the plane")
    before, after = picture_after(page, lambda: page.mouse.click(*at(grid, -2.0, 0.7)))
    assert before != after
    assert_kernel_follows(page, [-1.95, 0.75])


def test_the_kernel_moves_the_figure(page):
    before, after = picture_after(page, lambda: page.evaluate(RUN_CELL, 2))
    assert before != after
    page.wait_for_function("document.querySelector('.vae-slider output').textContent === '1.00'")
    assert float(page.get_by_label("z2", exact=True).input_value()) == -2


def test_dark_theme(page):
    papers = []
    for theme, is_light in (("JupyterLab Dark", "false"), ("JupyterLab Light", "true")):
        page.evaluate(SET_THEME, theme)
        page.locator(f"body[data-jp-theme-light='{is_light}']").wait_for(state="attached")
        paper, shown, expected = page.evaluate(FIRST_PIXEL)
        assert shown == pytest.approx(expected, abs=1)
        papers.append(paper)
    assert papers[0] < 100 < 200 < papers[1]
