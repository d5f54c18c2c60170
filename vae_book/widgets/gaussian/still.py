"""The still of the Gaussian figure."""

import numpy as np

from vae_book.figures.densities import density, log_density
from vae_book.figures.drawing import Axis, curve, decimals, drawing, plot, point, upright_line
from vae_book.figures.still import Still


def picture(x, mu, sigma):
    """The density of one pixel and its logarithm (equation Q3), as a `Still`."""
    grid = np.linspace(-1, 2, 160)
    axis = Axis(-1, 2, (-1, 0, 1, 2), "x")
    at_x = density(x, mu, sigma), log_density(x, mu, sigma)
    top = 1.08 * max(1, density(mu, mu, sigma))
    ticks = tuple(np.arange(0, top, 1 if top < 4.5 else 2))
    above = plot(
        "Density",
        axis,
        Axis(0, top, ticks),
        [upright_line(mu), curve(grid, density(grid, mu, sigma), filled=True)],
        marks=[point(x, at_x[0])],
    )
    below = plot(
        "Log-density (nats)",
        axis,
        Axis(-12, 2.5, (-12, -8, -4, 0)),
        [upright_line(mu), curve(grid, log_density(grid, mu, sigma))],
        marks=[point(x, max(at_x[1], -12))],
    )
    alt = (
        f"The density of a pixel with mean μ = {decimals(mu)} and standard deviation "
        f"σ = {decimals(sigma)}, and its logarithm, a parabola. At x = {decimals(x)} the density "
        f"is {at_x[0]:.3g} and its logarithm {decimals(at_x[1])} nats."
    )
    return Still(drawing(above, below), alt)
