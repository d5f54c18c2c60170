"""More training digits from the same ones: a little turned, moved, zoomed, slanted and bent."""

import math

import numpy as np

from vae_lib.checks import (
    require_count,
    require_images,
    require_not_negative,
    require_positive,
)

NODES = 5


def augmented(
    images: np.ndarray,
    copies: int = 12,
    degrees: float = 5.0,
    shift: float = 0.6,
    zoom: float = 0.035,
    seed: int = 0,
    contrast: float = 1.0,
    slant: float = 0.0,
    stretch: float = 0.0,
    bend: float = 0.0,
) -> np.ndarray:
    """Slightly moved copies of training images, each moved by a draw of its own.

    A digit that is turned, slanted or bent a little is still that digit, and one that could have
    been written (Simard et al., 2003). Use it on training images only: a test set is scored as it
    is. Hand the result to `vae_lib.data.batches`, which binarises it, and count epochs by the
    number of the original images.

    A moved image is interpolated, which blurs its edges, and a density model learns the blur. With
    `contrast`, grey levels are stretched away from 1/2 and cut off at 0 and 1. For MNIST 1.4 gives
    copies as sharp as their originals: x (1 - x), the variance of a pixel that is binarised, is
    then the same on average.

    Args:
        images: Square grey images in [0, 1], flattened, shape `(N, D)`.
        copies: Integer, how many of each image.
        degrees: Standard deviation of the rotation.
        shift: Standard deviation of the shift, in pixels, along each axis.
        zoom: Standard deviation of the logarithm of the zoom.
        seed: Integer seed of the draws.
        contrast: By how much grey levels are stretched, 1 for not at all.
        slant: Standard deviation of the shear, in pixels to the side for a pixel down.
        stretch: Standard deviation of the logarithm of height / width, halved.
        bend: Standard deviation of a smooth field of displacements, in pixels, along each axis:
            a draw at each node of a 5 x 5 grid over the image, smooth between them.

    Returns:
        float32 grey levels in [0, 1] of shape `(copies * N, D)`: all images once, then all of
        them again.

    Raises:
        ValueError: If an argument is not of that kind.
    """
    images = require_images(images)
    side = math.isqrt(images.shape[1])
    if side * side != images.shape[1]:
        raise ValueError(
            "images must be square to be turned, so D must be a square number. "
            f"Received D = {images.shape[1]}."
        )
    spread = [
        require_not_negative(value, name)
        for value, name in (
            (degrees, "degrees"), (shift, "shift"), (zoom, "zoom"),
            (slant, "slant"), (stretch, "stretch"),
        )
    ]  # fmt: skip
    bend = require_not_negative(bend, "bend")
    contrast = require_positive(contrast, "contrast")
    random = np.random.default_rng(seed)
    out = np.empty((require_count(copies, "copies"), *images.shape), "float32")
    for copy in out:
        draws = random.normal(size=(6, len(images), 1)).astype("float32")
        places = _moved(side, draws, *spread) + bend * _field(side, len(images), random)
        moved = _interpolated(images, side, *places)
        copy[:] = np.clip((moved - 0.5) * contrast + 0.5, 0, 1)
    return out.reshape(-1, images.shape[1])


def _moved(side, draws, degrees, shift, zoom, slant, stretch):
    """Which point of an image each pixel of its copy shows, shape `(2, N, D)`: an affine map."""
    angle, scale = math.radians(degrees) * draws[0], np.exp(-zoom * draws[1])
    longer = np.exp(stretch * draws[4])
    middle = (side - 1) / 2
    row, column = np.indices((side, side), dtype="float32").reshape(2, -1) - middle
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    rows = longer * (cosine * row - sine * column)
    columns = (sine * row + cosine * column) / longer + slant * draws[5] * row
    return np.stack([rows + middle + shift * draws[2], columns + middle + shift * draws[3]])


def _field(side, count, random):
    """Smooth fields of displacements of size 1, shape `(2, N, D)`."""
    nodes = np.linspace(-0.5, side - 0.5, NODES)
    near = np.abs(np.arange(side)[:, None] - nodes) / (nodes[1] - nodes[0])
    near = np.clip(1 - near, 0, 1).astype("float32")
    blend = near**2 * (3 - 2 * near)  # 1 at a node, 0 at its neighbours, flat at both
    draws = random.normal(size=(2, count, NODES, NODES)).astype("float32")
    return (blend @ draws @ blend.T).reshape(2, count, -1)


def _interpolated(images, side, rows, columns):
    """Bilinear grey levels at real-valued places, 0 outside of the image."""
    padded = np.pad(images.reshape(-1, side, side), ((0, 0), (1, 1), (1, 1)))
    padded = padded.reshape(len(images), -1)
    # One pixel of padding, and places further out moved onto it: there all is 0, up to a
    # thousandth of the far edge's grey.
    rows, columns = (np.clip(place + 1, 0, side + 0.999) for place in (rows, columns))
    top, left = rows.astype(int), columns.astype(int)
    down, right = rows - top, columns - left
    corner = top * (side + 2) + left

    def grey(offset):
        return np.take_along_axis(padded, corner + offset, axis=1)

    upper = (1 - right) * grey(0) + right * grey(1)
    lower = (1 - right) * grey(side + 2) + right * grey(side + 3)
    return (1 - down) * upper + down * lower
