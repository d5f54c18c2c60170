"""Random answers: rewrites that keep the value, mutations that change it, and a referee.

Trees are tuples of this module's own, apart from the checker's: `("num", value)`,
`("var", name)`, `("+", a, b)`, `("-", a, b)`, `("*", a, b)`, `("/", a, b)`, `("^", a, b)`,
`("neg", a)`, `("fn", name, a)`, `("sum", axis, a)`. The referee translates them into Python and
evaluates them at points of its own, so that it shares nothing with the checker's evaluation.
"""

import math
import random

from answer_printer import write

from vae_book.answers.read.nodes import strip_groups
from vae_book.answers.read.scope import fold_axis, free

BINARY = ("+", "-", "*", "/", "^")
DOMAINS = {"unit": (0.1, 0.9), "real": (-2.0, 2.0), "positive": (0.3, 2.0)}
TOLERANCE = 1e-6
MAX_LENGTH = 480


# Trees


def from_reference(node, names):
    """Translates a tree of the checker's parser, such as a question's answer."""
    node = strip_groups(node)
    kind = node[0]
    if kind == "number":
        return ("num", node[1])
    if kind == "symbol":
        return ("var", node[1])
    if kind in ("add", "mul"):
        return _chain(node[1], "+" if kind == "add" else "*", names)
    if kind in ("div", "pow"):
        children = [from_reference(child, names) for child in node[1:]]
        return ("/" if kind == "div" else "^", *children)
    if kind == "neg":
        return ("neg", from_reference(node[1], names))
    if kind == "call":
        return ("fn", node[1], from_reference(node[2], names))
    axis = fold_axis(node[2], free(node[3], names), names)
    return ("sum", axis, from_reference(node[3], names))


def _chain(nodes, sign, names):
    tree = from_reference(nodes[0], names)
    for node in nodes[1:]:
        negative = sign == "+" and node[0] == "neg"
        right = from_reference(node[1] if negative else node, names)
        tree = ("-" if negative else sign, tree, right)
    return tree


def places(tree, path=()):
    """Yields the path of every node."""
    yield path
    for place in range(1, len(tree)):
        if isinstance(tree[place], tuple):
            yield from places(tree[place], path + (place,))


def at(tree, path):
    for place in path:
        tree = tree[place]
    return tree


def replaced(tree, path, new):
    if not path:
        return new
    place = path[0]
    return tree[:place] + (replaced(tree[place], path[1:], new),) + tree[place + 1 :]


def variables(tree):
    if tree[0] == "var":
        return {tree[1]}
    return {name for part in tree[1:] if isinstance(part, tuple) for name in variables(part)}


# Rewrites that keep the value


def rewrite(node, rng):
    """An equal node, by one of the identities that fit."""
    options = [("neg", ("neg", node)), ("*", ("num", 1.0), node), ("/", node, ("num", 1.0))]
    options += [("-", ("*", ("num", 2.0), node), node)] if len(str(node)) < 40 else []
    options += _IDENTITIES[node[0]](node) * 4 if node[0] in _IDENTITIES else []
    return rng.choice(options)


def _of_plus(node):
    a, b = node[1:]
    options = [("+", b, a), ("-", a, ("neg", b)), ("neg", ("-", ("neg", a), b))]
    if a[0] == b[0] == "sum" and a[1] == b[1]:
        options.append(("sum", a[1], ("+", a[2], b[2])))
    if a[0] == b[0] == "fn" and a[1] == b[1] == "log":
        options.append(("fn", "log", ("*", a[2], b[2])))
    return options


def _of_minus(node):
    a, b = node[1:]
    options = [("+", a, ("neg", b)), ("neg", ("-", b, a)), ("+", ("neg", b), a)]
    if b[0] == "num":
        options.append(("-", ("-", a, ("num", b[1] + 1)), ("num", -1.0)))
    return options


def _of_times(node):
    a, b = node[1:]
    options = [("*", b, a), ("neg", ("*", ("neg", a), b)), ("/", a, ("/", ("num", 1.0), b))][:2]
    if b[0] in "+-":
        options.append((b[0], ("*", a, b[1]), ("*", a, b[2])))
    if b[0] == "sum" and not variables(a):
        options.append(("sum", b[1], ("*", a, b[2])))
    if b[0] == "fn" and b[1] == "log":
        options.append(("fn", "log", ("^", b[2], a)))
    return options


def _of_over(node):
    a, b = node[1:]
    options = [("*", a, ("/", ("num", 1.0), b)), ("*", a, ("^", b, ("num", -1.0)))]
    if a[0] in "+-":
        options.append((a[0], ("/", a[1], b), ("/", a[2], b)))
    return options


def _of_power(node):
    a, b = node[1:]
    if b == ("num", 2.0):
        return [("*", a, a), ("fn", "square", a), ("^", ("neg", a), b)]
    return []


def _of_log(node):
    name, a = node[1:]
    if name != "log":
        return []
    options = [("neg", ("fn", "log", ("/", ("num", 1.0), a)))]
    options.append(("/", ("fn", "log", ("^", a, ("num", 2.0))), ("num", 2.0)))
    if a[0] == "^":
        options.append(("*", a[2], ("fn", "log", a[1])) if a[2] != ("num", 2.0) else options[0])
    if a[0] == "*" and "D" not in variables(a):
        options.append(("+", ("fn", "log", a[1]), ("fn", "log", a[2])))
    return options


def _of_sum(node):
    axis, a = node[1:]
    options = [("neg", ("sum", axis, ("neg", a)))]
    if a[0] in "+-":
        options.append((a[0], ("sum", axis, a[1]), ("sum", axis, a[2])))
    if a[0] == "*" and not variables(a[1]):
        options.append(("*", a[1], ("sum", axis, a[2])))
    return options


_IDENTITIES = {
    "+": _of_plus,
    "-": _of_minus,
    "*": _of_times,
    "/": _of_over,
    "^": _of_power,
    "fn": _of_log,
    "sum": _of_sum,
    "neg": lambda node: [("*", ("num", -1.0), node[1]), ("-", ("num", 0.0), node[1])],
}


def equivalent(reference, rng):
    """A tree equal to the reference after one to six rewrites."""
    tree = reference
    for _ in range(rng.randint(1, 6)):
        path = rng.choice(list(places(tree)))
        tree = replaced(tree, path, rewrite(at(tree, path), rng))
    return tree


# Mutations that change the value


def mutant(reference, names, rng):
    """A rewritten tree with one slip in it: a sign, factor, term, index or symbol."""
    tree = equivalent(reference, rng) if rng.random() < 0.7 else reference
    for _ in range(1 if rng.random() < 0.8 else 2):
        path = rng.choice(list(places(tree)))
        tree = replaced(tree, path, _slip(at(tree, path), names, rng))
    return tree


def _slip(node, names, rng):
    kind = node[0]
    if kind == "num":
        return ("num", rng.choice([node[1] + 1, 2 * node[1], -node[1], node[1] / 2, node[1] + 0.1]))
    if kind == "var":
        return _other_symbol(node, names, rng)
    if kind in "+-":
        return rng.choice([node[1], node[2], ("-" if kind == "+" else "+", *node[1:])])
    if kind in BINARY:
        swapped = {"*": "+", "/": "*", "^": "*"}[kind]
        return rng.choice([node[1], node[2], (swapped, *node[1:]), (kind, node[2], node[1])])
    if kind == "fn":
        return rng.choice([node[2], ("neg", node), ("fn", "exp", node[2])])
    if kind == "sum":
        mean = ("/", node, ("var", {"d": "D", "k": "K"}[node[1]]))
        return rng.choice([node[2], ("neg", node), mean, ("^", node, ("num", 2.0))])
    return node[1]


def _other_symbol(node, names, rng):
    axis = names.axis_of(node[1])
    same_axis = [name for name in names.order if names.axis_of(name) == axis and name != node[1]]
    options = [("^", node, ("num", 2.0)), ("neg", node), ("*", ("num", 2.0), node), ("num", 1.0)]
    return rng.choice(options + [("var", name) for name in same_axis])


# The referee


def to_python(tree, names):
    """Python source for the tree; `x[d]` for a component."""
    kind = tree[0]
    if kind == "num":
        return f"({tree[1]!r})"  # in brackets, for -1.0**2.0 is -(1.0**2.0) in Python
    if kind == "var":
        axis = names.axis_of(tree[1])
        return f"{tree[1]}[{axis}]" if axis else tree[1]
    parts = [to_python(part, names) for part in tree[1:] if isinstance(part, tuple)]
    if kind == "neg":
        return f"(-{parts[0]})"
    if kind == "fn":
        return f"{tree[1]}({parts[0]})"
    if kind == "sum":
        return f"sum({parts[0]} for {tree[1]} in range(size_{tree[1]}))"
    return f"({parts[0]}{'**' if kind == '^' else kind}{parts[1]})"


def referee_points(names, rng, count=5):
    """Random points for `to_python`, with D and K from 2 to 6."""
    points = []
    for _ in range(count):
        sizes = {axis: rng.randint(2, 6) for axis in names.axes}
        point = {"size_" + axis: sizes[axis] for axis in sizes}
        point.update(log=math.log, exp=math.exp, square=lambda v: v * v, pi=math.pi, e=math.e)
        for name in names.order:
            _draw(point, name, names.symbols[name], sizes, rng)
        for axis in sizes:  # a free index stands for one component
            point[axis] = rng.randrange(sizes[axis])
        points.append(point)
    return points


def _draw(point, name, symbol, sizes, rng):
    if "size" in symbol:
        point[name] = sizes[symbol["size"]]
    elif "equals" in symbol:
        s = point["s"]
        point[name] = [2 * math.log(v) for v in s] if isinstance(s, list) else 2 * math.log(s)
    else:
        draw = _drawer(symbol["domain"], rng)
        point[name] = [draw() for _ in range(sizes[symbol["axis"]])] if "axis" in symbol else draw()


def _drawer(domain, rng):
    if domain == "binary":
        return lambda: float(rng.random() < 0.5)
    return lambda: rng.uniform(*DOMAINS[domain])


def evaluate(tree, names, points):
    """The values at the points; None where the formula is undefined."""
    code = compile(to_python(tree, names), "tree", "eval")
    values = []
    for point in points:
        try:
            value = eval(code, dict(point))
        except (ArithmeticError, TypeError, ValueError):  # TypeError: a complex number
            value = None
        values.append(None if isinstance(value, complex) else value)
    return values


def agree(left, right):
    for a, b in zip(left, right, strict=True):
        if a is None or b is None or abs(a - b) > TOLERANCE * (1 + abs(b)):
            return False
    return True


def free_axes(tree, names):
    """The axes over which a tree is free."""
    if tree[0] == "var":
        axis = names.axis_of(tree[1])
        return {axis} if axis else set()
    axes = set()
    for part in tree[1:]:
        if isinstance(part, tuple):
            axes |= free_axes(part, names)
    return axes - {tree[1]} if tree[0] == "sum" else axes


def equal(found):
    """Whether a result of the checker says that the answer has the right value."""
    return found["verdict"] == "right" or found["codes"] == ["unfinished"]


class Generator:
    """Draws typed equivalents and mutants of one question's answer.

    Args:
        question: A `Question`.
        seed: Seed of the random draws.
    """

    def __init__(self, question, seed=0):
        self.names = question.names
        self.rng = random.Random(f"{question.identifier}-{seed}")
        forms = [question.entry["answer"]] + [f["form"] for f in question.entry.get("also", [])]
        self.accepted = [from_reference(question.own(form), self.names) for form in forms]
        self.points = [referee_points(self.names, self.rng) for _ in range(40)]
        self.values = [
            [evaluate(tree, self.names, points) for tree in self.accepted] for points in self.points
        ]

    def equivalent(self):
        """The text of an answer that is right, confirmed by the referee."""
        while True:
            tree = equivalent(self.accepted[0], self.rng)
            text = write(tree, self.names, self.rng)
            if len(text) <= MAX_LENGTH and self.is_right(tree):
                return text

    def mutant(self):
        """The text of an answer that is not right, confirmed by the referee."""
        while True:
            tree = mutant(self.accepted[0], self.names, self.rng)
            text = write(tree, self.names, self.rng)
            if len(text) <= MAX_LENGTH and not self.is_right(tree):
                return text

    def is_right(self, tree):
        if free_axes(tree, self.names) != free_axes(self.accepted[0], self.names):
            return False
        draw = self.rng.randrange(len(self.points))
        values = evaluate(tree, self.names, self.points[draw])
        return any(agree(values, accepted) for accepted in self.values[draw])
