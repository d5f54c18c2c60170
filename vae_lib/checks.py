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
    if hasattr(value, "detach"):  # PyTorch's
        value = value.detach().cpu()
    if hasattr(value, "numpy"):
        return np.asarray(value.numpy())
    if type(value).__module__.startswith(("pandas", "jaxlib")):  # what JAX traces is not jaxlib's
        return np.asarray(value)
    return None


def require_rows(array, name: str) -> np.ndarray:
    """`array` as finite float32 of shape (N, D); what is wrong with it is said.

    Raises:
        ValueError: As for `require_numbers`, and for another shape.
    """
    array = np.asarray(array)
    if array.ndim != 2 or array.shape[1] == 0:
        raise ValueError(
            f"{name} must have shape (N, D), one flattened image a row. "
            f"Received shape {array.shape}. Try {name}.reshape(len({name}), -1)."
        )
    return require_numbers(array, name)


def require_examples(array, name: str, shape=None) -> np.ndarray:
    """`array` as finite float32 of shape (N, *shape) with N of at least 1.

    Args:
        array: What to look at.
        name: What to call it.
        shape: Of one example, with `None` for what may be any size; or `None` for any shape.

    Raises:
        ValueError: As for `require_numbers`, and for another shape.
    """
    array = np.asarray(array)
    if shape is None:
        fits, shape = array.ndim > 1 and 0 not in array.shape[1:], ("...",)
    else:
        fits = len(shape) == array.ndim - 1 and all(
            wanted in (None, size) for wanted, size in zip(shape, array.shape[1:], strict=True)
        )
    if not fits:
        size = [int(length) for length in shape if length not in (None, "...")]
        same = array.ndim > 0 and len(array) and np.prod(size) == array[0].size and len(size)
        axes = ", ".join(map(str, (-1, *size)))
        advice = f" Try {name}.reshape({axes})." if same and len(size) == len(shape) else ""
        wanted = ", ".join(map(str, ("N", *shape)))
        raise ValueError(
            f"{name} must have shape ({wanted}), as the encoder reads it. Received shape "
            f"{array.shape}.{advice}"
        )
    if not len(array):
        raise ValueError(f"{name} has no examples. Received shape {array.shape}.")
    return require_numbers(array, name)


def require_numbers(array: np.ndarray, name: str) -> np.ndarray:
    """`array` as finite float32; what is wrong with it is said.

    Whole numbers other than 0 and 1 are refused: they are grey levels that want to be scaled.

    Raises:
        ValueError: For a dtype that is neither floating nor boolean nor zeros and ones, or NaN.
    """
    whole = np.issubdtype(array.dtype, np.integer)
    of_bits = whole and (not array.size or (array.min() >= 0 and array.max() <= 1))
    if array.dtype != bool and not of_bits and not np.issubdtype(array.dtype, np.floating):
        levels = f" with values from {array.min()} to {array.max()}" if whole else ""
        raise ValueError(
            f"{name} must be floating point or boolean, or zeros and ones. Received dtype "
            f"{array.dtype}{levels}. For grey levels from 0 to 255, use {name} / 255."
        )
    require_finite(array, name)
    return array.astype("float32", copy=False)


def require_images(images, name: str = "images", flat: bool = True) -> np.ndarray:
    """`images` as float32 with values in [0, 1]; what is wrong is said.

    Args:
        images: What to look at.
        name: What to call it.
        flat: Whether each image must be a row, shape `(N, D)`; or else may have any shape.

    Raises:
        ValueError: As for `require_rows`, and for a value outside [0, 1].
    """
    array = np.asarray(images)
    if flat or array.ndim < 2 or 0 in array.shape[1:]:
        array = require_rows(array, name)
    else:
        array = require_numbers(array, name)
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


def require_count(value, name: str) -> int:
    """`value` as an int of at least 1; raises a `ValueError` that quotes another one."""
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not whole or value < 1:
        raise ValueError(f"{name} must be a whole number of at least 1. Received: {value!r}.")
    return int(value)


def require_image_shape(image_shape, pixels: int | None = None) -> tuple[int, int]:
    """`image_shape` as `(height, width)`, with a product of `pixels` where that is known.

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
    """`value` as a finite float above 0; raises a `ValueError` that quotes another one."""
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    if not number or not np.isfinite(value) or value <= 0:
        raise ValueError(f"{name} must be a finite number above 0. Received: {value!r}.")
    return float(value)


def require_not_negative(value, name: str) -> float:
    """`value` as a finite float of at least 0; raises a `ValueError` that quotes another."""
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
