"""Finds what a loss consists of: its values at chosen points, explained by few known terms.

A loss is a black box here: a function from images, reconstructions, means and spreads to one
number. The terms are sums over pixels or over latent units, and means over the batch.
"""

import math

PIXEL_TERMS = {
    "square": lambda x, p: (x - p) * (x - p),
    "logits": lambda x, p: math.log(1.0 + math.exp(p)) - x * p,
    "cross": lambda x, p: -(x * math.log(p) + (1.0 - x) * math.log(1.0 - p)),
    "absolute": lambda x, p: abs(x - p),
    "sigmoid_twice": lambda x, p: math.log(1.0 + math.exp(_sigmoid(p))) - x * _sigmoid(p),
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


def _sigmoid(value):
    return 1.0 / (1.0 + math.exp(-value))


class Numbers:
    """The same numbers in every run, in CPython and in MicroPython: a linear congruence."""

    def __init__(self, seed):
        self.state = seed

    def draw(self, low, high, count):
        numbers = []
        for _ in range(count):
            self.state = (self.state * 16807) % 2147483647
            numbers.append(low + (high - low) * (self.state / 2147483647))
        return numbers


def make_point(numbers, sizes, old=None, change=("pixels", "means", "spreads")):
    """A dictionary of flat lists `x`, `params`, `mean`, `third`, `z` and the sizes."""
    batch, pixels, latents = sizes
    point = dict(old or {"B": batch, "D": pixels, "K": latents})
    if "pixels" in change:
        point["x"] = numbers.draw(0.05, 0.95, batch * pixels)
        point["params"] = numbers.draw(0.05, 0.95, batch * pixels)
    if "means" in change:
        point["mean"] = numbers.draw(-1.5, 1.5, batch * latents)
    if "spreads" in change:
        point["third"] = numbers.draw(0.15, 2.4, batch * latents)
    if "z" not in point:
        point["z"] = numbers.draw(-1.5, 1.5, batch * latents)
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
    for size in range(1, MAX_TERMS + 1):
        best = None
        for chosen in subsets(len(names), size):
            found = solve(rows, targets, chosen)
            if found is None:
                continue
            error = max(
                [
                    abs(sum([found[i] * row[chosen[i]] for i in range(size)]) - targets[n])
                    for n, row in enumerate(rows)
                ]
            )
            if error < tolerance * scale and (best is None or error < best[0]):
                best = (error, {names[chosen[i]]: found[i] for i in range(size)})
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


def solve(rows, targets, chosen):
    """Least squares in the chosen columns, by orthogonalising them; None where they depend."""
    columns = [[row[column] for row in rows] for column in chosen]
    basis, weights = [], []
    for column in columns:
        rest, weight = list(column), []
        for vector in basis:
            share = _dot(vector, rest)
            weight.append(share)
            rest = [rest[n] - share * vector[n] for n in range(len(rest))]
        length = math.sqrt(_dot(rest, rest))
        if length < 1e-9 * math.sqrt(_dot(column, column) + 1e-300):
            return None
        basis.append([value / length for value in rest])
        weights.append(weight + [length])
    found = [0.0] * len(chosen)
    left = [_dot(vector, targets) for vector in basis]
    for i in range(len(chosen) - 1, -1, -1):
        later = sum([weights[j][i] * found[j] for j in range(i + 1, len(chosen))])
        found[i] = (left[i] - later) / weights[i][i]
    return found


def _dot(left, right):
    return sum([left[n] * right[n] for n in range(len(left))])


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
    numbers = Numbers(20190614)
    base = make_point(numbers, sizes)
    start = loss(base)
    found = {}
    for group in ("pixels", "means", "spreads"):
        rows, targets = [], []
        for _ in range(POINTS[group]):
            point = make_point(numbers, sizes, base, (group,))
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
        point = make_point(numbers, sizes)
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
            values = features(point, group, names)
            total += sum([found[name] * values[i] for i, name in enumerate(names)])
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
