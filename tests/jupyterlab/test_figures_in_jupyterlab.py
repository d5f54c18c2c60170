"""The formula figures in JupyterLab: keys stay in the figure, and the kernel follows.

The notebook's first cell shows the figures; its second one prints their numbers.
"""

import ast

import pytest

from conftest import ACTIVE_CELL, RUN_CELL, second_notebook

CELLS = (
    """\
from types import SimpleNamespace

import numpy as np
from IPython.display import display
from vae_book import widgets
from vae_lib.linear_gaussian import LinearGaussian
from vae_lib.networks import dense_decoder, dense_encoder

encoder = widgets.Encoder.from_keras(dense_encoder(784, 2, (8,)))
decoder = widgets.Decoder.from_keras(dense_decoder(784, 2, (8,)))
grey = np.linspace(0, 1, 784)
pictures = np.tile(grey, (2, 1))
models = [
    SimpleNamespace(
        weight=weight, kl=np.ones(4), squared_error=9.0, reconstructions=pictures, samples=pictures
    )
    for weight in widgets.LossUnitsLab.weights(784, 4)
]
training = SimpleNamespace(
    epochs=[0, 1, 4],
    training=np.ones((3, 2)),
    validation=np.ones((3, 2)),
    means=np.ones((3, 2, 2)),
    images=pictures,
    shown=[0],
    reconstructions=np.ones((3, 1, 784)),
)
figures = [
    widgets.BernoulliFigure(),
    widgets.BoundFigure(LinearGaussian([[1.0]], [0.0], 0.75), x=1.5),
    widgets.GaussianFigure(),
    widgets.KLFigure(),
    widgets.LossUnitsLab(models, pictures, [5.0]),
    widgets.TrainingReplay(training, [0, 1]),
    widgets.ReparametrisationFigure(),
    widgets.SquaredErrorFigure(grey, grey / 2, grey**2),
    widgets.EncodeFigure(encoder, decoder, np.tile(grey, (10, 1))),
]
display(*figures)""",
    "print([{name: getattr(figure, name) for name in figure.ranges} for figure in figures])",
)
HEIGHT = 8000  # all figures are in the window, and none has to be scrolled to

# The slider of each figure, in their order, and what one step to the right makes of its number.
SLIDERS = {
    "bernoulli": ("a", {"a": 3.5, "x": 0.0}),
    "bound": ("m", {"m": -0.95, "s": 1.2}),
    "gaussian": ("x", {"mu": 0.5, "sigma": 1.0, "x": 1.05}),
    "kl": ("s", {"m": 1.5, "s": 0.55}),
    "loss-units": ("β", {"beta": 4.0, "latents": 0, "pixels": 1, "sigma": 0.25}),
    "replay": ("epoch", {"epoch": 1}),
    "reparametrisation": ("L", {"L": 150, "m": 1.0, "s": 0.5, "seed": 0}),
    "squared-error": ("KL", {"kl": 20.5, "sigma": 0.2}),
    "encode": ("sample", {"preset": 9, "right": 0, "sample": 2, "up": 0}),
}


@pytest.fixture(scope="module")
def figures_page(lab, page):
    # The first window is done with. With three notebooks, its own list of files breaks down.
    page.goto("about:blank")
    with second_notebook(lab, page, "figures", CELLS, HEIGHT) as figures_page:
        for kind in SLIDERS:
            figures_page.locator(f".vae-{kind}").wait_for()
        yield figures_page


def test_arrow_keys_move_each_figure_and_the_kernel_follows(figures_page):
    page = figures_page
    for kind, (label, _) in SLIDERS.items():
        figure = page.locator(f".vae-{kind}")
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
    for numbers, (_, expected) in zip(printed, SLIDERS.values(), strict=True):
        assert numbers == pytest.approx(expected)
