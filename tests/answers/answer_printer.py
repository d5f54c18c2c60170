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
    """Plain text; the other dialects spell the same things otherwise."""

    times = (" * ", "*", " ")
    bracket, index, minus, power = "({})", "_{}", "{} - {}", "{}^{}"
    dot, dot_level = "dot({}, {})", 0
    library = ""
    symbols = {}
    indexed_sum = "sum_{axis} ({body})"
    vector_sums = ("sum({})",)

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
            return self.bracket.format(text)
        return text

    def write_num(self, tree):
        value = tree[1]
        return str(int(value)) if value == int(value) else repr(value)

    def write_var(self, tree):
        axis = self.names.axis_of(tree[1])
        index = self.index.format(axis) if axis and self.indexed else ""
        return self.symbol(tree[1]) + index

    def symbol(self, name):
        return self.symbols.get(name, name)

    def write_plus(self, tree):
        return self.write(tree[1], 1) + " + " + self.write(tree[2], 2)

    def write_minus(self, tree):
        return self.minus.format(self.write(tree[1], 1), self.write(tree[2], 2))

    def write_neg(self, tree):
        return "-" + self.write(tree[1], 2)

    def write_times(self, tree):
        left, right = self.write(tree[1], 2), self.write(tree[2], 3)
        sign = self.rng.choice(self.times)
        if right[0].isdigit() or right[0] == "." or tree[1][0] == "sum":
            sign = "*"
        argument = self.names.input_of(last_symbol(tree[1]))
        if argument and right.startswith(self.bracket.format(self.symbol(argument))):
            sign = "*"  # f (z) is f of z, to a reader as to the checker
        return self.close_sum(tree[1], left) + sign + right

    def close_sum(self, tree, text):
        """A sum before another factor gets brackets, for it would swallow the factor."""
        return self.bracket.format(text) if ends_with_sum(tree) else text

    def write_over(self, tree):
        return self.close_sum(tree[1], self.write(tree[1], 2)) + "/" + self.write(tree[2], 3)

    def write_power(self, tree):
        exponent = self.write(tree[2], 4)
        if exponent.startswith("-"):
            exponent = "(" + exponent + ")"
        return self.power.format(self.write(tree[1], 4), exponent)

    def write_fn(self, tree):
        return self.function(tree[1]) + self.bracket.format(self.write(tree[2], 0))

    def function(self, name):
        return self.library + name

    def write_sum(self, tree):
        _, axis, body = tree
        if not self.indexed and holds_vector(body, axis, self.names):
            if body[0] == "*" and self.rng.random() < 0.5:
                return self.dot.format(*(self.write(part, self.dot_level) for part in body[1:]))
            if self.vector_sums:
                return self.rng.choice(self.vector_sums).format(self.write(body, 0))
        kept, self.indexed = self.indexed, True
        text = self.write(body, 0)
        self.indexed = kept
        return self.indexed_sum.format(axis=axis, size=axis.upper(), body=text)


class Latex(Ascii):
    bracket, index, power = r"\left({}\right)", "_{{{}}}", "{}^{{{}}}"
    vector_sums = ()
    dot = r"\left(\left({}\right)^\top \left({}\right)\right)"
    symbols = {name: f"\\{name} " for name in GREEK}
    indexed_sum = r"\sum_{{{axis}=1}}^{{{size}}} \left({body}\right)"

    @property
    def times(self):
        return (r" \cdot ", " ", r"\,", " ") if self.indexed else (" ",)

    def symbol(self, name):
        return self.symbols.get(name, rf"\mathbf{{{name}}}")

    def write_over(self, tree):
        return rf"\frac{{{self.write(tree[1], 0)}}}{{{self.write(tree[2], 0)}}}"

    def write_power(self, tree):
        return self.power.format(self.write(tree[1], 4), self.write(tree[2], 0))

    def function(self, name):
        return "\\" + name if name in ("log", "exp") else name


class Numpy(Ascii):
    times = ("*", " * ")
    index, power = "[{}]", "{}**{}"
    dot, dot_level = "({} @ {})", 3
    library = "np."
    symbols = {"pi": "np.pi"}
    indexed_sum = "sum({body} for {axis} in range({size}))"
    vector_sums = ("np.sum({})", "np.sum({}, axis=-1)", "np.sum({}, axis=1, keepdims=True)")

    def __init__(self, names, rng):
        super().__init__(names, rng)
        self.indexed = False


class Keras(Numpy):
    library = "tf.math."
    vector_sums = tuple(text.replace("np.sum", "tf.reduce_sum") for text in Numpy.vector_sums)


class Unicode(Ascii):
    times = ("*", " × ", " ")
    minus = "{} − {}"
    dot = "⟨{}, {}⟩"
    symbols = GREEK
    indexed_sum = "Σ_{axis} ({body})"
    vector_sums = ("Σ ({})",)

    def write_power(self, tree):
        sign = {2.0: "²", -1.0: "⁻¹"}.get(tree[2][1]) if tree[2][0] == "num" else None
        return self.write(tree[1], 4) + sign if sign else super().write_power(tree)


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
