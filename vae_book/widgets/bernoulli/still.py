"""The still of the Bernoulli figure."""

import numpy as np

from vae_book.figures.drawing import Axis, curve, decimals, drawing, plot, point, upright_line
from vae_book.figures.panels import legend
from vae_book.figures.still import Still

CLIP = np.float32(1e-7)  # how far Keras keeps a probability away from 0 and 1


def picture(x, a):
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
        f"where ρ is {rho:.3g}, it is {decimals(value)} nats. Over the logit "
        "there are two curves: exact, and from probabilities that are clipped in float32."
    )
    return Still(drawing(over_rho, over_logit, names), alt)
