"""Checks of what comes in: every message quotes the value and says what to do."""

import numpy as np


def concrete(value) -> np.ndarray | None:
    """The NumPy array behind an array or an eager tensor; `None` for a symbolic tensor.

    Values can be looked at only where they exist: inside a compiled graph there is nothing to
    check yet, so data is checked at the door (`vae_lib.data`, `VAE.fit`) and formulas check
    what they are handed eagerly.
    """
    if isinstance(value, (np.ndarray, list, tuple, float, int)):
        return np.asarray(value)
    if hasattr(value, "numpy"):
        return np.asarray(value.numpy())
    return None


def require_rows(array, name: str) -> np.ndarray:
    """Return `array` as finite float32 of shape (N, D), or say what is wrong with it.

    Raises:
        ValueError: For another shape, a dtype that is neither floating nor boolean, or NaN.
    """
    array = np.asarray(array)
    if array.ndim != 2 or array.shape[1] == 0:
        raise ValueError(
            f"{name} must have shape (N, D), one flattened image a row. "
            f"Received shape {array.shape}. Try {name}.reshape(len({name}), -1)."
        )
    if array.dtype != bool and not np.issubdtype(array.dtype, np.floating):
        raise ValueError(
            f"{name} must be floating point or boolean. Received dtype {array.dtype}. "
            f"For grey levels from 0 to 255, use {name} / 255."
        )
    require_finite(array, name)
    return array.astype("float32")


def require_images(images, name: str = "images") -> np.ndarray:
    """Return `images` as float32 of shape (N, D) with values in [0, 1], or say what is wrong.

    Raises:
        ValueError: As for `require_rows`, and for a value outside [0, 1].
    """
    array = require_rows(images, name)
    if array.size and (array.min() < 0 or array.max() > 1):
        raise ValueError(
            f"{name} must lie in [0, 1]. Received values from {array.min():g} to "
            f"{array.max():g}. For grey levels from 0 to 255, use {name} / 255."
        )
    return array


def require_finite(array: np.ndarray, name: str) -> None:
    """Raise a `ValueError` that counts the NaN and infinite entries of `array`."""
    bad = array.size - np.count_nonzero(np.isfinite(array))
    if bad:
        raise ValueError(
            f"{name} must be finite. Received {bad} entries that are NaN or infinite, "
            f"of {array.size}. Find them with np.argwhere(~np.isfinite({name}))."
        )


def require_binary(array: np.ndarray, name: str) -> None:
    """Raise a `ValueError` that quotes the first entry of `array` that is neither 0 nor 1."""
    require_finite(array, name)
    grey = array[(array != 0) & (array != 1)]
    if grey.size:
        raise ValueError(
            f"{name} must be 0 or 1 for a Bernoulli likelihood (equation 7). "
            f"Received {grey.size} other values, such as {grey[0]:g}. Binarise grey levels with "
            "vae_lib.data.binarise, or use a likelihood for continuous data."
        )


def require_count(value, name: str) -> int:
    """Return `value` as an int of at least 1, or raise a `ValueError` that quotes it."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not whole or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1. Received: {value!r}.")
    return int(value)


def require_image_shape(image_shape, pixels: int | None = None) -> tuple[int, int]:
    """Return `image_shape` as `(height, width)`, with a product of `pixels` where that is known.

    Raises:
        ValueError: If it is not two whole numbers of at least 1, or their product is another.
    """
    shape = np.asarray(image_shape)
    if shape.shape != (2,) or not np.issubdtype(shape.dtype, np.integer) or shape.min() < 1:
        raise ValueError(
            "image_shape must be the height and the width in pixels, two whole numbers of at "
            f"least 1. Received: {image_shape!r}."
        )
    height, width = shape.tolist()
    if pixels not in (None, height * width):
        raise ValueError(
            f"An image has {pixels} numbers, but image_shape={(height, width)} needs "
            f"{height * width}. Pass the height and the width of your images as image_shape."
        )
    return height, width


def require_positive(value, name: str) -> float:
    """Return `value` as a finite float above 0, or raise a `ValueError` that quotes it."""
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not number or not np.isfinite(value) or value <= 0:
        raise ValueError(f"{name} must be a finite number above 0. Received: {value!r}.")
    return float(value)


def require_not_negative(value, name: str) -> float:
    """Return `value` as a finite float of at least 0, or raise a `ValueError` that quotes it."""
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not number or not np.isfinite(value) or value < 0:
        raise ValueError(f"{name} must be a finite number of at least 0. Received: {value!r}.")
    return float(value)


def require_same_axes(x, params, x_name: str, params_name: str) -> None:
    """Raise unless `params` has the shape of `x`, possibly with a sample axis in front.

    Unknown (symbolic) axes pass. Broadcasting is refused: a likelihood that silently stretches
    one image over a batch is the kind of bug that trains.
    """
    inner = tuple(params.shape)[len(params.shape) - len(x.shape) :]
    fits = len(x.shape) <= len(params.shape) <= len(x.shape) + 1
    if not fits or any(a != b for a, b in zip(x.shape, inner, strict=True) if None not in (a, b)):
        raise ValueError(
            f"{params_name} must have the shape of {x_name}, or one sample axis more in front. "
            f"Received {x_name} of shape {tuple(x.shape)} and {params_name} of shape "
            f"{tuple(params.shape)}."
        )
