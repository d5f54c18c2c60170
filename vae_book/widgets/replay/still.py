"""The still of the replayed training."""

import numpy as np

from vae_book.figures.drawing import Axis, curve, drawing, plot
from vae_book.figures.panels import legend, strip
from vae_book.figures.still import Still


def picture(snapshots, shape=(28, 28)):
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
        [
            curve(epochs, total, "ink"),
            curve(epochs, reconstruction, "rec"),
            curve(epochs, kl, "divergence"),
        ],
    )
    names = legend(("sum", "ink", ""), ("reconstruction", "rec", ""), ("KL", "divergence", ""))
    alt = (
        f"Reconstructions of {len(snapshots.shown)} digits, grey before training and sharper "
        f"later, and the loss over {last} epochs: from {total[0]:.1f} nats an image to "
        f"{total[-1]:.1f}, of which the KL is {kl[-1]:.1f}; its largest value is {kl.max():.1f}."
    )
    return Still(drawing(*strips, names, terms), alt)
