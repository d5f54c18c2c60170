"""The still of the lab of loss units."""

import numpy as np

from vae_book.figures.drawing import Axis, curve, decimals, drawing, plot, upright_line
from vae_book.figures.panels import bars, strip
from vae_book.figures.still import Still


def picture(outcomes, chosen, beta_eff, images, variance):
    """The model of a setting, and the KL of all units over the weight of the KL.

    Args:
        outcomes: `vae_book.widgets.loss_units.models.Outcome` of all models.
        chosen: Index of the one that is shown.
        beta_eff: The beta that the setting amounts to.
        images: Grey levels in [0, 1], shape `(m, 784)`.
        variance: The largest variance of the images along one direction.

    Returns:
        A `Still`.
    """
    weights = np.array([outcome.weight for outcome in outcomes])
    units = np.array([outcome.kl for outcome in outcomes])
    model = outcomes[chosen]
    most = 2 * np.ceil(units.max() / 2)
    ticks = tuple(np.arange(0, most + 1, 2))
    kl_bars = bars(
        [(f"KL, unit {k + 1}", 0, value, value, "divergence") for k, value in enumerate(model.kl)],
        0,
        most,
        ticks,
    )
    over_weight = plot(
        "KL of each unit (nats) over λ, the weight of the KL",
        Axis(weights[0], weights[-1], (0.001, 0.1, 10, 1000), "λ", logarithmic=True),
        Axis(0, most, ticks),
        [
            *(curve(weights, unit, width=1.5) for unit in units.T),
            upright_line(model.weight, "ink"),
            upright_line(variance),
        ],
    )
    alt = (
        f"A VAE trained with an effective beta of {beta_eff:g}: the KL of its units is "
        f"{', '.join(decimals(value) for value in model.kl)} nats. Over the weight of the KL, all "
        f"units fall to 0 where it passes {decimals(variance)}, the largest variance."
    )
    panels = [strip("Digits", images), strip("Reconstructions", model.reconstructions)]
    panels += [strip("New samples", model.samples), kl_bars, over_weight]
    return Still(drawing(*panels), alt)
