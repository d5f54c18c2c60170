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
# As in maths/gradients.js: a name, f and its derivative.
FUNCTIONS = (
    ("z", lambda z: z, np.ones_like),
    ("z²", np.square, lambda z: 2 * z),
    ("cos 3z", lambda z: np.cos(3 * z), lambda z: -3 * np.sin(3 * z)),
    ("step", lambda z: (z > 0) * 1.0, np.zeros_like),
)


def picture(m, s, L, f, seed):
    """Noise and samples, q and a histogram, and two estimates as the draws grow more.

    Args:
        m, s: Mean and standard deviation of q.
        L: How many draws are used.
        f: Its place in `FUNCTIONS`.
        seed: Of the noise.

    Returns:
        A `Still`.
    """
    epsilon = normals(seed, L)
    z = m + s * epsilon
    name, function, slope = FUNCTIONS[f]
    means = running(slope(z)), running(function(z) * epsilon / s)
    gradient, spreads = exact(m, s, function, slope)
    alt = (
        f"{L} draws of noise, the samples z = m + s ε for m = {decimals(m)} and "
        f"s = {decimals(s)}, and their histogram beside q. For f(z), {name}, the gradient of "
        f"E[f(z)] by m is {decimals(gradient)}. Reparametrised it is estimated as "
        f"{decimals(means[0][-1])}, with the score function as {decimals(means[1][-1])}."
    )
    return Still(
        drawing(_noise(epsilon, z), _histogram(m, s, z), *_errors(gradient, spreads, means)), alt
    )


def exact(m, s, f, slope):
    """The gradient, and the standard deviations of one draw of each estimator."""
    width = 0.004
    epsilon = np.arange(-8 + width / 2, 8, width)
    weight = density(epsilon, 0, 1) * width
    z = m + s * epsilon
    draws = slope(z), f(z) * epsilon / s
    means = [weight @ each for each in draws]
    spreads = [
        np.sqrt(weight @ (each - mean) ** 2) for each, mean in zip(draws, means, strict=True)
    ]
    return means[1], spreads


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


def _errors(gradient, spreads, means):
    """The two estimates minus the exact gradient, with one standard deviation shaded."""
    score = spreads[1]
    reach = next((each for each in REACHES if each >= score), REACHES[-1])
    every = np.unique(np.geomspace(1, 1000, 80).round()).astype(int)
    L = every[every <= len(means[0])]
    shapes = []
    for colour, spread in (("gap", score), ("accent", spreads[0])):
        for side in (1, -1):
            shapes.append(curve(every, side * spread / np.sqrt(every), colour, "2 3", width=1))
    shapes.append(curve(L, means[0][L - 1] - gradient))
    shapes.append(curve(L, means[1][L - 1] - gradient, "gap", "7 4"))
    yield plot(
        "Estimate minus exact gradient of E[f(z)] by m; dotted: ± one s.d.",
        Axis(1, 1000, (1, 10, 100, 1000), "L", logarithmic=True),
        Axis(-1.05 * reach, 1.05 * reach, (-reach, 0, reach)),
        shapes,
    )
    yield legend(("reparametrised", "accent", ""), ("score function", "gap", "7 4"))
