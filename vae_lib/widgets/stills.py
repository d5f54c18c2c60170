"""The formula figures' still pictures: the same formulas, drawn once; all numbers in nats."""

import numpy as np

from vae_lib.widgets.drawing import Axis, curve, decimals, drawing, plot, point, upright_line
from vae_lib.widgets.drawing_panels import bars, legend, pictures
from vae_lib.widgets.still import Still

CLIP = np.float32(1e-7)  # how far Keras keeps a probability away from 0 and 1


def log_density(value, mean, sd):
    """log N(value | mean, sd^2)."""
    return -0.5 * ((value - mean) / sd) ** 2 - np.log(sd * np.sqrt(2 * np.pi))


def density(value, mean, sd):
    """N(value | mean, sd^2)."""
    return np.exp(log_density(value, mean, sd))


def bernoulli(x, a):
    """One pixel's log-likelihood over rho and over the logit a (equation Q2).

    Args:
        x: The pixel, 0 to 1.
        a: The logit of rho.

    Returns:
        A `Still`.
    """

    def exact(logit):
        return x * logit - np.logaddexp(0, logit)

    def clipped(logit):
        rho = np.clip((1 / (1 + np.exp(-logit))).astype("float32"), CLIP, 1 - CLIP)
        return x * np.log(rho) + (1 - x) * np.log(1 - rho)

    rho = 1 / (1 + np.exp(-a))
    rhos = np.linspace(1e-6, 1 - 1e-6, 160)
    logits = np.linspace(-25, 25, 160)
    value = exact(a)
    over_rho = plot(
        "Log-likelihood of the pixel (nats)",
        Axis(0, 1, (0, 0.5, 1), "ρ"),
        Axis(-6, 0.3, (-6, -4, -2, 0)),
        [upright_line(x), curve(rhos, exact(np.log(rhos / (1 - rhos))))],
        marks=[point(rho, max(value, -6))],
    )
    over_logit = plot(
        "The same over the logit (nats)",
        Axis(-25, 25, (-20, -10, 0, 10, 20), "a"),
        Axis(-25, 1.5, (-20, -10, 0)),
        [curve(logits, exact(logits)), curve(logits, clipped(logits), "gap", "7 4")],
        marks=[point(a, value)],
    )
    names = legend(("exact", "accent", ""), ("from ρ in float32, clipped", "gap", "7 4"))
    alt = (
        f"Two plots of one pixel's log-likelihood for x = {decimals(x)}. At a = {decimals(a)}, "
        f"where ρ is {rho:.3g}, it is {decimals(value)} nats. Where ρ is closer than 0.0000001 "
        "to 0 or 1 the value from clipped probabilities goes flat; the exact one does not."
    )
    return Still(drawing(over_rho, over_logit, names), alt)


def gaussian(x, mu, sigma):
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


def squared_error(image, reconstruction, average, sigma, kl):
    """Three pictures and the bars that weigh their squared errors against a KL, as a `Still`.

    Args:
        image, reconstruction, average: Grey levels in [0, 1], shape `(784,)`.
        sigma: The standard deviation.
        kl: In nats.
    """
    image, reconstruction, average = map(np.asarray, (image, reconstruction, average))
    errors = (image - reconstruction) ** 2
    ignoring = np.sum((image - average) ** 2) / (2 * sigma**2)
    using = np.sum(errors) / (2 * sigma**2)
    named = (("image x", image), ("reconstruction μ", reconstruction), ("(x − μ)²", errors))
    reach = max(ignoring, using + kl)
    rounded = 10.0 ** np.floor(np.log10(reach))
    reach = rounded * np.ceil(reach / rounded)
    rows = (
        ("average image", 0, ignoring, ignoring, "muted"),
        ("reconstruction", 0, using, using, "accent"),
        ("+ its KL", using, using + kl, kl, "gap"),
    )
    panels = (
        pictures([(name, levels.reshape(28, 28)) for name, levels in named]),
        bars(rows, 0, reach, (0, reach / 2, reach)),
    )
    alt = (
        "A digit, its reconstruction, and the squared error of each pixel. "
        f"With σ = {decimals(sigma)} the average image costs {decimals(ignoring)} nats of squared "
        f"error, the reconstruction {decimals(using)} nats and {decimals(kl)} nats of KL."
    )
    return Still(drawing(*panels), alt)


def bound(model, x, m, s):
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
        *_densities(m, s, exact, "true posterior", Axis(-3, 3, range(-3, 4), "z")),
        bars(rows, low, max(0, evidence), (low, low / 2, 0), level=evidence),
    )
    alt = (
        f"q with mean {decimals(m)} and width {decimals(s)} beside the posterior with mean "
        f"{decimals(exact[0])} and width {decimals(exact[1])}. Bars: the ELBO {decimals(elbo)} "
        f"and the gap {decimals(gap)} add up to log p(x), {decimals(evidence)} nats."
    )
    return Still(drawing(*panels), alt)


def kl(m, s):
    """q and the prior, and the terms of their KL (equation 13), as a `Still`."""
    logvar = 2 * np.log(s)
    terms = m**2 / 2, np.expm1(logvar) / 2, -np.log(s)
    forward = 0.5 * (m**2 + np.expm1(logvar) - logvar)
    reverse = np.log(s) + (1 + m**2) / (2 * s**2) - 0.5
    rows = (
        ("m² / 2", 0, terms[0], terms[0], "muted"),
        ("+ (s² − 1) / 2", 0, terms[1], terms[1], "muted"),
        ("− log s", 0, terms[2], terms[2], "muted"),
        ("= KL(q ‖ p)", 0, forward, forward, "accent"),
        ("KL(p ‖ q)", 0, reverse, reverse, "gap"),
    )
    panels = (
        *_densities(m, s, (0, 1), "prior p", Axis(-5, 5, (-4, -2, 0, 2, 4), "z")),
        bars(rows, -2, 8, (0, 4, 8)),
    )
    alt = (
        f"q with mean m = {decimals(m)} and width s = {decimals(s)} beside the prior. "
        f"KL(q ‖ p) is {decimals(forward)} nats: {decimals(terms[0])} for m, "
        f"{decimals(terms[1])} for s and {decimals(terms[2])} for −log s. The other way round, "
        f"KL(p ‖ q) is {decimals(reverse)} nats."
    )
    return Still(drawing(*panels), alt)


def _densities(m, s, other, name, axis):
    """q and another Gaussian over z, and their names."""
    z = np.linspace(axis.least, axis.most, 160)
    top = 1.08 * max(density(m, m, s), density(other[0], *other))
    peak = point(m, density(m, m, s))
    yield plot(
        "Density",
        axis,
        Axis(0, top, tuple(np.arange(0, top, 0.5 if top < 2 else 1))),
        [
            curve(z, density(z, m, s), filled=True),
            curve(z, density(z, *other), "ink", "7 5", width=2),
        ],
        marks=[peak],
    )
    yield legend(("q = N(m, s²)", "accent", ""), (name, "ink", "7 5"))
