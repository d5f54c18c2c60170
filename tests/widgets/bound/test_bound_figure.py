"""The bound figure's Python side: its arguments."""

import pytest

from vae_book.widgets import BoundFigure
from vae_lib.linear_gaussian import LinearGaussian

MODEL = LinearGaussian([[1.0]], [0.0], 0.75)


def test_takes_its_numbers_from_the_model():
    figure = BoundFigure(LinearGaussian([[-1.1]], [0.4], 0.8), x=0.9, m=0.25, s=0.5)
    names = ("w", "b", "sigma", "x", "m", "s")
    assert [getattr(figure, name) for name in names] == [-1.1, 0.4, 0.8, 0.9, 0.25, 0.5]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"m": 3.5}, "m must be between -3 and 3. Received: m=3.5"),
        ({"m": float("nan")}, "m must be between -3 and 3. Received: m=nan"),
        ({"s": 0.0}, "s must be between 0.3 and 2. Received: s=0.0"),
        ({"s": 2.5}, "s must be between 0.3 and 2. Received: s=2.5"),
        ({"x": 9.0}, "Received mean 5.76 and standard deviation 0.6"),
        ({"x": float("nan")}, "x must be finite"),
        ({"model": LinearGaussian([[9.0]], [0.0], 1.0)}, "standard deviation 0.11"),
        ({"model": LinearGaussian([[1.0, 2.0]], [0.0], 1.0)}, "one latent variable.*2"),
        ({"model": 3}, "must be a LinearGaussian.*Received: 3"),
    ],
)
def test_bad_arguments(options, message):
    with pytest.raises(ValueError, match=message):
        BoundFigure(**{"model": MODEL, "x": 1.5, **options})
