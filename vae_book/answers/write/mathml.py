"""Writes a tree as presentation MathML, so that readers see how they were read.

Every text that enters the string is escaped.
"""

from .writer import Writer

LETTERS = {
    "rho": "ρ", "mu": "μ", "sigma": "σ", "tau": "τ", "pi": "π", "epsilon": "ε", "eps": "ε",
    "theta": "θ", "phi": "φ",
}  # fmt: skip
OPERATORS = {"sum": "∑", "prod": "∏"}


def escape(text):
    """The text with the characters that mean something in markup named."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, entity)
    return text


def to_mathml(tree):
    """A complete `<math>` element for the tree."""
    return '<math display="block">' + MATHML.write(tree) + "</math>"


def tag(name, *parts):
    """An element."""
    return "<" + name + ">" + "".join(parts) + "</" + name + ">"


def mi(text):
    """An identifier."""
    return tag("mi", escape(text))


def mo(text):
    """An operator."""
    return tag("mo", escape(text))


def row(*parts):
    """Several parts in a row."""
    return tag("mrow", *parts)


class MathML(Writer):
    """Presentation MathML."""

    PLUS, MINUS, NEGATIVE, DOT, CDOT = mo("+"), mo("−"), mo("−"), mo("·"), mo("·")
    TIMES, BLANK = mo("\u2062"), ""

    def row(self, *parts):
        return row(*parts)

    def brackets(self, inner):
        return row(mo("("), inner, mo(")"))

    def on_number(self, node):
        return tag("mn", escape(node[2]))

    def on_unspecified(self, node):
        return tag("mtext", "constant")

    def symbol(self, name, index):
        letter = mi(LETTERS.get(name, name))
        return tag("msub", letter, mi(index)) if index else letter

    def fraction(self, above, below):
        return tag("mfrac", above, below)

    def raised(self, base, exponent):
        return tag("msup", row(base), row(exponent))

    def transposed(self, base):
        return tag("msup", row(base), mo("⊤"))

    def call_sqrt(self, argument):
        return tag("msqrt", argument)

    def call_abs(self, argument):
        return row(mo("|"), argument, mo("|"))

    def call_exp(self, argument):
        return tag("msup", mi("e"), row(argument))

    def call_square(self, argument):
        return tag("msup", self.brackets(argument), tag("mn", "2"))

    def called(self, name, argument):
        base = name[3:] if name in ("log2", "log10") else ""
        return row(tag("msub", mi("log"), tag("mn", base)) if base else mi(name), argument)

    def fold_sign(self, operation, letter):
        sign = mo(OPERATORS[operation]) if operation in OPERATORS else mi(operation)
        return tag("munder", sign, mi(letter)) if letter else sign

    def on_norm(self, node):
        norm = row(mo("‖"), self.write(node[1]), mo("‖"))
        return tag("msub", norm, tag("mn", "1")) if node[2] == 1 else norm

    def density(self, name):
        """A density such as p(x|z), letter by letter."""
        parts, place = [], 0
        while place < len(name):
            character = name[place]
            width = 2 if name[place : place + 2] in ("KL", "||") else 1
            if not (character.isalpha() or character == "ε"):
                text = mo({"||": "∥"}.get(name[place : place + width], character))
            elif name[place + 1 : place + 2] == "_":
                text, width = tag("msub", mi(character), mi(name[place + 2])), 3
            else:
                text = mi(name[place : place + width])
            parts.append(text)
            place += width
        return row(*parts)

    def mean(self, density, body):
        under = self.density(LETTERS.get(density, density))
        return row(tag("msub", mi("E"), under), row(mo("["), body, mo("]")))

    def integral(self, body, variable):
        return row(mo("∫"), body, mi("\u2009d"), mi(LETTERS.get(variable, variable)))

    def nabla(self, by):
        return tag("msub", mo("∇"), by)

    def derivative(self, by):
        return tag("mfrac", mo("∂"), row(mo("∂"), by))

    def family(self, name, parts):
        rest = [mo(","), parts[2]] if len(parts) > 2 else []
        return row(mi(name), mo("("), parts[0], mo("|"), parts[1], *rest, mo(")"))

    def on_given(self, node):
        return row(mi("p"), mo("("), mi("x"), mo("|"), self.write(node[1]), mo(")"))

    def on_slope(self, node):
        return row(mi("f"), mo("′"), mo("("), self.write(node[1]), mo(")"))


MATHML = MathML()
