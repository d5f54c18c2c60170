"""Writes the trees of `answer_generator` in the dialects that readers use."""

GREEK = {"rho": "ρ", "mu": "μ", "sigma": "σ", "epsilon": "ε", "pi": "π"}
LEVELS = {"+": 1, "-": 1, "neg": 1, "*": 2, "/": 2, "sum": 2, "^": 3}


def write(tree, names, rng):
    """The tree as text, in a dialect and style drawn at random."""
    dialect = rng.choice((Ascii, Latex, Numpy, Keras, Unicode))
    return dialect(names, rng).write(tree, 0)


def holds_vector(tree, axis, names):
    if tree[0] == "var":
        return names.axis_of(tree[1]) == axis
    return any(holds_vector(part, axis, names) for part in tree[1:] if isinstance(part, tuple))


class Ascii:
    times = (" * ", "*", " ")
    power = "^%s"

    def __init__(self, names, rng):
        self.names = names
        self.rng = rng
        self.indexed = rng.random() < 0.5

    def write(self, tree, level):
        """The text, in brackets if it binds looser than `level`."""
        text = getattr(self, "write_" + NAMES.get(tree[0], tree[0]))(tree)
        own = LEVELS.get(tree[0], 4)
        negative = tree[0] == "num" and tree[1] < 0
        if own < level or negative and level > 1 or self.rng.random() < 0.03:
            return self.bracket(text)
        return text

    def bracket(self, text):
        return "(" + text + ")"

    def write_num(self, tree):
        value = tree[1]
        return str(int(value)) if value == int(value) else repr(value)

    def write_var(self, tree):
        axis = self.names.axis_of(tree[1])
        return self.symbol(tree[1]) + (self.index(axis) if axis and self.indexed else "")

    def symbol(self, name):
        return name

    def index(self, axis):
        return "_" + axis

    def write_plus(self, tree):
        return self.write(tree[1], 1) + " + " + self.write(tree[2], 2)

    def write_minus(self, tree):
        return self.write(tree[1], 1) + " - " + self.write(tree[2], 2)

    def write_neg(self, tree):
        return "-" + self.write(tree[1], 2)

    def write_times(self, tree):
        left, right = self.write(tree[1], 2), self.write(tree[2], 3)
        sign = self.rng.choice(self.times)
        if right[0].isdigit() or right[0] == "." or tree[1][0] == "sum":
            sign = "*"
        argument = self.names.input_of(last_symbol(tree[1]))
        if argument and right.startswith(self.bracket(self.symbol(argument))):
            sign = "*"  # f (z) is f of z, to a reader as to the checker
        return self.close_sum(tree[1], left) + sign + right

    def close_sum(self, tree, text):
        """A sum before another factor gets brackets, for it would swallow the factor."""
        return self.bracket(text) if ends_with_sum(tree) else text

    def write_over(self, tree):
        return self.close_sum(tree[1], self.write(tree[1], 2)) + "/" + self.write(tree[2], 3)

    def write_power(self, tree):
        exponent = self.write(tree[2], 4)
        if exponent.startswith("-"):
            exponent = "(" + exponent + ")"
        return self.write(tree[1], 4) + self.power % exponent

    def write_fn(self, tree):
        return self.function(tree[1]) + self.bracket(self.write(tree[2], 0))

    def function(self, name):
        return name

    def write_sum(self, tree):
        if self.indexed or not holds_vector(tree[2], tree[1], self.names):
            return self.indexed_sum(tree)
        if tree[2][0] == "*" and self.rng.random() < 0.5:
            return self.dot(tree[2])
        return self.vector_sum(tree)

    def indexed_sum(self, tree):
        kept, self.indexed = self.indexed, True
        text = self.bracket(self.write(tree[2], 0))
        self.indexed = kept
        return self.sum_sign(tree[1]) + " " + text

    def sum_sign(self, axis):
        return "sum_" + axis

    def vector_sum(self, tree):
        return "sum(" + self.write(tree[2], 0) + ")"

    def dot(self, product):
        return "dot(" + self.write(product[1], 0) + ", " + self.write(product[2], 0) + ")"


class Latex(Ascii):
    times = (r" \cdot ", " ", r"\,", " ")
    power = "^{%s}"

    def bracket(self, text):
        return r"\left(" + text + r"\right)"

    def symbol(self, name):
        return "\\" + name + " " if name in GREEK else r"\mathbf{" + name + "}"

    def index(self, axis):
        return "_{" + axis + "}"

    def write_times(self, tree):
        self.times = (" ",) if not self.indexed else Latex.times
        return super().write_times(tree)

    def write_over(self, tree):
        return r"\frac{" + self.write(tree[1], 0) + "}{" + self.write(tree[2], 0) + "}"

    def write_power(self, tree):
        return self.write(tree[1], 4) + "^{" + self.write(tree[2], 0) + "}"

    def function(self, name):
        return "\\" + name if name in ("log", "exp") else name

    def sum_sign(self, axis):
        return r"\sum_{" + axis + "=1}^{" + axis.upper() + "}"

    def vector_sum(self, tree):
        return self.indexed_sum(tree)

    def dot(self, product):
        left = self.bracket(self.write(product[1], 0))
        return self.bracket(left + r"^\top " + self.bracket(self.write(product[2], 0)))


class Numpy(Ascii):
    times = ("*", " * ")
    power = "**%s"
    module = "np."
    sum_name = "np.sum"

    def __init__(self, names, rng):
        super().__init__(names, rng)
        self.indexed = False

    def symbol(self, name):
        return "np.pi" if name == "pi" else name

    def function(self, name):
        return self.module + name

    def indexed_sum(self, tree):
        kept, self.indexed = self.indexed, True
        body = self.write(tree[2], 0)
        self.indexed = kept
        return "sum(" + body + " for " + tree[1] + " in range(" + tree[1].upper() + "))"

    def index(self, axis):
        return "[" + axis + "]"

    def vector_sum(self, tree):
        axis = self.rng.choice(("", ", axis=-1", ", axis=1, keepdims=True"))
        return self.sum_name + "(" + self.write(tree[2], 0) + axis + ")"

    def dot(self, product):
        return "(" + self.write(product[1], 3) + " @ " + self.write(product[2], 3) + ")"


class Keras(Numpy):
    module = "tf.math."
    sum_name = "tf.reduce_sum"


class Unicode(Ascii):
    times = ("*", " × ", " ")

    def symbol(self, name):
        return GREEK.get(name, name)

    def write_minus(self, tree):
        return self.write(tree[1], 1) + " − " + self.write(tree[2], 2)

    def write_power(self, tree):
        if tree[2] == ("num", 2.0):
            return self.write(tree[1], 4) + "²"
        if tree[2] == ("num", -1.0):
            return self.write(tree[1], 4) + "⁻¹"
        return super().write_power(tree)

    def sum_sign(self, axis):
        return "Σ_" + axis

    def vector_sum(self, tree):
        return "Σ (" + self.write(tree[2], 0) + ")"

    def dot(self, product):
        return "⟨" + self.write(product[1], 0) + ", " + self.write(product[2], 0) + "⟩"


def last_symbol(tree):
    """The name that the text of a tree ends with, if it is a symbol."""
    while isinstance(tree[-1], tuple):
        tree = tree[-1]
    return tree[1] if tree[0] == "var" else ""


def ends_with_sum(tree):
    if tree[0] in ("*", "neg"):
        return ends_with_sum(tree[-1])
    return tree[0] == "sum"


NAMES = {"+": "plus", "-": "minus", "*": "times", "/": "over", "^": "power"}
