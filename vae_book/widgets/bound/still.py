"""The still of the bound's figure."""

import numpy as np

from vae_book.figures.densities import densities, log_density
from vae_book.figures.drawing import Axis, decimals, drawing
from vae_book.figures.panels import bars
from vae_book.figures.still import Still


def picture(model, x, m, s, c=0.0):
    """q, the posterior, and ELBO and gap under the evidence, as a `Still`.

    Args:
        model: `LinearGaussian` with K = D = 1.
        x: The data point.
        m, s: Mean and standard deviation of q.
        c: Bend of the decoder.
    """
    evidence, elbo, gap, exact = numbers(model, x, m, s, c)
    low = np.floor(min(elbo, evidence - 8))
    rows = (
        ("ELBO", elbo, 0, elbo, "muted"),
        ("+ gap", elbo, elbo + gap, gap, "divergence"),
        ("= log p(x)", evidence, 0, evidence, "muted"),
    )
    panels = (
        *densities(m, s, exact, "true posterior", Axis(-3, 3, range(-3, 4), "z")),
        bars(rows, low, max(0, evidence), (low, low / 2, 0), level=evidence),
    )
    shape = f" of a decoder bent by {decimals(c)}"
    if not c:
        shape = f" with mean {decimals(exact[0])} and width {decimals(exact[1])}"
    alt = (
        f"q with mean {decimals(m)} and width {decimals(s)} beside the posterior{shape}. "
        f"Bars: the ELBO {decimals(elbo)} "
        f"and the gap {decimals(gap)} add up to log p(x), {decimals(evidence)} nats."
    )
    return Still(drawing(*panels), alt)


def numbers(model, x, m, s, c):
    """Evidence, ELBO, gap and posterior; with a bend c by quadrature, as in linear_gaussian.js."""
    data, mean, sd = [[x]], [[m]], [[s]]
    if not c:
        centre, covariance = model.posterior(data)
        evidence, gap = float(model.log_evidence(data)[0]), float(model.gap(data, mean, sd)[0])
        elbo = float(np.subtract(*model.elbo(data, mean, sd))[0])
        return evidence, elbo, gap, (float(centre[0, 0]), float(covariance[0, 0] ** 0.5))

    def log_decoder(z):
        return log_density(x, model.W[0, 0] * z + model.b[0] + c * z**2, model.sigma)

    def log_joint(z):
        return log_decoder(z) + log_density(z, 0, 1)

    width = 0.02
    z = np.arange(-750, 751) * width
    evidence = float(np.log(width * np.exp(log_joint(z)).sum()))
    log_q = log_density(z, m, s)
    q = width * np.exp(log_q)
    elbo = float(q @ log_decoder(z) - q @ (log_q - log_density(z, 0, 1)))
    gap = float(q @ (log_q - log_joint(z) + evidence))
    return evidence, elbo, gap, lambda points: np.exp(log_joint(points) - evidence)
