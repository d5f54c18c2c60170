"""Evaluates a tree at test points, with `math` alone.

`compiled` turns the tree into nested functions of `(point, position)`: the point holds the
values of the symbols, the position maps an index slot to a component.
"""

import math

from ..read.limits import LARGEST_NUMBER, MAX_WORK, SMALLEST_NUMBER, Unreadable
from ..read.nodes import children, rebuild
from ..read.scope import bound, fold_axis, free, free_axes, main_axis

FUNCTIONS = {
    "log": math.log,
    "log2": lambda value: math.log(value) / math.log(2),
    "log10": lambda value: math.log(value) / math.log(10),
    "log1p": lambda value: math.log(1 + value),
    "exp": math.exp,
    "expm1": lambda value: math.exp(value) - 1,
    "sqrt": math.sqrt,
    "abs": abs,
    "square": lambda value: value * value,
}
# Nodes that are a number where all below them is one.
CONSTANT = ("symbol", "add", "mul", "cdot", "div", "pow", "neg", "transpose", "call")
UNDEFINED = (ValueError, ZeroDivisionError, OverflowError)


def power(base, exponent):
    """The power base**exponent over the real numbers, with 0**0 = 1 as in a Bernoulli factor."""
    if exponent == 0:
        return 1.0
    if abs(exponent) < 1000 and exponent == int(exponent):
        return float(base) ** int(exponent)
    if base < 0:
        raise ValueError("root of a negative number")
    return float(base) ** exponent


def compiled(node, names):
    """A function `(point, position) -> float` for a simplified tree."""
    return COMPILERS[node[0]](node, names)


def _work(node):
    work = 1 + sum([_work(child) for child in children(node)])
    return 5 * work if node[0] in ("fold", "dot", "norm") else work


def simplify(node):
    """Drops brackets and works constants out.

    Raises:
        Unreadable: If a constant would hide another term, such as a sum times exp(-40).
    """
    if node[0] == "group":
        return simplify(node[1])
    node = rebuild(node, simplify)
    if node[0] not in CONSTANT or _is_variable(node):
        return node
    numbers = [child for child in children(node) if child[0] == "number"]
    if len(numbers) == len(children(node)):
        return _worked_out(node)
    if node[0] == "mul" and len(numbers) > 1:
        _worked_out(("mul", tuple(numbers)))
    return node


def _is_variable(node):
    return node[0] == "symbol" and node[1] not in ("pi", "e")


def _worked_out(node):
    """The number that a constant node stands for; the node itself if undefined."""
    try:
        value = float(COMPILERS[node[0]](node, None)({}, {}))
    except UNDEFINED:
        return node
    if value != 0 and not SMALLEST_NUMBER <= abs(value) <= LARGEST_NUMBER:
        hint = "Your formula holds a number that is far too small or too large."
        raise Unreadable("number_size", hint)
    return ("number", value, "")


def _constant(value):
    return lambda point, position: value


def _symbol(node, names):
    name = node[1]
    if name in ("pi", "e"):
        return _constant(math.pi if name == "pi" else math.e)
    axis = names.axis_of(name)
    if axis is None:
        return lambda point, position: point[name]
    key = node[2] or "@" + axis
    return lambda point, position: point[name][position[key]]


def _add(node, names):
    terms = [compiled(term, names) for term in node[1]]
    return lambda point, position: sum([term(point, position) for term in terms])


def _multiply(node, names):
    factors = [compiled(factor, names) for factor in node[1]]

    def product(point, position):
        value = 1.0
        for factor in factors:
            value *= factor(point, position)
        return value

    return product


def _divide(node, names):
    above, below = compiled(node[1], names), compiled(node[2], names)
    return lambda point, position: above(point, position) / below(point, position)


def _power(node, names):
    base, exponent = compiled(node[1], names), compiled(node[2], names)
    return lambda point, position: power(base(point, position), exponent(point, position))


def _negative(node, names):
    inner = compiled(node[1], names)
    return lambda point, position: -inner(point, position)


def _inner(node, names):
    return compiled(node[1], names)


def _call(node, names):
    function, argument = FUNCTIONS[node[1]], compiled(node[2], names)
    return lambda point, position: function(argument(point, position))


def _fold(node, names):
    slots = free(node[3], names)
    if node[2] is None:
        axes = free_axes(node[3], names) or [main_axis(names)]
        letters = {axis: [letter for other, letter in slots if other == axis] for axis in axes}
    else:
        axes = [fold_axis(node[2], slots, names)]
        letters = {axes[0]: [node[2]]}
    function = compiled(node[3], names)
    for axis in axes:
        keys = ["@" + axis] + [letter for letter in letters[axis] if letter]
        function = _loop(node[1], function, axis, keys)
    return function


def _loop(operation, function, axis, keys):
    """The sum, product or mean of `function` over one axis."""

    def loop(point, position):
        inner = dict(position)
        values = []
        for component in range(point[axis]):
            for key in keys:
                inner[key] = component
            values.append(function(point, inner))
        if operation == "prod":
            result = 1.0
            for value in values:
                result *= value
            return result
        return sum(values) / len(values) if operation == "mean" else sum(values)

    return loop


def _over_vectors(node, body, names):
    """The sum of `body` over the vectors without index in it."""
    function = compiled(body, names)
    for axis, _ in sorted(bound(node, free(body, names), names)):
        function = _loop("sum", function, axis, ["@" + axis])
    return function


def _dot(node, names):
    return _over_vectors(node, ("mul", (node[1], node[2])), names)


def _norm(node, names):
    size = ("call", "abs" if node[2] == 1 else "square", node[1])
    total = _over_vectors(node, size, names)
    if node[2] == 1:
        return total
    return lambda point, position: math.sqrt(total(point, position))


COMPILERS = {
    "number": lambda node, names: _constant(node[1]),
    "unspecified": lambda node, names: _constant(0.0),
    "symbol": _symbol,
    "add": _add,
    "mul": _multiply,
    "cdot": lambda node, names: _multiply(("mul", node[1:]), names),
    "div": _divide,
    "pow": _power,
    "neg": _negative,
    "group": _inner,
    "transpose": _inner,
    "call": _call,
    "fold": _fold,
    "dot": _dot,
    "norm": _norm,
}


class Formula:
    """A tree, compiled once, to be evaluated at any points.

    Args:
        tree: The formula.
        names: `Names` of the question.
    """

    def __init__(self, tree, names):
        tree = simplify(tree)
        if _work(tree) > MAX_WORK:
            hint = "Sums inside sums inside sums: no answer needs that many."
            raise Unreadable("too_large", hint)
        self.function = compiled(tree, names)
        self.axes = free_axes(tree, names)
        self.letters = [(axis, letter) for axis, letter in free(tree, names) if axis]

    def values(self, points, total=False):
        """Evaluates the formula at each point, and at each component of its free indices.

        Args:
            points: List of test points (see `points`).
            total: Whether to sum over the free components, giving one number a point.

        Returns:
            A list of floats; None where the formula is undefined.
        """
        result = []
        for point in points:
            positions = _positions(self.axes, self.letters, point)
            cells = [_defined(self.function, point, position) for position in positions]
            if total:
                result.append(None if None in cells else sum(cells))
            else:
                result.extend(cells)
        return result


def _positions(axes, letters, point):
    positions = [{}]
    for axis in axes:
        keys = ["@" + axis] + [letter for other, letter in letters if other == axis and letter]
        positions = [
            dict(list(position.items()) + [(key, component) for key in keys])
            for position in positions
            for component in range(point[axis])
        ]
    return positions


def _defined(function, point, position):
    try:
        value = function(point, position)
    except UNDEFINED:
        return None
    return value if value == value and abs(value) < 1e200 else None
