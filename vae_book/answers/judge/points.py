"""Fixed test points: the same on every host, with sizes that vary from 2 to 5."""

from ...finite import Draws

COUNT = 16
DOMAINS = {
    "unit": (0.07, 0.93),
    "real": (-1.9, 2.1),
    "positive": (0.4, 1.9),
}


def _draw(draws, domain, grey):
    """A number from the domain of a symbol."""
    if domain == "onehot":  # see `_add_symbol`
        return 0.0
    if domain == "binary" and grey:
        return draws.uniform(0.05, 0.95)
    if domain in ("binary", "sign"):
        other = 0.0 if domain == "binary" else -1.0
        return 1.0 if draws.uniform(0.0, 1.0) < 0.5 else other
    return draws.uniform(*DOMAINS[domain])


def make_points(names, grey=False, smallest=2):
    """16 points: every pair of sizes (2..5, 2..5) for the first two axes.

    Args:
        names: `Names` of the question.
        grey: Whether binary data take values between 0 and 1 instead.
        smallest: The smallest size.

    Returns:
        A list of dictionaries: symbol to float or list of floats, axis to its size.
    """
    draws = Draws()
    points = []
    for number in range(COUNT):
        point = {}
        for place, axis in enumerate(names.axes):
            point[axis] = smallest + (number // 4**place) % 4
        for name in names.order:
            _add_symbol(point, name, names.symbols[name], draws, grey)
        points.append(point)
    return points


def _add_symbol(point, name, symbol, draws, grey):
    if "size" in symbol:
        point[name] = float(point[symbol["size"]])
    elif "domain" in symbol and "axis" in symbol:
        count = point[symbol["axis"]]
        point[name] = [_draw(draws, symbol["domain"], grey) for _ in range(count)]
        if symbol["domain"] == "onehot":
            point[name][int(draws.uniform(0.0, count))] = 1.0
    elif "domain" in symbol:
        point[name] = _draw(draws, symbol["domain"], grey)
