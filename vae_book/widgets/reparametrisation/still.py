"""The reparametrisation figure's still picture."""

import numpy as np

from vae_book.figures.densities import density
from vae_book.figures.drawing import Axis, curve, decimals, drawing, plot, point
from vae_book.figures.panels import legend
from vae_book.figures.still import Still
from vae_book.widgets.maths.random import normals

SHOWN = 20  # draws with a line of their own
REACHES = (2, 5, 10, 20, 50, 100)  # as in errors.js
Z = (-4, -2, 0, 2, 4)


def picture(m, s, L, seed):
    """Noise and samples, q and a histogram, and two estimates as the draws grow more.

    Args:
        m, s: Mean and standard deviation of q.
        L: How many draws are used.
        seed: Of the noise.

    Returns:
        A `Still`.
    """
    epsilon = normals(seed, L)
    z = m + s * epsilon
    means = running(2 * z), running(z**2 * epsilon / s)
    alt = (
        f"{L} draws of noise, the samples z = m + s ε for m = {decimals(m)} and "
        f"s = {decimals(s)}, and their histogram beside q. The gradient of E[z²] by m is "
        f"{decimals(2 * m)}. Reparametrised it is estimated as {decimals(means[0][-1])}, with "
        f"the score function as {decimals(means[1][-1])}."
    )
    return Still(drawing(_noise(epsilon, z), _histogram(m, s, z), *_errors(m, s, means)), alt)


def running(values):
    """The means of the first 1, 2, ... values, in the same shape."""
    return np.cumsum(values) / np.arange(1, len(values) + 1)


def _noise(epsilon, z):
    """Each draw on a line above, and what it becomes on a line below."""
    pairs = list(zip(epsilon[:SHOWN], z[:SHOWN], strict=True))
    return plot(
        "Above ε, below z = m + s ε",
        Axis(-6, 6),
        Axis(-0.12, 1.12),
        [curve([a, b], [1, 0], "muted", width=1) for a, b in pairs],
        height=96,
        marks=[point(a, 1, "muted", 4) for a, _ in pairs]
        + [point(b, 0, "accent", 4) for _, b in pairs],
    )


def _histogram(m, s, z):
    """q and the histogram of the samples."""
    grid = np.linspace(-6, 6, 200)
    heights, edges = np.histogram(z, bins=48, range=(-6, 6))
    heights = heights / (len(z) * (edges[1] - edges[0]))
    steps = np.repeat(edges, 2), np.concatenate([[0], np.repeat(heights, 2), [0]])
    top = 1.08 * max(density(m, m, s), heights.max())
    shapes = [curve(*steps, "muted", width=1), curve(grid, density(grid, m, s), filled=True)]
    return plot("q and the histogram of z", Axis(-6, 6, Z, "z"), Axis(0, top), shapes)


def _errors(m, s, means):
    """The two estimates minus the exact gradient, with one standard deviation shaded."""
    score = np.sqrt(m**4 + 14 * m**2 * s**2 + 15 * s**4) / s
    reach = next((each for each in REACHES if each >= score), REACHES[-1])
    every = np.unique(np.geomspace(1, 1000, 80).round()).astype(int)
    L = every[every <= len(means[0])]
    shapes = []
    for colour, spread in (("gap", score), ("accent", 2 * s)):
        for side in (1, -1):
            shapes.append(curve(every, side * spread / np.sqrt(every), colour, "2 3", width=1))
    shapes.append(curve(L, means[0][L - 1] - 2 * m))
    shapes.append(curve(L, means[1][L - 1] - 2 * m, "gap", "7 4"))
    yield plot(
        "Estimate minus exact gradient of E[z²] by m; dotted: ± one s.d.",
        Axis(1, 1000, (1, 10, 100, 1000), "L", logarithmic=True),
        Axis(-1.05 * reach, 1.05 * reach, (-reach, 0, reach)),
        shapes,
    )
    yield legend(("reparametrised", "accent", ""), ("score function", "gap", "7 4"))
