"""The book's still figures, drawn with matplotlib.

Each function returns a `Figure`, which a notebook shows when it stands last in a cell.
"""

import matplotlib.pyplot as plt
import numpy as np

from vae_lib.checks import require_count

INK = "#1f3a5f"
ACCENT = "#b5532c"


def tile(images, columns, gap=2, shape=(28, 28)):
    """Arrange images in one array, row by row, with white lines between them.

    Args:
        images: Pixels in [0, 1], shape `(N, D)` with D the product of `shape`; or `(N, height,
            width)`, with one or three channels behind them or without.
        columns: Images a row.
        gap: Pixels between two images.
        shape: Height and width of flat images.

    Returns:
        A float array of grey levels, NaN in the gaps; of colour images white there, with a last
        axis of 3.

    Raises:
        ValueError: If an image does not have that many pixels.
    """
    images = np.asarray(images, dtype="float32")
    if images.ndim == 4 and images.shape[-1] == 1:
        images = images[..., 0]
    shape = images.shape[1:] if images.ndim > 2 else tuple(shape)
    if (
        images.ndim not in (2, 3, 4)
        or np.prod(shape) != np.prod(images.shape[1:])
        or (images.ndim == 4 and shape[2] != 3)
    ):
        raise ValueError(
            f"images must have shape (N, {np.prod(shape[:2])}) to be drawn as {shape[0]} x "
            f"{shape[1]}, or (N, height, width) with 1 or 3 channels. Received shape "
            f"{images.shape}."
        )
    height, width, *colours = shape
    columns = require_count(columns, "columns")
    rows = -(-len(images) // columns)
    size = rows * (height + gap) - gap, columns * (width + gap) - gap
    canvas = np.full((*size, *colours), 1.0 if colours else np.nan)
    for index, image in enumerate(images):
        top, left = (index // columns) * (height + gap), (index % columns) * (width + gap)
        canvas[top : top + height, left : left + width] = image.reshape(shape)
    return canvas


def finished(figure, *plots):
    """The figure, which only the notebook shows; its plots are open above and on the right."""
    for axis in plots:
        axis.spines[["top", "right"]].set_visible(False)
    plt.close(figure)
    return figure


def image_rows(rows, shape=(28, 28)):
    """Rows of images under each other, each with its name on the left.

    Args:
        rows: Dictionary from a row's name to its images, as for `tile`.
        shape: Height and width of flat images.
    """
    columns = max(len(images) for images in rows.values())
    figure, axes = plt.subplots(
        len(rows), figsize=(7.2, 0.85 * len(rows)), squeeze=False, layout="constrained"
    )
    for axis, (name, images) in zip(axes[:, 0], rows.items(), strict=True):
        _show(axis, tile(images, columns, shape=shape))
        axis.set_ylabel(name, rotation=0, ha="right", va="center", fontsize=10)
    return finished(figure)


def image_grid(images, columns=12, shape=(28, 28)):
    """Images side by side, `columns` a row."""
    canvas = tile(images, columns, shape=shape)
    width = 7.2
    figure, axis = plt.subplots(
        figsize=(width, width * canvas.shape[0] / canvas.shape[1]), layout="constrained"
    )
    _show(axis, canvas)
    return finished(figure)


def loss_curve(history):
    """The two terms of the negative ELBO over the epochs of a `fit`.

    Args:
        history: `History.history` of a `VAE`, with the validation terms where there are some.
    """
    panels = {"reconstruction": "reconstruction", "kl": "KL to the prior"}
    figure, axes = plt.subplots(1, 2, figsize=(7.2, 2.6), layout="constrained")
    for axis, (key, title) in zip(axes, panels.items(), strict=True):
        epochs = np.arange(1, len(history[key]) + 1)
        axis.plot(epochs, history[key], color=INK, label="training digits")
        if f"val_{key}" in history:
            axis.plot(epochs, history[f"val_{key}"], "--", color=ACCENT, label="validation")
        axis.set(title=title, xlabel="epoch", ylabel="nats per image")
    axes[0].legend(frameon=False)
    return finished(figure, *axes)


def _show(axis, canvas):
    """Ink is drawn dark on light, as on paper."""
    axis.imshow(canvas, cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
    axis.set(xticks=[], yticks=[])
    axis.spines[:].set_visible(False)
