"""Computes the value of a loss that was read, on small arrays, in plain Python."""

from ..read.limits import Unreadable, quote
from . import functions
from .arrays import Array, combine, each, product, scalar
from .functions import MODULES, PAIRS, SAME, SUMS
from .trees import OWNERS, calls, is_draw, is_fresh, names_in, path_of

OPERATIONS = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": functions.PAIRS["divide"],
    "//": functions.floor,
}
CONSTANTS = {"True": True, "False": False, "None": None, "pi": 3.141592653589793}
AXIS_WORDS = ("axis", "dim", "axes", "reduction_indices")
KEEP = ("keepdims", "keepdim")
KEYWORDS = AXIS_WORDS + KEEP + ("dtype", "name")
NO_VALUE = "A part has no value: it is random, or was changed by +=."
SHAPES = (
    "The shapes do not fit: one term has a number for each {}, the other one for each {}. Sum "
    "over pixels and over latents first."
)


class Run:
    """One evaluation of the statements.

    Args:
        values: The arrays by role: `"x"`, `"params"`, `"mean"`, `"third"`, `"z"`, and the sizes
            `"B"`, `"D"`, `"K"`.
        roles: `Roles` of the text's names.

    Attributes:
        notes: Set of what was seen on the way: `"swapped"`, `"add_loss_vector"`, `"labels"`,
            `"several"`.
    """

    def __init__(self, values, roles):
        self.values = values
        self.roles = roles
        self.own = {}
        self.criteria = {}  # losses of a library that got a name
        self.seen = {}  # the name that stands for each role
        self.notes = set()
        self.added = None

    def value(self, program):
        """The loss: the mean over what is left of its axes."""
        last = scalar(0.0)
        for target, tree in program:
            if target is not None and self.is_criterion(tree):
                self.criteria[target[0]] = tree
                continue
            if target is None and tree[0] in ("tuple", "dict"):
                tree = self.one_of(tree)
            drawn = [name for name in self.own if self.own[name] is None]
            if target is not None and not target[1] and is_draw(tree, drawn):
                self.notes.add("drawn")
                last = self.own[target[0]] = None  # it has no value to compute with
                continue
            last = self.run(tree)
            if target is not None:
                last = self.assign(target[0], target[1], last)
        if not isinstance(last, Array):
            raise Unreadable("no_loss", "That is no loss: it has no number.")
        if self.added is not None and last.role == "params":
            return self.added  # what a layer returns is no loss
        return sum(last.data) / len(last.data) + (self.added or 0.0)

    def one_of(self, tree):
        """The loss of `return loss, reconstruction, kl`, or of a dictionary with that key."""
        if tree[0] == "tuple":
            found, others = tree[1][0], tree[1][1:]
            self.notes.add("several")
        else:
            items = [item for key, item in tree[1] if key == ("text", "loss")]
            if not items:
                raise Unreadable("syntax", "Of a dictionary I read 'loss', and it has none.")
            found, others = items[-1], [item for _, item in tree[1]]  # of equal keys the last one
        named = [path_of(item)[-1] for item in others]
        if "loss" in named and path_of(found)[-1] != "loss":
            raise Unreadable("several", "Return the loss first, so that I know which one it is.")
        for name in [name for item in others for name in calls(item)]:
            if not functions.is_known(name) and name != "item":
                raise Unreadable("unknown_function", f"I do not know what {quote(name)} does here.")
        return found

    def is_criterion(self, tree):
        """Whether this only names a loss, as in `criterion = nn.MSELoss(reduction="sum")`."""
        if tree[0] != "call" or tree[1][0] not in ("name", "attribute") or tree[2]:
            return False
        name = tree[1][-1]
        return isinstance(name, str) and functions.loss_kind(name) and name[0].isupper()

    def assign(self, name, sign, value):
        if sign:
            old = self.name(name)
            value = self.pair(sign, old, value)
            for table in (self.own, self.values):
                for other in table:
                    if table[other] is old:
                        table[other] = None  # changed too, or not: that depends on the library
        self.own[name] = value
        self.criteria.pop(name, None)
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
            base = self.array(tree[1])
            self.check_bend(tree[1], base)
            if "weight" in [self.role_of(name) for name in names_in(tree[2])]:
                raise Unreadable("weight", "Write your number for the exponent.")
            return self.broadcast(functions.power, base, self.array(tree[2]))
        if kind == "tuple":
            return tuple([self.run(item) for item in tree[1]])
        if kind == "attribute":
            return self.attribute(tree)
        if kind == "item":
            return self.item(tree)
        if kind == "call":
            return self.call(tree[1], tree[2], tree[3])
        raise Unreadable("syntax", "I cannot read this.")

    def array(self, tree):
        found = self.run(tree)
        if isinstance(found, tuple):
            raise Unreadable("syntax", "I cannot compute with several values in one.")
        if not isinstance(found, Array):
            raise Unreadable("syntax", NO_VALUE)
        return found

    def name(self, name):
        if name in self.own:
            if self.own[name] is None:
                raise Unreadable("syntax", NO_VALUE)
            return self.own[name]
        if name in CONSTANTS:
            value = CONSTANTS[name]
            return scalar(value) if name == "pi" else value
        return self.named(name)

    def named(self, name, tree=None):
        """What a name that was not assigned stands for; `tree` is the attribute that ends so."""
        role = self.roles.of(name)
        if role in ("x", "params", "mean", "third"):
            spelled = ".".join(path_of(tree)) if tree else name
            other = self.seen.setdefault(role, spelled)
            if other != spelled:
                hint = f"{quote(other)} and {quote(spelled)} would be the same thing here."
                raise Unreadable("names", hint)
        if role == "label":
            self.notes.add("labels")
            return self.values["x"]
        if role in self.values:
            return self.values[role]
        if role == "noise":
            self.notes.add("noise " + name)
        if role in ("sigma", "variance"):
            logvar = self.roles.kind(self.roles.third) == "logvar"
            power = (2 if role == "variance" else 1) / (2 if logvar else 1)
            return each(lambda value: functions.exp(power * value), self.values["third"])
        return scalar({"nothing": 0.0, "one": 1.0, "tiny": 1e-8, "weight": 1.0, "noise": 0.7}[role])

    def chain(self, parts):
        found = None
        for sign, tree in parts:
            item = self.array(tree)
            self.check_part(sign, tree)
            if sign in "+-" and tree[0] == "number" and tree[1] <= 1e-5:
                item = scalar(1e-5 * tree[1])  # it only keeps a logarithm finite
            found = self.pair(sign, found, item) if found else item
        return found

    def check_part(self, sign, tree):
        """A free weight is a factor, and the guard of a logarithm is none."""
        roles = [self.role_of(name) for name in names_in(tree)]
        others = [role for role in roles if role not in ("weight", None)]
        if sign in "+-" and "weight" in roles and not others:
            hint = "A weight stands where a term should. Write your number there."
            raise Unreadable("weight", hint)
        if sign in "*/" and tree[0] in ("name", "attribute") and "tiny" in roles:
            raise Unreadable("weight", "I take eps for a tiny number. Write your number there.")

    def role_of(self, name):
        """The role of a name that was not assigned, or None."""
        if name in self.own or name in MODULES or name == "self":
            return "own" if name in self.own else None
        try:
            return self.roles.of(name[5:] if name[:5] == "self." else name)
        except Unreadable:
            return None

    def check_bend(self, tree, value):
        """Refuses a bend in a whole term, which the points of the test may not meet."""
        sizes = [self.values[name].data[0] for name in ("D", "K")]
        whole = not any([size in sizes or size > max(sizes) for size in value.shape])
        roles = [self.role_of(name) for name in names_in(tree)]
        data = any([role in ("own", "x", "params", "mean", "third", "z") for role in roles])
        if whole and data and tree[0] != "attribute":
            raise Unreadable("limit", "A function of a whole term may change it, as free bits do.")

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
        sizes = ("B", "image"), ("D", "pixel"), ("K", "latent unit")
        words = [word for name, word in sizes if self.values[name].data[0] in array.shape]
        return " and ".join(words) or "whole batch"

    def attribute(self, tree):
        inner, name = tree[1], tree[2]
        if inner == ("name", "self"):
            key = "self." + name
            return self.name(key) if key in self.own else self.named(name)
        if inner[0] == "name" and self.is_module(inner):
            return self.name(name) if inner[1] not in ("vae", "model") else self.named(name, tree)
        if name == "shape":
            return self.shape(inner)
        if name == "data":
            return self.function(name, [inner], {})
        self.run(inner)
        return self.named(name, tree)  # `self.outputs.z_mean` and the like: the last name says it

    def item(self, tree):
        value = self.run(tree[1])
        if not isinstance(value, tuple):
            for part in tree[2]:
                new = part == [("name", "None")] and len(value.shape) < 2
                if part != [None, None] and not new:
                    raise Unreadable("index", "I read whole arrays, without an index.")
            return value
        numbers = [item and int(self.array(item).data[0]) for item in tree[2][0]]
        first = numbers[0] or 0
        if len(numbers) > 1:
            return value[first if first > -2 else 1 : numbers[1]]
        return value[first] if -2 < first < len(value) else scalar(1.0)  # images are flat here

    def shape(self, tree):
        """The sizes of an array, or of its first row for `x[0]`."""
        row = tree[0] == "item" and len(tree[2]) == 1 and len(tree[2][0]) == 1
        sizes = self.array(tree[1] if row else tree).shape
        return tuple([scalar(size) for size in (sizes[1:] if row else sizes)])

    # Calls

    def call(self, function, arguments, keywords):
        if function[0] == "name" and function[1] in self.own or function == ("name", "float"):
            functions.unread(function[1])
        key = function[1] if function[0] == "name" else None
        if function[0] == "attribute" and function[1] == ("name", "self"):
            key = "self." + function[2]
            if key in self.own:
                functions.unread(function[2])
        if key in self.criteria:
            function = self.criteria[key]
        if function[0] == "call":  # BinaryCrossentropy(from_logits=True)(x, y)
            name, path = self.path(function[1])
            if function[2]:
                functions.unread(name)
            options = dict(function[3])
            options.update(keywords)
            return self.loss(name, path, arguments, options)
        if function[0] == "attribute" and not self.is_module(function[1]):
            return self.method(function[1], function[2], arguments, keywords)
        name, path = self.path(function)
        if path and path[0] in OWNERS and name != "add_loss":
            raise Unreadable("unknown_function", f"I do not know what {quote(name)} returns.")
        if functions.loss_kind(name):
            return self.loss(name, path, arguments, keywords)
        return self.function(name, arguments, keywords)

    def is_module(self, tree):
        while tree[0] == "attribute":
            tree = tree[1]
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
        shape = ("attribute", owner, "shape")
        if name == "size":
            return self.run(("item", shape, [arguments]) if arguments else shape)
        if name == "numel":
            return self.sizes(shape)
        if name[-1] == "_" and is_fresh(owner):
            name = name[:-1]  # in place, of what has no name yet
        return self.function(name, [owner] + arguments, keywords)

    def function(self, name, arguments, keywords):
        if name in ("shape", "int_shape"):
            return self.shape(arguments[0])
        if name == "len":
            return self.shape(arguments[0])[0]
        if name == "epsilon" and not arguments:
            return scalar(1e-8)
        if name == "add_loss":
            return self.add_loss(self.array(arguments[0]))
        if name == "prod" or name == "reduce_prod":
            return self.sizes(arguments[0])
        if name in functions.CLIPS:
            return self.limited(name, arguments, keywords)
        if name in functions.CUTS and self.array(arguments[0]) is not self.values["x"]:
            raise Unreadable("gradient", f"No gradient flows through {quote(name)}.")
        if name == "expand_dims":
            return self.expanded(arguments, keywords)
        if name in SAME:
            for item in arguments[1:] + list(keywords.values()):
                if str(item[-1]).lstrip("u")[:3] in ("int", "boo", "lon"):
                    functions.unread(str(item[-1]))
            return self.flattened(name, arguments)
        for word in keywords:
            if word not in KEYWORDS:
                functions.unread(word)
        if name in SUMS:
            return self.fold(name, arguments, keywords)
        if name in PAIRS and len(arguments) == 2:
            left, right = self.array(arguments[0]), self.array(arguments[1])
            if name in ("pow", "power"):
                self.check_bend(arguments[0], left)
            return self.broadcast(PAIRS[name], left, right)
        plain = functions.SINGLE.get(name)
        if plain and len(arguments) == 1:
            value = self.array(arguments[0])
            if name not in ("negative", "neg"):
                self.check_bend(arguments[0], value)
            return each(plain, value)
        hint = f"I do not know the function {quote(name)} with these arguments."
        raise Unreadable("unknown_function", hint)

    def expanded(self, arguments, keywords):
        """What `expand_dims` returns. Behind the pixels a new axis is a channel: nothing here."""
        value = self.array(arguments[0])
        axis = self.option(AXIS_WORDS, keywords, arguments[1:])
        place = int(axis.data[0]) if isinstance(axis, Array) else 0
        count = len(value.shape)
        if count == 1 and -3 < place < 2:
            place += 2 if place < 0 else 0
            return Array(value.shape[:place] + (1,) + value.shape[place:], value.data)
        if count and place != -1 and place < count:
            raise Unreadable("index", "I cannot follow a new axis here.")
        return value

    def flattened(self, name, arguments):
        """What `view(-1)` and the like return: one axis; the others keep the batch apart."""
        value = self.array(arguments[0])
        if name == "squeeze":
            shape = tuple([size for size in value.shape if size != 1])
            return Array(shape, value.data, value.role, value.pixels)
        shapes = [item[1] if item[0] == "tuple" else [item] for item in arguments[1:]]
        flat = shapes == [[("negative", ("number", 1.0))]] or name == "flatten" and not shapes
        if flat and len(value.shape) > 1:
            return Array((len(value.data),), value.data, value.role)
        return value

    def limited(self, name, arguments, keywords):
        """What a net returns, between two limits that keep it finite.

        On a term of the loss they make another objective, at values that the test may not meet.
        """
        values = [self.run(item) for item in arguments] + [None, None]
        if name[-4:] == "imum":
            if values[0].shape == ():
                values.insert(0, values.pop(1))
            if name == "minimum":
                values.insert(1, None)
        for word in keywords:
            values[1 + ("max" in word)] = self.run(keywords[word])
        found = values[0]
        for inner, limit in (max, values[1]), (min, values[2]):
            if limit is not None:
                bound = limit.data[0]
                wide = abs(bound) >= 5 or min(abs(bound), abs(1 - bound)) <= 1.001e-3
                if not found.role or limit.shape != () or not wide:
                    hint = f"{quote(name)} may change a term, as free bits do."
                    raise Unreadable("limit", hint)
                found = combine(inner, found, limit)
        return found

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

    def option(self, words, keywords, positional):
        given = [keywords[word] for word in words if word in keywords] + positional
        return self.run(given[0]) if given else None

    def fold(self, name, arguments, keywords):
        axes = self.option(AXIS_WORDS, keywords, arguments[1:2])
        if axes is not None:
            axes = axes if isinstance(axes, tuple) else (axes,)
            axes = [int(axis.data[0]) for axis in axes]
        keep = self.option(KEEP, keywords, arguments[2:]) is True
        return functions.reduce(self.array(arguments[0]), axes, SUMS[name], keep)

    def loss(self, name, path, arguments, keywords):
        words = ("labels", "y_true", "input", "logits", "y_pred", "target", "output")
        both = arguments + [keywords[word] for word in words if word in keywords]
        options = {}
        for word in keywords:
            if word not in words:
                tree = keywords[word]
                value = self.run(tree) if tree[0] != "attribute" else tree[2].lower()
                options[word] = value.data[0] if isinstance(value, Array) else value
        if len(both) == 3 and name == "binary_crossentropy":
            options["from_logits"] = self.run(both.pop())
        if len(both) != 2 or not functions.loss_kind(name):
            functions.unread(name)
        first, second = self.array(both[0]), self.array(both[1])
        found, swapped = functions.library_loss(name, path, first, second, options)
        if swapped:
            self.notes.add("swapped")
        return found
