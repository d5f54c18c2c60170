"""Random answers: rewrites that keep the value, mutations that change it, and a referee.

Trees are tuples of this module's own, apart from the checker's: `("num", value)`,
`("var", name)`, `("+", a, b)`, `("-", a, b)`, `("*", a, b)`, `("/", a, b)`, `("^", a, b)`,
`("neg", a)`, `("fn", name, a)`, `("sum", axis, a)`. The referee evaluates them with NumPy at points
of its own, so that it shares nothing with the checker's evaluation.
"""

import ast
import math
import operator
import random

import numpy as np
from answer_printer import write

from vae_book.answers.read.nodes import children
from vae_book.answers.read.scope import fold_axis, free

DOMAINS = {"unit": (0.1, 0.9), "real": (-2.0, 2.0), "positive": (0.3, 2.0)}
TOLERANCE = 1e-6
MAX_LENGTH = 480
DRAWS, POINTS = 40, 5
# Forms in Python and what may be written for them. A letter stands for any tree, `num` for a
# number, `var` for a symbol. What does not keep the value everywhere is left to the referee.
ALWAYS = {"a": ("-(-a)", "1 * a", "a / 1", "2 * a - a")}
EQUAL = {
    "a + b": ("b + a", "a - -b", "-(-a - b)"),
    "log(a) + log(b)": ("log(a * b)",),
    "sum(a) + sum(b)": ("sum(a + b)",),
    "a - b": ("a + -b", "-(b - a)", "-b + a"),
    "a - num": ("a - (num + 1) - -1",),
    "a * b": ("b * a", "-(-a * b)"),
    "a * (b + c)": ("a * b + a * c",),
    "a * (b - c)": ("a * b - a * c",),
    "a * log(b)": ("log(b**a)",),
    "a * sum(b)": ("sum(a * b)",),
    "a / b": ("a * (1 / b)", "a * b**-1"),
    "(a + b) / c": ("a / c + b / c",),
    "(a - b) / c": ("a / c - b / c",),
    "a**2": ("a * a", "square(a)", "(-a) ** 2"),
    "log(a)": ("-log(1 / a)", "log(a**2) / 2"),
    "log(a**b)": ("b * log(a)",),
    "log(a * b)": ("log(a) + log(b)",),
    "sum(a)": ("-sum(-a)",),
    "sum(a + b)": ("sum(a) + sum(b)",),
    "sum(a - b)": ("sum(a) - sum(b)",),
    "sum(a * b)": ("a * sum(b)",),
    "-a": ("-1 * a", "0 - a"),
}
SLIPS = {
    "num": ("num + 1", "2 * num", "-num", "num / 2", "num + 0.1"),
    "var": ("var**2", "-var", "2 * var", "1"),
    "a + b": ("a", "b", "a - b"),
    "a - b": ("a", "b", "a + b"),
    "a * b": ("a", "b", "a + b"),
    "a / b": ("a", "b", "a * b", "b / a"),
    "a**b": ("a", "b", "a * b", "b**a"),
    "log(a)": ("a", "-log(a)", "exp(a)"),
    "exp(a)": ("a", "-exp(a)"),
    "sum(a)": ("a", "-sum(a)", "sum(a) / size", "sum(a) ** 2"),
    "-a": ("a",),
}
JOINED = {"add": "+", "mul": "*", "div": "/", "pow": "**"}
SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}
OPERATIONS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
    "neg": operator.neg,
    "log": np.log,
    "exp": np.exp,
    "square": np.square,
}


# Trees


def as_python(node, names):
    """Python for a tree of the checker's parser, in which `sum_k(a)` is a sum over k."""
    kind = node[0]
    if kind == "number":
        return node[2]
    if kind == "symbol":
        return node[1]
    parts = [as_python(child, names) for child in children(node)]
    if kind == "fold":
        slots = free(node[3], names)
        axis = fold_axis(node[2], slots, names) if node[2] else next(iter(slots))[0]
        return f"{node[1]}_{axis}({parts[0]})"
    if kind == "call":
        return f"{node[1]}({parts[0]})"
    if kind == "neg":
        return f"(-{parts[0]})"
    return "(" + JOINED.get(kind, "").join(parts).replace("+(-", "-(") + ")"


def from_python(text):
    """The tree of a formula in Python; of `sum(a)` the axis is a letter, too."""
    return _tree(ast.parse(text, mode="eval").body)


def _tree(node):
    if isinstance(node, ast.BinOp):
        return (SIGNS[type(node.op)], _tree(node.left), _tree(node.right))
    if isinstance(node, ast.UnaryOp):
        return ("neg", _tree(node.operand))
    if isinstance(node, ast.Constant):
        return ("num", float(node.value))
    if isinstance(node, ast.Name):
        return ("var", node.id)
    name, _, axis = node.func.id.partition("_")
    inside = _tree(node.args[0])
    return ("sum", axis or ("var", "axis"), inside) if name == "sum" else ("fn", name, inside)


def forms(table):
    """The pairs of a form and one of those that may be written for it, as trees."""
    pairs = [(form, other) for form, others in table.items() for other in others]
    return [[from_python(text) for text in pair] for pair in pairs]


ALWAYS, EQUAL, SLIPS = map(forms, (ALWAYS, EQUAL, SLIPS))


def matches(form, tree, found):
    """Tell whether a tree has a form; what its letters stand for is added to `found`."""
    if not isinstance(form, tuple):
        return form == tree
    if form[0] == "var":
        fits = tree[0] == form[1] or form[1] not in ("num", "var")
        return fits and found.setdefault(form[1], tree) == tree
    return form[0] == tree[0] and all(
        matches(*pair, found) for pair in zip(form[1:], tree[1:], strict=True)
    )


def filled(form, found):
    """A form with what its letters stand for."""
    if not isinstance(form, tuple):
        return form
    return found[form[1]] if form[0] == "var" else tuple(filled(part, found) for part in form)


def changes(node, table):
    """What a table allows to be written for a node."""
    options = []
    for form, other in table:
        found = {}
        if matches(form, node, found):
            if "axis" in found:
                found["size"] = ("var", found["axis"].upper())
            options.append(filled(other, found))
    return options


def places(tree, path=()):
    """Yields the path of every node."""
    yield path
    for place in range(1, len(tree)):
        if isinstance(tree[place], tuple):
            yield from places(tree[place], path + (place,))


def changed(tree, change, rng):
    """The tree with one of its nodes changed."""
    path = rng.choice(list(places(tree)))
    node = tree
    for place in path:
        node = node[place]
    return replaced(tree, path, change(node))


def replaced(tree, path, new):
    if not path:
        return new
    place = path[0]
    return tree[:place] + (replaced(tree[place], path[1:], new),) + tree[place + 1 :]


def equivalent(reference, rng):
    """A tree equal to the reference, or nearly always so, after one to six rewrites."""

    def rewrite(node):
        return rng.choice(changes(node, ALWAYS) + 4 * changes(node, EQUAL))

    tree = reference
    for _ in range(rng.randint(1, 6)):
        tree = changed(tree, rewrite, rng)
    return tree


def mutant(reference, names, rng):
    """A rewritten tree with one slip in it: a sign, factor, term, index or symbol."""

    def slip(node):
        options = changes(node, SLIPS)
        if node[0] == "var":
            axis = names.axis_of(node[1])
            options += [("var", name) for name in names.order if names.axis_of(name) == axis]
        return rng.choice(options or [node])

    tree = equivalent(reference, rng) if rng.random() < 0.7 else reference
    for _ in range(1 if rng.random() < 0.8 else 2):
        tree = changed(tree, slip, rng)
    return tree


# The referee


class Referee:
    """Some points for the symbols of a question, all with the same random D and K.

    Values are arrays with an axis for the points and one for each of the question's axes, of
    length 1 where they do not depend on it.
    """

    def __init__(self, names, rng):
        rng = np.random.default_rng(rng.getrandbits(32))
        self.sizes = {axis: rng.integers(2, 7) for axis in names.axes}
        self.values = {"pi": np.full(self._shape(), math.pi), "e": np.full(self._shape(), math.e)}
        for name in names.order:
            self.values[name] = self._drawn(names.symbols[name], rng)

    def _shape(self, *axes):
        return (POINTS, *(size if axis in axes else 1 for axis, size in self.sizes.items()))

    def _drawn(self, symbol, rng):
        shape = self._shape(symbol.get("axis"))
        if "size" in symbol:
            return np.full(shape, float(self.sizes[symbol["size"]]))
        if "equals" in symbol:
            return 2 * np.log(self.values["s"])
        if symbol["domain"] == "binary":
            return rng.integers(0, 2, shape).astype(float)
        return rng.uniform(*DOMAINS[symbol["domain"]], shape)

    def evaluate(self, tree):
        """The values of a tree; None where the formula is undefined."""
        try:
            with np.errstate(all="raise", under="ignore"):
                return self._value(tree)
        except FloatingPointError:
            return None

    def _value(self, tree):
        kind = tree[0]
        if kind == "num":
            return np.full(self._shape(), tree[1])
        if kind == "var":
            return self.values[tree[1]]
        parts = [self._value(part) for part in tree[1:] if isinstance(part, tuple)]
        if kind == "sum":
            each = parts[0] + np.zeros(self._shape(tree[1]))
            return each.sum(1 + list(self.sizes).index(tree[1]), keepdims=True)
        return OPERATIONS[tree[1] if kind == "fn" else kind](*parts)


def agree(left, right):
    """Tell whether two values are defined, of the same axes, and equal."""
    if left is None or right is None or left.shape != right.shape:
        return False
    return bool(np.all(abs(left - right) <= TOLERANCE * (1 + abs(right))))


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
        trees = [question.own(form) for form in forms]
        self.accepted = [from_python(as_python(tree, self.names)) for tree in trees]
        self.referees = [Referee(self.names, self.rng) for _ in range(DRAWS)]

    def equivalent(self):
        """The text of an answer that is right, confirmed by the referee."""
        return self._text(lambda: equivalent(self.accepted[0], self.rng), True)

    def mutant(self):
        """The text of an answer that is not right, confirmed by the referee."""
        return self._text(lambda: mutant(self.accepted[0], self.names, self.rng), False)

    def _text(self, draw, right):
        while True:
            tree = draw()
            text = write(tree, self.names, self.rng)
            if len(text) <= MAX_LENGTH and self.is_right(tree) == right:
                return text

    def is_right(self, tree):
        referee = self.rng.choice(self.referees)
        value = referee.evaluate(tree)
        return any(agree(value, referee.evaluate(accepted)) for accepted in self.accepted)
