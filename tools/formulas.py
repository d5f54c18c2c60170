r"""Formulas for print: the book's LaTeX as Typst maths and in words.

Read is the LaTeX that `vae_book.derivations` and `vae_book.answers` write, no more. Anything else
is refused by name, so that a formula is never misread. A tagged PDF needs the words: they are
what a screen reader says.
"""

import re
from typing import NamedTuple

TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|:=|[0-9]+|\S")


class Formula(NamedTuple):
    """A formula, or a part of one, in Typst's notation and in English."""

    typst: str
    words: str


GREEK = ("mu", "pi", "rho", "sigma", "theta")
SIGNS = {
    "+": Formula("+", "plus"),
    "-": Formula("-", "minus"),
    "=": Formula("=", "equals"),
    ":=": Formula("colon.eq", "is defined as"),
    r"\ge": Formula(">=", "is at least"),
    r"\odot": Formula("dot.o", "times, element by element,"),
    ",": Formula("comma", ","),
    "(": Formula("(", "open bracket"),
    ")": Formula(")", "close bracket"),
    "[": Formula("[", "open bracket"),
    "]": Formula("]", "close bracket"),
    r"\mid": Formula('class("relation", bar.v)', "given"),
    r"\|": Formula('class("relation", bar.v.double)', "relative to"),
    r"\,": Formula("thin", ""),
    r"\left": Formula("", ""),  # Typst fits brackets to what they hold
    r"\right": Formula("", ""),
    r"\log": Formula("log", "log"),
    r"\exp": Formula("exp", "exp"),
    r"\partial": Formula("partial", "partial"),
    **{"\\" + name: Formula(name, name) for name in GREEK},
    r"\epsilon": Formula("epsilon.alt", "epsilon"),
    r"\phi": Formula("phi.alt", "phi"),
}
OPERATORS = {r"\sum": Formula("sum", "the sum"), r"\prod": Formula("product", "the product")}
POWERS = {"2": "squared", "3": "cubed"}


def convert(latex):
    """Returns the `Formula` of a LaTeX string.

    Raises:
        ValueError: If a command or character is not among those that the book's printers write.
    """
    return _Reader(latex).row()


def _join(parts):
    """Returns the parts as one row; empty parts leave no space."""
    typst = " ".join(part.typst for part in parts if part.typst)
    words = " ".join(part.words for part in parts if part.words)
    return Formula(typst, words.replace(" ,", ","))


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, latex):
        self.latex = latex
        self.tokens = TOKEN.findall(latex)

    def next(self):
        if not self.tokens:
            raise ValueError(f"The formula ends too early: {self.latex}")
        return self.tokens.pop(0)

    def row(self):
        """Reads up to the end, or to the brace that closes the group."""
        parts = []
        while self.tokens and self.tokens[0] != "}":
            parts.append(self.scripted())
        return _join(parts)

    def scripted(self):
        """Reads one part with what hangs below and above it."""
        token = self.tokens[0]
        base = self.part()
        scripts = {}
        while self.tokens and self.tokens[0] in ("_", "^"):
            sign = self.next()
            scripts[sign] = self.part()
        typst = base.typst + "".join(f"{sign}({scripts[sign].typst})" for sign in scripts)
        say = _range if token in OPERATORS else _indexed
        return Formula(typst, say(base.words, scripts))

    def part(self):
        """Reads one token, or one command with its groups."""
        token = self.next()
        if token == "{":
            return self.closed()
        if token in READERS:
            return READERS[token](self)
        if token.isdigit() or (len(token) == 1 and token.isascii() and token.isalpha()):
            return Formula(token, token)
        if token in SIGNS or token in OPERATORS:
            return SIGNS.get(token) or OPERATORS[token]
        raise ValueError(
            f"{token} is not known in the formula {self.latex}: add it to tools/formulas.py."
        )

    def group(self):
        """Reads a group in braces."""
        if self.next() != "{":
            raise ValueError(f"A group in braces is missing in the formula {self.latex}")
        return self.closed()

    def closed(self):
        inside = self.row()
        self.next()
        return inside

    def fraction(self):
        above, below = self.group(), self.group()
        typst = f"frac({above.typst}, {below.typst})"
        if " " in above.words + below.words:
            return Formula(typst, f"the fraction {above.words} over {below.words}, end fraction,")
        return Formula(typst, f"{above.words} over {below.words}")

    def root(self):
        inside = self.group()
        return Formula(f"sqrt({inside.typst})", f"the square root of {inside.words}, end root,")

    def bold(self):
        inside = self.group()
        return Formula(f"bold({inside.typst})", f"bold {inside.words}")

    def upright(self):
        name = self.group().typst.replace(" ", "")
        return Formula(f'op("{name}")', name)

    def calligraphic(self):
        inside = self.group()
        return Formula(f"cal({inside.typst})", f"calligraphic {inside.words}")


READERS = {
    r"\frac": _Reader.fraction,
    r"\sqrt": _Reader.root,
    r"\boldsymbol": _Reader.bold,
    r"\mathrm": _Reader.upright,
    r"\mathcal": _Reader.calligraphic,
}


def _range(words, scripts):
    """The words of a sum or product: over its index, or from its first to its last."""
    if "^" in scripts:
        return f"{words} from {scripts['_'].words} to {scripts['^'].words} of"
    return f"{words} over {scripts['_'].words} of"


def _indexed(words, scripts):
    if "_" in scripts:
        words += f" sub {scripts['_'].words}"
    if "^" in scripts:
        power = scripts["^"].words
        words += " " + POWERS.get(power, f"to the power {power}, end power,")
    return words
