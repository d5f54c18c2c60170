"""Finds what a loss consists of: its values at chosen points, explained by few known terms.

A loss is a black box here: a function from images, reconstructions, means and spreads to one
number. The terms are sums over pixels or over latent units, and means over the batch.
"""

import math

from ...finite import Draws
from ..judge.compare import coefficients, orthogonalise, product
from .functions import CROSS, SINGLE

PIXEL_TERMS = {
    "square": CROSS["square"],
    "logits": CROSS["logit_cross"],
    "cross": CROSS["cross"],
    "absolute": CROSS["absolute"],
    "sigmoid_twice": lambda x, p: CROSS["logit_cross"](x, SINGLE["sigmoid"](p)),
}
MEAN_TERMS = {"m2": lambda m: m * m, "m": lambda m: m, "|m|": abs}
SPREAD_TERMS = {
    "v": lambda v: v,
    "exp(v)": math.exp,
    "v2": lambda v: v * v,
    "log(v)": math.log,
    "exp(2v)": lambda v: math.exp(2.0 * v),
    "exp(v/2)": lambda v: math.exp(v / 2.0),
}
# Batch, pixels and latent units: what changes from the first line to another tells which of the
# three a mean was taken over. No two sizes in a line are equal.
SIZES = ((2, 5, 3), (4, 5, 3), (2, 7, 3), (2, 5, 4))
POINTS = {"pixels": 7, "means": 4, "spreads": 8, "all": 2}
MAX_TERMS = 3


def make_point(draws, sizes, old=None, change=("pixels", "means", "spreads")):
    """A dictionary of flat lists `x`, `params`, `mean`, `third`, `z` and the sizes."""

    def drawn(low, high, count):
        return [draws.uniform(low, high) for _ in range(count)]

    batch, pixels, latents = sizes
    point = dict(old or {"B": batch, "D": pixels, "K": latents})
    if "pixels" in change:
        point["x"] = drawn(0.05, 0.95, batch * pixels)
        point["params"] = drawn(0.05, 0.95, batch * pixels)
    if "means" in change:
        point["mean"] = drawn(-1.5, 1.5, batch * latents)
    if "spreads" in change:
        point["third"] = drawn(0.15, 2.4, batch * latents)
    if "z" not in point:
        point["z"] = drawn(-1.5, 1.5, batch * latents)
    return point


def features(point, group, names=None):
    """The values of the named terms of one group at a point, of all for None, as a list."""
    terms = TERMS[group]
    if group == "pixels":
        columns = [point["x"], point["params"]]
    else:
        columns = [point["mean" if group == "means" else "third"]]
    pairs = list(zip(*columns))
    return [sum([terms[name](*pair) for pair in pairs]) / point["B"] for name in names or terms]


TERMS: dict = {"pixels": PIXEL_TERMS, "means": MEAN_TERMS, "spreads": SPREAD_TERMS}


def explain(rows, targets, names, tolerance):
    """The smallest combination of the features that has the target values.

    Args:
        rows: List of lists of features.
        targets: List of numbers.
        names: Names of the features.
        tolerance: Largest error, relative to the largest target.

    Returns:
        Dictionary from name to coefficient, empty where all targets are 0, or None.
    """
    scale = max([abs(target) for target in targets])
    if scale < 1e-9:
        return {}
    columns = list(zip(*rows))
    for size in range(1, MAX_TERMS + 1):
        best = None
        for chosen in subsets(len(names), size):
            factors = orthogonalise([columns[place] for place in chosen])
            if factors[0] is None:
                continue
            found = coefficients(factors, targets)
            fitted = [product(found, [row[place] for place in chosen]) for row in rows]
            error = max([abs(value - target) for value, target in zip(fitted, targets)])
            if error < tolerance * scale and (best is None or error < best[0]):
                best = (error, {names[place]: share for place, share in zip(chosen, found)})
        if best:
            return best[1]
    return None


def subsets(count, size):
    """All lists of `size` increasing numbers below `count`."""
    if size == 0:
        return [[]]
    return [
        smaller + [last] for last in range(size - 1, count) for smaller in subsets(last, size - 1)
    ]


def measure(loss, sizes, tolerance=1e-7):
    """The coefficients of the terms at one choice of sizes.

    Args:
        loss: Function from a point to a float.
        sizes: `(batch, pixels, latents)`.
        tolerance: Relative error of the loss's own arithmetic.

    Returns:
        A dictionary from the terms' names and `"constant"` to coefficients; terms that do not
        occur are absent. None where the known terms do not explain the loss.
    """
    draws = Draws()
    base = make_point(draws, sizes)
    start = loss(base)
    found = {}
    for group in ("pixels", "means", "spreads"):
        rows, targets = [], []
        for _ in range(POINTS[group]):
            point = make_point(draws, sizes, base, (group,))
            first, other = features(base, group), features(point, group)
            rows.append([other[i] - first[i] for i in range(len(first))])
            targets.append(loss(point) - start)
        if max([abs(target) for target in targets]) < tolerance * max(1e-3, abs(start)):
            continue  # nothing but rounding
        terms = explain(rows, targets, list(TERMS[group]), tolerance * 10)
        if terms is None:
            return None
        found.update(terms)
    found["constant"] = start - value_of(found, base)
    for _ in range(POINTS["all"]):
        point = make_point(draws, sizes)
        if "logits" in found or "sigmoid_twice" in found:  # logits of either sign
            point["params"] = [4.0 * value - 2.0 for value in point["params"]]
        if "log(v)" not in found:
            point["third"] = [1.5 - 1.5 * value for value in point["third"]]
        value = loss(point)
        if abs(value_of(found, point) - value) > 100 * tolerance * (1.0 + abs(value)):
            return None
    if abs(found["constant"]) < 100 * tolerance * (1.0 + abs(start)):
        found["constant"] = 0.0
    return found


def value_of(found, point):
    """The sum of the found terms at a point."""
    total = found.get("constant", 0.0)
    for group in TERMS:
        names = [name for name in TERMS[group] if name in found]
        if names:
            total += product([found[name] for name in names], features(point, group, names))
    return total


def powers(loss, tolerance=1e-7):
    """The coefficients, and how each depends on the sizes.

    Returns:
        A pair: the coefficients at the first of `SIZES`, and a dictionary from each term's name to
        `(power of B, power of D, power of K)`, whole numbers. None where the terms do not
        explain the loss at every size, or depend on the sizes in another way.
    """
    tables = []
    for sizes in SIZES:
        table = measure(loss, sizes, tolerance)
        if table is None or tables and set(table) != set(tables[0]):
            return None
        tables.append(table)
    exponents = {}
    for name in tables[0]:
        if name == "constant":
            continue
        found = []
        for axis in range(3):
            ratio = tables[axis + 1][name] / tables[0][name]
            step = SIZES[axis + 1][axis] / SIZES[0][axis]
            power = math.log(ratio) / math.log(step) if ratio > 0 else 0.5
            if abs(power - round(power)) > 0.02:
                return None
            found.append(int(round(power)))
        exponents[name] = tuple(found)
    return tables[0], exponents
