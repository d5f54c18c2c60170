"""Encoded images for the latent explorer: checked, ordered by what each unit tells, and packed."""

import numpy as np

from vae_lib.evaluation.latents import active_units

STEPS_A_UNIT = 1000  # a thousandth of a latent unit: far below a pixel of the figure
LARGEST = np.iinfo("int16").max / STEPS_A_UNIT


def check_points(points, classes, latent_size):
    """`(points, classes)` as arrays `(n, K)` and `(n,)`, or raises a `ValueError`."""
    points = np.zeros((0, latent_size)) if points is None else np.asarray(points, dtype="float64")
    classes = np.zeros(0, int) if classes is None else np.asarray(classes)
    if points.ndim != 2 or points.shape[1] != latent_size or not np.all(np.isfinite(points)):
        raise ValueError(
            f"points must be finite and of shape (n, {latent_size}). "
            f"Received: an array of shape {points.shape}."
        )
    if classes.size and classes.shape != points.shape[:1]:
        raise ValueError(
            "point_classes must hold one digit a point. "
            f"Received: {classes.size} classes for {len(points)} points."
        )
    if not np.all(np.isin(classes, np.arange(10))):
        bad = classes[~np.isin(classes, np.arange(10))][0]
        raise ValueError(f"point_classes must be digits from 0 to 9. Received: {bad}.")
    return points, classes


def check_deviations(deviations, points):
    """The standard deviations of q as an array `(n, K)`, or raises a `ValueError`."""
    deviations = np.asarray(deviations, dtype="float64")
    fits = deviations.shape == points.shape and len(points)
    if not fits or not np.all(np.isfinite(deviations) & (deviations > 0)):
        raise ValueError(
            "point_sds must be positive, finite and of the shape of points. "
            f"Received: an array of shape {deviations.shape} for points of shape {points.shape}."
        )
    return deviations


def order_units(unit_kl, points):
    """The latent units in the order of their sliders.

    Args:
        unit_kl: K floats, the KL of each unit in nats, averaged over the images.
        points: Means of q(z|x), shape `(n, K)`, n of at least 2.

    Returns:
        `(order, active)`: all K indices, the active units first, each group by falling KL; and
        how many are active (`vae_lib.evaluation.latents.active_units`).

    Raises:
        ValueError: If the KLs are not K finite numbers, or there are fewer than 2 points.
    """
    kl = np.asarray(unit_kl, dtype="float64")
    if kl.shape != points.shape[1:] or not np.all(np.isfinite(kl)):
        raise ValueError(
            f"unit_kl must hold {points.shape[1]} finite numbers, one a latent unit. "
            f"Received: an array of shape {kl.shape}."
        )
    if len(points) < 2:
        raise ValueError(
            "unit_kl needs the points of at least 2 images, which tell the active units from the "
            f"others. Received: {len(points)} points."
        )
    is_active = active_units(points)
    order = np.lexsort((-kl, ~is_active))
    return [int(unit) for unit in order], int(is_active.sum())


def thousandths(numbers, name):
    """Numbers as 16-bit integers, each a thousandth."""
    largest = np.max(np.abs(numbers), initial=0.0)
    if largest > LARGEST:
        raise ValueError(
            f"{name} must lie between -{LARGEST:g} and {LARGEST:g}: further from the prior the "
            f"figure has no place for them. Received: a value of size {largest:.6g}."
        )
    return np.round(STEPS_A_UNIT * numbers).astype("int16")


def choose_ends(ends, points, classes, limit):
    """The indices of two points to walk between: `ends`, or the first ones of two digits."""
    inside = np.flatnonzero(np.all(np.abs(points) <= limit, axis=1)) if len(classes) else []
    others = [each for each in inside if classes[each] != classes[inside[0]]]
    if not others:
        raise ValueError(
            "An interpolation needs points of two digits or more, with their point_classes, whose "
            f"coordinates lie between -{limit:g} and {limit:g}. Received: {len(points)} points "
            f"and {len(classes)} classes, {len(inside)} points of which lie there."
        )
    ends = [inside[0], others[0]] if ends is None else ends
    return check_ends([int(end) for end in ends], points, limit)


def check_ends(ends, points, limit):
    """The indices of two points within the limits, or raises a `ValueError`."""
    known = len(ends) == 2 and all(0 <= end < len(points) for end in ends)
    if not known or np.any(np.abs(points[ends]) > limit):
        raise ValueError(
            f"ends must be the indices of two of the {len(points)} points whose coordinates "
            f"lie between -{limit:g} and {limit:g}. Received: ends={ends}."
        )
    return ends


def walk(ends, t):
    """The point (1 - t) a + t b between two points, as the figure keeps it: to a thousandth."""
    a, b = np.round(ends, 3)
    return [float(value) for value in np.round((1 - t) * a + t * b, 3)]
