"""Gaussian densities of one variable, and their panel in a still picture."""

import numpy as np

from vae_book.figures.drawing import Axis, curve, plot, point
from vae_book.figures.panels import legend


def log_density(value, mean, sd):
    """log N(value | mean, sd^2)."""
    return -0.5 * ((value - mean) / sd) ** 2 - np.log(sd * np.sqrt(2 * np.pi))


def density(value, mean, sd):
    """N(value | mean, sd^2)."""
    return np.exp(log_density(value, mean, sd))


def densities(m, s, other, name, axis):
    """q and another density over z, by its mean and width or a function, and their names."""
    z = np.linspace(axis.least, axis.most, 160)
    heights = other(z) if callable(other) else density(z, *other)
    top = 1.08 * max(density(m, m, s), heights.max())
    peak = point(m, density(m, m, s))
    yield plot(
        "Density",
        axis,
        Axis(0, top, tuple(np.arange(0, top, 0.5 if top < 2 else 1))),
        [
            curve(z, density(z, m, s), filled=True),
            curve(z, heights, "p", "7 5", width=2),
        ],
        marks=[peak],
    )
    yield legend(("q = N(m, s²)", "accent", ""), (name, "p", "7 5"))
