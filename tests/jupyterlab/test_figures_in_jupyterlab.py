"""The figures in JupyterLab: keys stay in the figure, and the kernel and the theme are followed.

The notebook's second cell prints the figures' numbers, its third one moves the explorer.
"""

import ast

import pytest
from formula_harness import drag
from lab_page import ACTIVE_CELL, RUN_CELL

PIXELS = "[...document.querySelector('.vae-explorer').vaeExplorer.pixels()]"
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
TRAINING = {"K": 2, "L": 1, "beta": 1.0, "gradient": 0, "head": 0, "latents": 0, "pixels": 0}
TRAINING |= {"rate": 0.002, "seed": 0, "sigma": 1.0, "warmup": 0.0}
# The slider of each figure, and what one step to the right makes of its numbers.
SLIDERS = {
    "explorer": ("z1", [1.05, -2.0]),
    "bernoulli": ("a", {"a": 3.5, "x": 0.0}),
    "bound": ("m", {"c": 0.0, "m": -0.95, "s": 1.2}),
    "gaussian": ("x", {"mu": 0.5, "sigma": 1.0, "x": 1.05}),
    "haystack": ("K", {"K": 3, "L": 300, "seed": 0, "sigma": 0.3, "x1": 1.0, "x2": 1.0}),
    "jensen": ("a", {"a": 0.25, "b": 3.0, "w": 0.5}),
    "kl": ("s", {"m": 1.5, "s": 0.55}),
    "loss-units": ("β", {"beta": 4.0, "latents": 0, "pixels": 1, "sigma": 0.25}),
    "posterior": ("r", {"m1": 0.5, "m2": -0.5, "s1": 0.75, "s2": 0.75, "r": 0.05}),
    "replay": ("epoch", {"epoch": 1}),
    "reparametrisation": ("L", {"L": 150, "f": 1, "m": 1.0, "s": 0.5, "seed": 0}),
    "shell": ("K", {"K": 3, "r": 1.0}),
    "squared-error": ("KL", {"kl": 20.5, "sigma": 0.2}),
    "encode": ("sample", {"preset": 9, "right": 0, "sample": 2, "up": 0}),
    "training": ("Epochs", {**TRAINING, "epochs": 5, "likelihood": 1}),
}


def printed(page):
    """The numbers of the figures, by their kind, as the kernel has them."""
    page.wait_for_timeout(1000)  # while the kernel is busy, the last message is held back
    [output] = page.evaluate(RUN_CELL, 1)
    return ast.literal_eval("".join(output["text"]))


def test_arrow_keys_move_each_figure_and_the_kernel_follows(page):
    page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex = 0")
    for kind, (label, _) in SLIDERS.items():
        figure = page.locator(f".vae-{kind}")
        figure.evaluate("(root) => root.querySelectorAll('details').forEach((d) => d.open = true)")
        figure.get_by_label(label, exact=True).press("ArrowRight")
        switch = figure.get_by_role("radio")
        if switch.count():
            switch.first.press("ArrowRight")
        plot = figure.get_by_role("slider").and_(figure.locator(".vae-pad"))
        if plot.count():
            plot.first.press("ArrowRight")
            plot.first.press("ArrowLeft")
    assert page.evaluate(ACTIVE_CELL) == 0  # JupyterLab would have gone to another cell
    found = printed(page)
    assert set(found) == set(SLIDERS)
    for kind, (_, expected) in SLIDERS.items():
        assert found[kind] == pytest.approx(expected)


def test_the_kernel_follows_a_drag_and_the_figure_the_kernel(page):
    pad = page.locator(".vae-explorer").get_by_role("slider", name="Latent plane")
    before = page.evaluate(PIXELS)
    drag(page, pad, (0.5, 0.5), (0.75, 0.35))
    assert printed(page)["explorer"] == pytest.approx([1.5, -0.9], abs=0.02)
    assert page.evaluate(PIXELS) != before
    page.evaluate(RUN_CELL, 2)
    page.locator(".vae-explorer output").first.filter(has_text="1.00").wait_for()
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
