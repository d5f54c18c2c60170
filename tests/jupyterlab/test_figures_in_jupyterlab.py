"""The formula figures in JupyterLab: keys stay in the figure, and the kernel follows.

The notebook's first cell shows the figures; its second one prints their numbers.
"""

import ast

import pytest
from lab_page import ACTIVE_CELL, RUN_CELL, second_notebook

CELLS = (
    """\
from IPython.display import display
from vae_book import widgets

figures = {kind: figure.example() for kind, figure in widgets.figures().items()}
del figures["explorer"]  # it has a notebook of its own
display(*figures.values())""",
    """\
print({
    kind: {name: getattr(figure, name) for name in figure.ranges}
    for kind, figure in figures.items()
})""",
)


TRAINING = {"K": 2, "L": 1, "beta": 1.0, "gradient": 0, "head": 0, "latents": 0, "pixels": 0}
TRAINING |= {"rate": 0.002, "seed": 0, "sigma": 1.0, "warmup": 0.0}
# The slider of each figure, and what one step to the right makes of its numbers.
SLIDERS = {
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


@pytest.fixture(scope="module")
def figures_page(lab, page):
    # The first window is done with. With three notebooks, its own list of files breaks down.
    page.goto("about:blank")
    with second_notebook(lab, page, "figures", CELLS) as figures_page:
        for kind in SLIDERS:
            figures_page.locator(f".vae-{kind}").wait_for()
        yield figures_page


def test_arrow_keys_move_each_figure_and_the_kernel_follows(figures_page):
    page = figures_page
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
    page.wait_for_timeout(1000)  # while the kernel is busy, the last message is held back
    [output] = page.evaluate(RUN_CELL, 1)
    printed = ast.literal_eval("".join(output["text"]))
    assert set(printed) == set(SLIDERS)
    for kind, (_, expected) in SLIDERS.items():
        assert printed[kind] == pytest.approx(expected)
