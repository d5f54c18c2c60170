"""The formula figures in JupyterLab: keys stay in the figure, and the kernel follows.

The notebook's fourth cell shows the figures; its fifth one prints their numbers.
"""

import ast

import pytest

from conftest import ACTIVE_CELL, RUN_CELL

# The slider of each figure, in their order, and what one step to the right makes of its number.
SLIDERS = {
    "bernoulli": ("a", {"a": 3.5, "x": 0.0}),
    "bound": ("m", {"m": -0.95, "s": 1.2}),
    "gaussian": ("x", {"mu": 0.5, "sigma": 1.0, "x": 1.05}),
    "kl": ("s", {"m": 1.5, "s": 0.55}),
    "reparametrisation": ("L", {"L": 150, "m": 1.0, "s": 0.5, "seed": 0}),
    "squared-error": ("KL", {"kl": 20.5, "sigma": 0.2}),
}


def test_arrow_keys_move_each_figure_and_the_kernel_follows(page):
    for kind, (label, _) in SLIDERS.items():
        figure = page.locator(f".vae-{kind}")
        figure.scroll_into_view_if_needed()
        figure.get_by_label(label, exact=True).press("ArrowRight")
        plot = figure.get_by_role("slider").and_(figure.locator(".vae-pad"))
        if plot.count():
            plot.first.press("ArrowRight")
            plot.first.press("ArrowLeft")
    assert page.evaluate(ACTIVE_CELL) == 3  # JupyterLab would have gone to another cell
    [output] = page.evaluate(RUN_CELL, 4)
    printed = ast.literal_eval("".join(output["text"]))
    for numbers, (_, expected) in zip(printed, SLIDERS.values(), strict=True):
        assert numbers == pytest.approx(expected)
