"""What a derivation's formulas are evaluated in: four kinds of test points.

    points    the checker's points; no means
    gauss     q and the prior are Gaussian; means by Gauss-Hermite, exact for polynomials
    finite    random finite models (see `vae_book.finite`); means are sums
    noise     one latent dimension, z = m + s eps, log p(x|.) a random cubic

A point is a dictionary as in `points`, with its world under `"@world"`. Means, integrals and
gradients bind through the point: a world gives the points inside a mean, with their weights
(`cells`), and the point at a shifted parameter (`shifted`).
"""

import math

from ...finite import Draws, random_models
from ..judge.points import make_points

MANY = 216  # models in which an inequality is tried
FEW = 16


def normal(value, mean, variance):
    return math.exp(-((value - mean) ** 2) / (2 * variance)) / math.sqrt(2 * math.pi * variance)


def hermite(count):
    """Nodes and weights of `count` for the standard normal, exact to degree 2 count - 1."""
    factorial = 1.0
    for number in range(1, count):
        factorial *= number
    return [(root, factorial / (count * _hermite(count - 1, root) ** 2)) for root in _roots(count)]


def _hermite(degree, x):
    last, value = 0.0, 1.0
    for number in range(degree):
        last, value = value, x * value - number * last
    return value


def _roots(degree):
    """The roots of a Hermite polynomial, by bisection on a fine grid, to the last digit."""
    roots, step = [], 0.05
    for number in range(240):
        low = -6.0 + 0.003 + number * step
        high = low + step
        if _hermite(degree, low) * _hermite(degree, high) <= 0:
            for _ in range(60):
                middle = (low + high) / 2
                if _hermite(degree, low) * _hermite(degree, middle) <= 0:
                    high = middle
                else:
                    low = middle
            roots.append((low + high) / 2)
    return roots


def placed(rule, mean, deviation, flat):
    """The nodes and weights of a rule for N(mean, deviation^2), or, `flat`, for an integral."""
    found = []
    for root, weight in rule:
        value = mean + deviation * root
        if flat:
            weight /= normal(value, mean, deviation * deviation)
        found.append((value, weight))
    return found


def copied(point):
    """A point without what is known of the means at it."""
    return {key: point[key] for key in point if not key.startswith("@cells")}


class Points:
    """The checker's points, with gradients by one component of a symbol."""

    def __init__(self, names, learned):
        self.names = names
        self.learned = learned
        self.points = self._mark(make_points(names))
        self.twins = self._mark(self._redrawn())
        self.many = self.points

    def _mark(self, points):
        for point in points:
            point["@world"] = self
        return points

    def _redrawn(self):
        """The points with the learned symbols drawn anew, all others as they were."""
        draws = Draws(77)
        twins = [dict(point) for point in self.points]
        for twin in twins:
            for name in self.names.order:
                if name in self.learned and "domain" in self.names.symbols[name]:
                    twin[name] = self._redraw(name, twin[name], draws)
        return twins

    def _redraw(self, name, value, draws):
        if isinstance(value, list):
            return [self._redraw(name, part, draws) for part in value]
        domain = self.names.symbols[name]["domain"]
        low, high = {"unit": (0.1, 0.9), "positive": (0.5, 2.5)}.get(domain, (-2.0, 2.0))
        return draws.uniform(low, high)

    def cells(self, point, density):
        """The weighted points inside a mean, or inside an integral (`density` is `"int z"`)."""
        key = "@cells" + density
        if key not in point:
            point[key] = self._cells(point, density)
        return point[key]

    def _cells(self, point, density):
        raise ValueError("no means in this world")

    def shifted(self, point, name, component, step):
        own = "s" if name == "logvar" else name
        value = point[own]
        if isinstance(value, list):
            value = list(value)
            value[component] = _moved(value[component], name, step)
        else:
            value = _moved(value, name, step)
        shifted = copied(point)
        shifted[own] = value
        return shifted


def _moved(value, name, step):
    return value * math.exp(step / 2) if name == "logvar" else value + step


class Gauss(Points):
    """A Gaussian q and a standard normal prior in K = 1, 2 or 3 dimensions."""

    NODES = {1: 5, 2: 4, 3: 3}

    def __init__(self, names, learned):
        super().__init__(names, learned)
        sizes = [1, 2, 3, 1, 2, 1, 2, 1] if names.axes else [1] * 8
        self.rules = {size: hermite(self.NODES[size]) for size in (1, 2, 3)}
        draws = Draws(31)
        for point, size in zip(self.points, sizes):
            self._resize(point, size, draws)
        self.points = self.points[: len(sizes)]
        self.many = self.points
        self.twins = self._mark(self._redrawn())

    def _resize(self, point, size, draws):
        """Gives a point this many latent dimensions."""
        if "k" not in self.names.axes:
            return
        point["k"], point["K"] = size, float(size)
        for name in self.names.order:
            if self.names.axis_of(name) == "k" and name in point:
                low, high = (0.5, 1.8) if name == "s" else (-1.5, 1.5)
                point[name] = [draws.uniform(low, high) for _ in range(size)]

    def _cells(self, point, density):
        vector = isinstance(point["m"], list)
        m, s = (point["m"], point["s"]) if vector else ([point["m"]], [point["s"]])
        if density == "p(z)":
            m, s = [0.0] * len(m), [1.0] * len(m)
        elif density not in ("q(z|x)", "int z"):
            raise ValueError("no such mean in this world")
        grid = [(1.0, [])]
        for mean, deviation in zip(m, s):
            rule = placed(self.rules[len(m)], mean, deviation, density == "int z")
            grid = [(weight * w, z + [t]) for weight, z in grid for t, w in rule]
        cells = []
        for weight, z in grid:
            inner = copied(point)
            inner["z"] = z if vector else z[0]
            cells.append((weight, inner))
        return cells


class Noise(Points):
    """One latent dimension: z is a number inside a mean, m + s eps is a function of m and s."""

    def __init__(self, names, learned):
        super().__init__(names, learned)
        self.rule = hermite(7)
        draws = Draws(4711)
        for point in self.points:
            point["@theta"] = 0.0
            point["@cubic"] = [draws.uniform(-1.0, 1.0) for _ in range(8)]
            point["@way"] = (draws.uniform(0.4, 1.0), draws.uniform(0.3, 0.9))
            for name, low, high in (("m", -1.2, 1.2), ("s", 0.5, 1.4), ("z", -1.5, 1.5)):
                point[name] = draws.uniform(low, high)
            point["epsilon"] = draws.uniform(-1.5, 1.5)
            point["p(x|z)"] = self.likelihood(point, point["z"])
        self.points = self.points[:8]
        self.many = self.points
        self.twins = self.points

    def log_likelihood(self, point, value):
        c, theta = point["@cubic"], point["@theta"]
        total = 0.0
        for power in range(4):
            total += (c[power] + c[power + 4] * math.sin(theta + power)) * value**power
        return total

    def likelihood(self, point, value):
        return math.exp(self.log_likelihood(point, value))

    def slope(self, point, value):
        c, theta = point["@cubic"], point["@theta"]
        return sum(
            [
                power * (c[power] + c[power + 4] * math.sin(theta + power)) * value ** (power - 1)
                for power in (1, 2, 3)
            ]
        )

    def _cells(self, point, density):
        """Cells of a mean under `q(z|x)`, `p(z)` or `eps`, or an integral `int z`, `int eps`."""
        m, s = (point["m"], point["s"]) if density in ("q(z|x)", "int z") else (0.0, 1.0)
        cells = []
        for value, weight in placed(self.rule, m, s, density.startswith("int")):
            inner = copied(point)
            inner["epsilon" if density.endswith("eps") else "z"] = value
            inner["p(x|z)"] = self.likelihood(point, inner["z"])
            cells.append((weight, inner))
        return cells

    def shifted(self, point, name, component, step):
        if name == "theta":
            shifted = copied(point)
            shifted["@theta"] += step
        elif name == "phi":
            shifted = copied(point)
            shifted["m"] += point["@way"][0] * step
            shifted["s"] += point["@way"][1] * step
        else:
            shifted = super().shifted(point, name, component, step)
        shifted["p(x|z)"] = self.likelihood(shifted, shifted["z"])
        return shifted


class Finite:
    """Random finite models; a point is one cell of one model."""

    def __init__(self, names, learned):
        self._many = None
        self.points = self._points(random_models(FEW))
        self.twins = self.points

    @property
    def many(self):
        if self._many is None:
            self._many = self._points(random_models(MANY, 977))
        return self._many

    def _points(self, models):
        points = []
        for number, model in enumerate(models):
            cells = self._cells(model, {}, 0.0, 0.0)
            points.append(cells[number % len(cells)][1])
        return points

    def _cells(self, model, cache, theta, phi):
        key = (theta, phi)
        if key not in cache:
            tables = model.tables(theta, phi)
            cells = []
            for place in range(tables.size):
                point = {name: tables.density[name][place] for name in tables.density}
                point["p(x)"] = tables.evidence
                point["@world"], point["@model"], point["@cache"] = self, model, cache
                point["@place"], point["@key"], point["@all"] = place, key, cells
                cells.append((tables.volume[place], point))
            cache[key] = cells
        return cache[key]

    def cells(self, point, density):
        cells = point["@all"]
        if density == "int z":
            return cells
        return [(volume * inner[density], inner) for volume, inner in cells]

    def shifted(self, point, name, component, step):
        theta, phi = point["@key"]
        if name == "theta":
            theta = round(theta + step, 9)
        elif name == "phi":
            phi = round(phi + step, 9)
        else:
            raise ValueError("no such gradient in this world")
        return self._cells(point["@model"], point["@cache"], theta, phi)[point["@place"]][1]


WORLDS = {"points": Points, "gauss": Gauss, "finite": Finite, "noise": Noise}
