"""The still of the bound's figure."""

import numpy as np

from vae_book.figures.densities import densities
from vae_book.figures.drawing import Axis, decimals, drawing
from vae_book.figures.panels import bars
from vae_book.figures.still import Still


def picture(model, x, m, s):
    """q, the posterior, and ELBO and gap under the evidence, as a `Still`.

    Args:
        model: `LinearGaussian` with K = D = 1.
        x: The data point.
        m, s: Mean and standard deviation of q.
    """
    data, mean, sd = [[x]], [[m]], [[s]]
    posterior_mean, covariance = model.posterior(data)
    evidence, gap = float(model.log_evidence(data)[0]), float(model.gap(data, mean, sd)[0])
    elbo = float(np.subtract(*model.elbo(data, mean, sd))[0])
    exact = float(posterior_mean[0, 0]), float(covariance[0, 0] ** 0.5)
    low = np.floor(min(elbo, evidence - 8))
    rows = (
        ("ELBO", elbo, 0, elbo, "accent"),
        ("+ gap", elbo, elbo + gap, gap, "gap"),
        ("= log p(x)", evidence, 0, evidence, "muted"),
    )
    panels = (
        *densities(m, s, exact, "true posterior", Axis(-3, 3, range(-3, 4), "z")),
        bars(rows, low, max(0, evidence), (low, low / 2, 0), level=evidence),
    )
    alt = (
        f"q with mean {decimals(m)} and width {decimals(s)} beside the posterior with mean "
        f"{decimals(exact[0])} and width {decimals(exact[1])}. Bars: the ELBO {decimals(elbo)} "
        f"and the gap {decimals(gap)} add up to log p(x), {decimals(evidence)} nats."
    )
    return Still(drawing(*panels), alt)
