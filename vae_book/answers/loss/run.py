"""Computes the value of a loss that was read, on small arrays, in plain Python."""

from ..read.limits import Unreadable, quote
from . import functions
from .arrays import Array, combine, each, product, scalar
from .functions import MODULES, PAIRS, SAME, SUMS

OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": functions.PAIRS["divide"],
    "//": functions.PAIRS["divide"],
}
CONSTANTS = {"True": True, "False": False, "None": None, "pi": 3.141592653589793}
AXIS_WORDS = ("axis", "dim", "axes", "reduction_indices")
SHAPES = (
    "The shapes do not fit: one term has a number for each {}, the other one for each {}. Sum "
    "over pixels and over latents, so that each term has one number for each image."
)


class Run:
    """One evaluation of the statements.

    Args:
        values: The arrays by role: `"x"`, `"params"`, `"mean"`, `"third"`, `"z"`, and the sizes
            `"B"`, `"D"`, `"K"`.
        roles: `Roles` of the text's names.

    Attributes:
        notes: Set of what was seen on the way: `"swapped"`, `"add_loss_vector"`, `"labels"`.
    """

    def __init__(self, values, roles):
        self.values = values
        self.roles = roles
        self.own = {}
        self.criteria = {}  # losses of a library that got a name
        self.notes = set()
        self.added = None

    def value(self, program):
        """The loss: the mean over what is left of its axes."""
        last = scalar(0.0)
        for target, tree in program:
            if target is not None and self.is_criterion(tree):
                self.criteria[target[0]] = tree
                continue
            last = self.run(tree)
            if isinstance(last, tuple) and last and target is None:
                last = last[0]  # `return loss, reconstruction, kl`
            if target is not None:
                last = self.assign(target[0], target[1], last)
        if not isinstance(last, Array):
            raise Unreadable("no_loss", "That is no loss: it has no number.")
        total = sum(last.data) / len(last.data)
        return total + (self.added or 0.0)

    def is_criterion(self, tree):
        """Whether this only names a loss, as in `criterion = nn.MSELoss(reduction="sum")`."""
        if tree[0] != "call" or tree[1][0] not in ("name", "attribute") or tree[2]:
            return False
        name = tree[1][-1]
        return isinstance(name, str) and functions.loss_kind(name) and name[0].isupper()

    def assign(self, name, sign, value):
        if sign:
            value = self.pair(sign, self.own[name] if name in self.own else self.name(name), value)
        self.own[name] = value
        return value

    def run(self, tree):
        kind = tree[0]
        if kind == "number":
            return scalar(tree[1])
        if kind == "text":
            return tree[1]
        if kind == "name":
            return self.name(tree[1])
        if kind == "add" or kind == "multiply":
            return self.chain(tree[1])
        if kind == "negative":
            return each(lambda a: -a, self.array(tree[1]))
        if kind == "power":
            return self.power(tree)
        if kind == "tuple":
            return tuple([self.run(item) for item in tree[1]])
        if kind == "attribute":
            return self.attribute(tree)
        if kind == "item":
            return self.item(tree)
        if kind == "call":
            return self.call(tree[1], tree[2], tree[3])
        raise Unreadable("syntax", "I did not expect a slice here.")

    def array(self, tree):
        found = self.run(tree)
        if isinstance(found, bool) or found is None or not isinstance(found, Array):
            raise Unreadable("syntax", "Something in it is no number where one should be.")
        return found

    def name(self, name):
        if name in self.own:
            return self.own[name]
        if name in CONSTANTS:
            value = CONSTANTS[name]
            return scalar(value) if name == "pi" else value
        role = self.roles.of(name)
        if role == "label":
            self.notes.add("labels")
            return self.values["x"]
        if role in self.values:
            return self.values[role]
        return scalar({"nothing": 0.0, "one": 1.0, "tiny": 1e-8, "weight": 1.0, "noise": 0.7}[role])

    def chain(self, parts):
        found = self.array(parts[0][1])
        for sign, tree in parts[1:]:
            found = self.pair(sign, found, self.array(tree))
        return found

    def pair(self, sign, left, right):
        return self.broadcast(OPERATIONS[sign], left, right)

    def broadcast(self, function, left, right):
        try:
            return combine(function, left, right)
        except Unreadable as error:
            if error.code != "shapes":
                raise
            hint = SHAPES.format(self.kind(left), self.kind(right))
            raise Unreadable("shapes", hint) from None

    def kind(self, array):
        sizes = {"B": "image", "D": "pixel", "K": "latent unit"}
        words = [
            sizes[name]
            for name in "BDK"
            for size in array.shape
            if size == self.values[name].data[0]
        ]
        return " and ".join(words) or "whole batch"

    def power(self, tree):
        exponent = self.array(tree[2])
        return self.broadcast(functions.power, self.array(tree[1]), exponent)

    def attribute(self, tree):
        inner, name = tree[1], tree[2]
        if inner[0] == "name" and inner[1] in MODULES and inner[1] not in self.own:
            return self.name(name)
        value = self.run(inner)
        if name == "shape":
            return tuple([scalar(size) for size in value.shape])
        if name in ("data", "T"):
            return value
        return self.name(name)  # `self.outputs.z_mean` and the like: the last name says it

    def item(self, tree):
        value = self.run(tree[1])
        if not isinstance(value, tuple):
            return value  # a slice of an array: flat here anyway
        if tree[2][0] == "slice":
            return value[1:]
        number = self.array(tree[2]).data[0]
        return value[int(number)] if -len(value) <= number < len(value) else value[-1]

    # Calls

    def call(self, function, arguments, keywords):
        if function[0] in ("name", "attribute") and function[-1] in self.criteria:
            function = self.criteria[function[-1]]
        if function[0] == "call":  # BinaryCrossentropy(from_logits=True)(x, y)
            name, path = self.path(function[1])
            return self.loss(name, path, arguments, self.merged(function[3], keywords))
        if function[0] == "attribute" and not self.is_module(function[1]):
            return self.method(function[1], function[2], arguments, keywords)
        name, path = self.path(function)
        if functions.loss_kind(name):
            return self.loss(name, path, arguments, keywords)
        return self.function(name, arguments, keywords)

    def merged(self, first, second):
        both = dict(first)
        both.update(second)
        return both

    def is_module(self, tree):
        if tree[0] == "attribute":
            return self.is_module(tree[1])
        return tree[0] == "name" and tree[1] in MODULES and tree[1] not in self.own

    def path(self, tree):
        """The last name of a dotted one, and those before it."""
        if tree[0] == "name":
            return tree[1], []
        if tree[0] == "attribute":
            name, path = self.path(tree[1])
            return tree[2], path + [name]
        raise Unreadable("syntax", "I do not understand what is called here.")

    def method(self, owner, name, arguments, keywords):
        if name == "add_loss" or name == "item" and not arguments:
            return self.function(name, arguments or [owner], keywords)
        if name == "size" or name == "dim":
            shape = self.array(owner).shape
            if not arguments:
                return tuple([scalar(size) for size in shape])
            return scalar(shape[int(self.array(arguments[0]).data[0])])
        if name == "numel":
            return scalar(len(self.array(owner).data))
        return self.function(name, [owner] + arguments, keywords)

    def function(self, name, arguments, keywords):
        if name in ("shape", "int_shape"):
            return tuple([scalar(size) for size in self.array(arguments[0]).shape])
        if name == "len":
            return scalar(self.array(arguments[0]).shape[0])
        if name == "add_loss":
            return self.add_loss(self.array(arguments[0]))
        if name == "prod" or name == "reduce_prod":
            return self.sizes(arguments[0])
        if name in SUMS:
            return self.fold(name, arguments, keywords)
        if name in SAME or name == "item":
            return self.array(arguments[0])
        if name in functions.CLIPS:
            return functions.clipped(self.array(arguments[0]))
        if name in PAIRS and len(arguments) == 2:
            return self.broadcast(PAIRS[name], self.array(arguments[0]), self.array(arguments[1]))
        plain = functions.single(name)
        if plain and len(arguments) == 1:
            return each(plain, self.array(arguments[0]))
        raise Unreadable(
            "unknown_function", f"I do not know the function {quote(name)} with these arguments."
        )

    def sizes(self, tree):
        found = self.run(tree)
        sizes = found if isinstance(found, tuple) else (found,)
        return scalar(product([size.data[0] for size in sizes]))

    def add_loss(self, value):
        """Keras adds a loss as its sum: over the batch, if it is a vector."""
        if len(value.data) > 1:
            self.notes.add("add_loss_vector")
        self.added = (self.added or 0.0) + sum(value.data)
        return scalar(0.0)

    def fold(self, name, arguments, keywords):
        given = [keywords[word] for word in AXIS_WORDS if word in keywords] + arguments[1:2]
        axes = self.run(given[0]) if given else None
        if axes is not None:
            axes = axes if isinstance(axes, tuple) else (axes,)
            axes = [int(axis.data[0]) for axis in axes]
        keep = [keywords[word] for word in ("keepdims", "keepdim") if word in keywords]
        value = self.array(arguments[0])
        return functions.reduce(value, axes, SUMS[name], bool(keep) and self.run(keep[0]) is True)

    def loss(self, name, path, arguments, keywords):
        options, named = {}, []
        for word in keywords:
            if word in ("labels", "y_true", "target", "logits", "y_pred", "input", "output"):
                named.append(word)
            else:
                options[word] = self.run(keywords[word])
        ordered = sorted(named, key=lambda word: word in ("logits", "y_pred", "output", "target"))
        both = arguments + [keywords[word] for word in ordered]
        if len(both) < 2 or not functions.loss_kind(name):
            raise Unreadable("unknown_function", f"I do not know the function {quote(name)} here.")
        found, swapped = functions.library_loss(
            name, path, self.array(both[0]), self.array(both[1]), options
        )
        if swapped:
            self.notes.add("swapped")
        return found
