"""The still of the shell figure."""

import math

import numpy as np

from vae_book.figures.drawing import Axis, curve, drawing, plot, upright_line
from vae_book.figures.panels import legend
from vae_book.figures.still import Still

MOST = 14.0


def picture(K, r):
    """Density at a point, and share of the draws, by the distance from the origin."""
    distance = np.linspace(0, MOST, 400)
    draws = np.exp(log_norm_density(np.maximum(distance, 1e-9), K))
    at_a_point = np.exp(-(distance**2) / 2)
    within = share_within(K, r)
    panels = (
        plot(
            "Each curve in units of its peak",
            Axis(0, MOST, range(0, 15, 2), "r"),
            Axis(0, 1.08),
            [
                curve(distance, draws / draws.max(), filled=True),
                curve(distance, at_a_point, "ink", "7 5", width=2),
                upright_line(r, "gap"),
            ],
            220,
        ),
        legend(("draws at distance r", "accent", ""), ("density at a point", "ink", "7 5")),
    )
    alt = (
        f"For {K} latent variables, the draws at each distance from the origin, with their peak at "
        f"{math.sqrt(max(K - 1, 0)):.1f}, and the density at a point, which falls from the origin. "
        f"Within {r:.1f} of the origin lie {within:.2%} of the draws."
    )
    return Still(drawing(*panels), alt)


def log_norm_density(r, K):
    """The log-density of the norm of z, at r > 0."""
    constant = (K / 2 - 1) * math.log(2) + math.lgamma(K / 2)
    return (K - 1) * np.log(r) - r**2 / 2 - constant


def share_within(K, r, cells=4000):
    """The probability that the norm of z is below r: the midpoints of cells, added up."""
    middle = (np.arange(cells) + 0.5) * r / cells
    return float(np.sum(np.exp(log_norm_density(middle, K))) * r / cells) if r else 0.0
