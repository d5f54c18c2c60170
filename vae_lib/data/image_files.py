"""Images of one's own: what a file must contain, and what is said when it does not."""

import zipfile
from pathlib import Path

import numpy as np

from vae_lib.checks import require_count, require_finite

DARK = 64  # bytes that stay below this one are grey levels on another scale
HOW_TO_SAVE = "Save it with np.savez_compressed(path, images=images, labels=labels)."


def load_images(path, split="train", test_size=500):
    """Images from an `.npz` file, in the form of `load_digits`.

    The last `test_size` images of the file are the test set, so shuffle the images before you
    save them.

    Args:
        path: A file with the array `images`: grey ones of shape `(N, height, width)` or `(N, D)`,
            or colour ones of shape `(N, height, width, 3)`. They are uint8 from 0 (background) to
            255, floating point from 0 to 1, or masks of zeros and ones in any type. The array
            `labels`, N whole numbers from 0 to 255, may be missing.
        split: `"train"` or `"test"`.
        test_size: Integer, images in the test set.

    Returns:
        `(images, labels)`: float32 in [0, 1], grey ones of shape `(N, D)` and colour ones of
        shape `(N, height, width, 3)`; and uint8 of shape `(N,)`, or None where the file has no
        labels: figures then draw dots.

    Raises:
        FileNotFoundError: If there is no such file.
        ValueError: For a file, an array or an argument of another kind; the message says which.
    """
    if split not in ("train", "test"):
        raise ValueError(f"split must be 'train' or 'test'. Received: {split!r}.")
    test_size = require_count(test_size, "test_size")
    arrays = _read(Path(path).expanduser())
    images = _scaled(arrays["images"], path)
    labels = _labels(arrays.get("labels"), len(images), path)
    if len(images) <= test_size:
        raise ValueError(
            f"{path} has {len(images)} images, and test_size={test_size} would leave none to "
            "train with. Add images, or pass a smaller test_size."
        )
    rows = slice(None, -test_size) if split == "train" else slice(-test_size, None)
    return images[rows], None if labels is None else labels[rows]


def _read(path):
    """The arrays `images` and `labels` of a file, by name. Pickled objects are refused."""
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path} in {Path.cwd()}. {HOW_TO_SAVE}")
    if not zipfile.is_zipfile(path):
        raise ValueError(f"{path} is no .npz file, or was not copied whole. {HOW_TO_SAVE}")
    with np.load(path, allow_pickle=False) as file:
        if "images" not in file.files:
            raise ValueError(f"{path} must hold an array 'images'. It holds: {file.files}.")
        try:
            return {name: file[name] for name in ("images", "labels") if name in file.files}
        except ValueError as error:
            raise ValueError(
                f"{path} holds Python objects instead of numbers. Are all images of one size? "
                f"The cause: {error}"
            ) from error


def _scaled(images, path):
    """The images as float32 in [0, 1], grey ones as rows."""
    colour = images.ndim == 4 and images.shape[-1] == 3
    if not (colour or images.ndim in (2, 3)) or images.size == 0:
        raise ValueError(
            f"'images' in {path} must have shape (N, height, width), (N, D) or, in colour, "
            f"(N, height, width, 3). Received shape {images.shape}. Move the channels to the end "
            "with np.moveaxis(images, 1, -1), and take away an alpha channel with images[..., :3]."
        )
    rows = images if colour else images.reshape(len(images), -1)
    whole = images.dtype == bool or np.issubdtype(images.dtype, np.integer)
    if whole and images.min() >= 0 and images.max() <= 1:
        return rows.astype("float32")  # a mask
    real = np.issubdtype(images.dtype, np.floating)
    if not (whole or real):
        raise ValueError(f"'images' in {path} must be numbers. Received dtype {images.dtype}.")
    require_finite(rows, f"'images' in {path}")
    least, most = rows.min(), rows.max()
    if images.dtype == np.uint8 and most >= DARK:
        return rows.astype("float32") / 255
    if real and least >= 0 and most <= 1:
        return rows.astype("float32")
    raise ValueError(
        f"'images' in {path} must be uint8 from 0 to 255, or floating point from 0 to 1. "
        f"Received dtype {images.dtype} with values from {least:g} to {most:g}. "
        f"{_advice(least, most, whole)}"
    )


def _advice(least, most, whole):
    """What to do with values that are no grey levels yet."""
    if least < 0:
        return f"Move them first: images = (images + {-least:g}) / {most - least:g}."
    if most < DARK or most > 255:
        return f"Divide by the largest value: images = images / {most:g}."
    return 'Write images = images.astype("uint8").' if whole else "Write images = images / 255."


def _labels(labels, count, path):
    """The labels as uint8, or None where there are none."""
    if labels is None:
        return None
    whole = np.issubdtype(labels.dtype, np.integer)
    if labels.shape != (count,) or not whole or labels.min() < 0 or labels.max() > 255:
        raise ValueError(
            f"'labels' in {path} must be {count} whole numbers from 0 to 255, one for each image. "
            f"Received shape {labels.shape}, dtype {labels.dtype}."
        )
    return labels.astype("uint8")
