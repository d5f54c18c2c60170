"""The still of the haystack figure, and its estimate of the evidence."""

import numpy as np

from vae_book.figures.densities import log_density
from vae_book.figures.drawing import WIDTH, Axis, decimals, drawing, plot, point
from vae_book.figures.panels import bars
from vae_book.figures.still import Still
from vae_book.widgets.maths.random import normals

STRIDE = 12  # numbers of each draw; the first K are used, so that K moves no dot
CARRIED = 0.99  # of the sum, by the draws that are marked


def picture(K, sigma, L, x1, x2, seed):
    """Draws of the prior in their first two dimensions, those that count, and log p(x)."""
    z = normals(seed, L * STRIDE).reshape(L, STRIDE)[:, :K]
    x = np.array([x1, x2, *np.ones(K - 2)])
    estimate, exact, weights = evidence(z, x, sigma)
    falling = np.argsort(-weights)
    counted = falling[: 1 + np.searchsorted(np.cumsum(weights[falling]), CARRIED)]
    across, up = z[:, 0], z[:, 1]
    inside = np.maximum(np.abs(across), np.abs(up)) < 3
    marks = [point(across[k], up[k], "muted", 2.5) for k in np.flatnonzero(inside)]
    marks += [point(across[k], up[k], "accent", 5) for k in counted if inside[k]]
    marks.append(point(x[0], x[1], "gap"))
    axis = Axis(-3, 3, range(-3, 4))
    rows = (
        ("estimate", 0, estimate, estimate, "accent"),
        ("log p(x)", 0, exact, exact, "muted"),
    )
    panels = (
        plot("z₂ over z₁", axis, axis, [], WIDTH - 16, marks),
        bars(rows, -60, 10, (-60, -30, 0, 10), level=exact),
    )
    alt = (
        f"{L} draws of the prior of {K} latent variables, and one image. {len(counted)} of them "
        f"carry 99 % of the sum. They estimate log p(x) as {decimals(estimate)} nats; it is "
        f"{decimals(exact)}."
    )
    return Still(drawing(*panels), alt)


def evidence(z, x, sigma):
    """The estimate of log p(x), its exact value, and each draw's share of the sum."""
    logs = log_density(x, z, sigma).sum(axis=1)
    total = np.logaddexp.reduce(logs)
    exact = log_density(x, 0, np.hypot(1, sigma)).sum()
    return float(total - np.log(len(z))), float(exact), np.exp(logs - total)
