"""The desk's own nodes (see `grammar`): how they are evaluated, and what is in them."""

from ...finite import STENCIL, STEP
from ..judge.evaluate import COMPILERS, compiled
from ..read.nodes import number, rebuild, walk


def _mean(node, names):
    body, density = compiled(node[1], names), node[2]
    if node[0] == "int":
        density = "int " + node[2]

    def mean(point, position):
        total = 0.0
        for weight, inner in point["@world"].cells(point, density):
            total += weight * body(inner, position)
        return total

    return mean


def _gradient(node, names):
    by, body = node[1][0], compiled(node[1][1], names)
    name = by[1]
    axis = names.axis_of(name)
    key = by[2] or "@" + axis if axis else None

    def slope(point, position):
        world, component = point["@world"], position[key] if key else None
        total = 0.0
        for offset, weight in STENCIL:
            total += weight * body(world.shifted(point, name, component, offset * STEP), position)
        return total / STEP

    return slope


def _given(node, names):
    body = compiled(node[1], names)
    return lambda point, position: point["@world"].likelihood(point, body(point, position))


def _slope(node, names):
    body = compiled(node[1], names)
    return lambda point, position: point["@world"].slope(point, body(point, position))


def _density(node, names):
    return compiled(written_out(node), names)


def written_out(node):
    """The formula of a density node."""
    a, b = node[1][0], node[1][1]
    one, two = number("1"), number("2")
    if node[2] == "Bernoulli":
        rest = ("pow", ("group", ("add", (one, ("neg", b)))), ("group", ("add", (one, ("neg", a)))))
        return ("mul", (("pow", _tight(b), _tight(a)), rest))
    c = node[1][2]
    difference = ("group", ("add", (a, ("neg", b))))
    if node[2] == "Laplace":
        inside = ("neg", ("div", ("call", "abs", ("add", (a, ("neg", b)))), _tight(c)))
        height = ("div", one, ("group", ("mul", (two, _tight(c)))))
        return ("mul", (height, ("call", "exp", inside)))
    square = ("pow", difference, two)
    exponent = ("neg", ("div", square, ("group", ("mul", (two, _tight(c))))))
    root = ("call", "sqrt", ("mul", (two, ("symbol", "pi", None), _tight(c))))
    return ("mul", (("div", one, root), ("call", "exp", exponent)))


def _tight(node):
    return node if node[0] in ("symbol", "number", "group", "pow") else ("group", node)


COMPILERS["E"] = _mean
COMPILERS["int"] = _mean
COMPILERS["grad"] = _gradient
COMPILERS["given"] = _given
COMPILERS["slope"] = _slope
COMPILERS["density"] = _density


def symbols(node):
    """The set of the names of all symbols in a tree."""
    return {part[1] for part in walk(node) if part[0] == "symbol"}


def replaced(node, name, other):
    """The tree with every symbol of this name replaced by the tree `other`."""
    if node[0] == "symbol":
        return other if node[1] == name else node
    return rebuild(node, replaced, name, other)


def with_index(node, axis, letter, names):
    """The tree with this index at every symbol of the axis that has none."""
    if node[0] == "symbol":
        if node[2] is None and names.axis_of(node[1]) == axis:
            return ("symbol", node[1], letter)
        return node
    return rebuild(node, with_index, axis, letter, names)


def reindexed(tree, letter):
    """A component's formula with its index replaced by `letter`."""
    if letter is None:
        return tree
    if tree[0] == "symbol":
        return ("symbol", tree[1], letter) if tree[2] is not None else tree
    if tree[0] == "fold":
        return tree
    return rebuild(tree, reindexed, letter)
