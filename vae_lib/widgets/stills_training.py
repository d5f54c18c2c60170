"""The still pictures of the replayed training and of the lab of loss units."""

import base64

import numpy as np

from vae_lib.widgets.drawing import WIDTH, Axis, curve, decimals, drawing, plot, text, upright_line
from vae_lib.widgets.drawing_panels import bars, legend, png
from vae_lib.widgets.still import Still


def strip(name, images, shape=(28, 28)):
    """A panel of images side by side with a name; `shape` is the height and width of each."""
    row = np.hstack(list(np.reshape(images, (-1, *shape))))
    height = WIDTH * row.shape[0] / row.shape[1]
    address = "data:image/png;base64," + base64.b64encode(png(row)).decode()
    picture = (
        f'<image x="0" y="20" width="{WIDTH}" height="{height:.1f}" '
        f'image-rendering="pixelated" href="{address}"/>'
    )
    return height + 22, [text(0, 14, name), picture]


def replay(snapshots, shape=(28, 28)):
    """The start, the first and the last snapshot, and the two terms over the epochs.

    Args:
        snapshots: `vae_lib.snapshots.Snapshots`.
        shape: Height and width of the images.

    Returns:
        A `Still`.
    """
    epochs = np.array(snapshots.epochs)
    reconstruction, kl = np.array(snapshots.validation).T
    total = reconstruction + kl
    last = int(epochs[-1])
    strips = [strip("Validation digits", snapshots.images[snapshots.shown], shape)]
    for k in sorted({0, 1, len(epochs) - 1}):
        when = "Before training" if epochs[k] == 0 else f"After epoch {epochs[k]}"
        name = f"{when}: reconstruction {reconstruction[k]:.1f}, KL {kl[k]:.1f} nats"
        strips.append(strip(name, snapshots.reconstructions[k], shape))
    x = Axis(0, last, (0, last // 2, last), "epoch")
    terms = plot(
        "Nats an image, validation digits",
        x,
        Axis(0, 1.05 * total.max(), tuple(range(0, int(total.max()) + 1, 100))),
        [curve(epochs, total), curve(epochs, reconstruction, "gap"), curve(epochs, kl, "ink")],
    )
    names = legend(("sum", "accent", ""), ("reconstruction", "gap", ""), ("KL", "ink", ""))
    alt = (
        f"Reconstructions of {len(snapshots.shown)} digits, grey before training and sharper "
        f"later, and the loss over {last} epochs: from {total[0]:.1f} nats an image to "
        f"{total[-1]:.1f}, of which the KL is {kl[-1]:.1f}; its largest value is {kl.max():.1f}."
    )
    return Still(drawing(*strips, names, terms), alt)


def loss_units(outcomes, chosen, beta_eff, images, variance):
    """The model of a setting, and the KL of all units over the weight of the KL.

    Args:
        outcomes: `vae_lib.loss_units_models.Outcome` of all models.
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
        [(f"KL, unit {k + 1}", 0, value, value, "accent") for k, value in enumerate(model.kl)],
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
