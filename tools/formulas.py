r"""The book's LaTeX in words: what a screen reader says of a formula in a tagged PDF.

Read is the LaTeX that `vae_book.derivations` and `vae_book.answers` write, no more. Anything else
is refused by name, so that a formula is never misread.
"""

import re

TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|:=|[0-9]+|\S")
GREEK = ("mu", "pi", "rho", "sigma", "theta", "epsilon", "phi")
SIGNS = {
    "+": "plus",
    "-": "minus",
    "=": "equals",
    ":=": "is defined as",
    r"\ge": "is at least",
    r"\odot": "times, element by element,",
    ",": ",",
    "(": "open bracket",
    ")": "close bracket",
    "[": "open bracket",
    "]": "close bracket",
    r"\mid": "given",
    r"\|": "relative to",
    r"\,": "",
    r"\left": "",
    r"\right": "",
    r"\log": "log",
    r"\exp": "exp",
    r"\partial": "partial",
    **{"\\" + name: name for name in GREEK},
}
OPERATORS = {r"\sum": "the sum", r"\prod": "the product"}
WRAPPERS = {
    r"\sqrt": "the square root of {}, end root,",
    r"\boldsymbol": "bold {}",
    r"\mathcal": "calligraphic {}",
}
POWERS = {"2": "squared", "3": "cubed"}


def spoken(latex):
    """A LaTeX string in words.

    Raises:
        ValueError: If a command or character is not among those that the book's printers write.
    """
    return _Reader(latex).row()


def _join(parts):
    """The parts as one row."""
    return " ".join(part for part in parts if part).replace(" ,", ",")


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
        return _range(base, scripts) if token in OPERATORS else _indexed(base, scripts)

    def part(self):
        """Reads one token, or one command with its groups."""
        token = self.next()
        if token == "{":
            return self.closed()
        if token == r"\frac":
            return self.fraction()
        if token in WRAPPERS:
            return WRAPPERS[token].format(self.group())
        if token == r"\mathrm":
            return self.group().replace(" ", "")
        if token.isdigit() or (len(token) == 1 and token.isascii() and token.isalpha()):
            return token
        if token in SIGNS or token in OPERATORS:
            return SIGNS[token] if token in SIGNS else OPERATORS[token]
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
        if " " in above + below:
            return f"the fraction {above} over {below}, end fraction,"
        return f"{above} over {below}"


def _range(words, scripts):
    """The words of a sum or product: over its index, or from its first to its last."""
    if "^" in scripts:
        return f"{words} from {scripts['_']} to {scripts['^']} of"
    return f"{words} over {scripts['_']} of"


def _indexed(words, scripts):
    if "_" in scripts:
        words += f" sub {scripts['_']}"
    if "^" in scripts:
        power = scripts["^"]
        words += " " + POWERS.get(power, f"to the power {power}, end power,")
    return words
