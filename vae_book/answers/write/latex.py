"""Writes LaTeX: a text so that none of it is a command, and a tree as a formula.

Every character that a reader typed passes through `escape`. The commands in the result are the
ones written here.
"""

from .writer import Writer

SPECIAL = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "$": "\\$",
    "&": "\\&",
    "#": "\\#",
    "%": "\\%",
    "_": "\\_",
    "^": "\\textasciicircum{}",
    "~": "\\textasciitilde{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
    '"': "\\textquotedbl{}",
    "`": "\\textasciigrave{}",
    "'": "{'}",  # two of them would become one closing quotation mark
    "-": "{-}",  # two of them would become a dash
}
MATHS = {
    "ρ": "\\rho",
    "μ": "\\mu",
    "σ": "\\sigma",
    "π": "\\pi",
    "ε": "\\varepsilon",
    "ϵ": "\\epsilon",
    "θ": "\\theta",
    "φ": "\\varphi",
    "ϕ": "\\phi",
    "Σ": "\\Sigma",
    "∑": "\\sum",
    "∏": "\\prod",
    "√": "\\surd",
    "−": "-",
    "·": "\\cdot",
    "⋅": "\\cdot",
    "×": "\\times",
    "²": "^2",
    "³": "^3",
    "½": "\\frac{1}{2}",
    "‖": "\\Vert",
    "ᵀ": "^\\top",
    "⊤": "\\top",
}
LETTERS = {"rho", "mu", "sigma", "tau", "pi", "epsilon", "theta", "phi"}
FUNCTIONS = {"log", "exp"}


def escape(text):
    """`text` as LaTeX text. Characters that pdflatex lacks are named by their code."""
    return "".join([_escape_character(character) for character in text])


def _escape_character(character):
    if character in SPECIAL:
        return SPECIAL[character]
    if character in MATHS:
        return "\\ensuremath{" + MATHS[character] + "}"
    if character in "\t\n\r":
        return " "
    code = ord(character)
    return character if 32 <= code < 127 else f"[U+{code:04X}]"


def to_latex(tree):
    """The tree as LaTeX for a display."""
    return LATEX.write(tree)


def _name(name):
    if name in LETTERS:
        return "\\" + name
    if name in FUNCTIONS:
        return "\\" + name + " "
    return escape(name) if len(name) == 1 else "\\mathrm{" + escape(name) + "}"


def _density(name):
    for sign, command in (("||", " \\,\\Vert\\, "), ("KL", "\\mathrm{KL}"), ("|", " \\mid ")):
        name = name.replace(sign, command)
    return {"eps": "\\epsilon"}.get(name, name)


class Latex(Writer):
    """LaTeX for a display."""

    PLUS, MINUS, NEGATIVE, DOT, CDOT = " + ", " - ", "-", " \\cdot ", " \\cdot "
    TIMES, BLANK = " ", " "

    def row(self, *parts):
        return "".join(parts)

    def brackets(self, inner):
        return "\\left(" + inner + "\\right)"

    def on_number(self, node):
        return escape(node[2])

    def on_unspecified(self, node):
        return "\\mathrm{constant}"

    def symbol(self, name, index):
        return _name(name) + ("_{" + _name(index) + "}" if index else "")

    def fraction(self, above, below):
        return "\\frac{" + above + "}{" + below + "}"

    def raised(self, base, exponent):
        return "{" + base + "}^{" + exponent + "}"

    def transposed(self, base):
        return self.raised(base, "\\top")

    def call_sqrt(self, argument):
        return "\\sqrt{" + argument + "}"

    def call_abs(self, argument):
        return "\\left|" + argument + "\\right|"

    def call_square(self, argument):
        return self.brackets(argument) + "^{2}"

    def called(self, name, argument):
        base = name[3:] if name in ("log2", "log10") else ""
        return ("\\log_{" + base + "}" if base else _name(name)) + argument

    def fold_sign(self, operation, letter):
        sign = "\\operatorname{mean}" if operation == "mean" else "\\" + operation
        return sign + ("_{" + _name(letter) + "}" if letter else "")

    def on_norm(self, node):
        norm = "\\left\\Vert " + self.write(node[1]) + "\\right\\Vert"
        return norm + ("_1" if node[2] == 1 else "")

    def density(self, name):
        return _density(name)

    def mean(self, density, body):
        return "\\mathbb{E}_{" + _density(density) + "}\\left[" + body + "\\right]"

    def integral(self, body, variable):
        return "\\int " + body + " \\,d" + _density(variable)

    def nabla(self, by):
        return "\\nabla_{" + by + "} "

    def derivative(self, by):
        return "\\frac{\\partial}{\\partial " + by + "} "

    def family(self, name, parts):
        letters = "\\mathcal{N}" if name == "N" else "\\mathrm{" + name + "}"
        return letters + self.brackets(parts[0] + " \\mid " + ", ".join(parts[1:]))

    def on_given(self, node):
        return "p" + self.brackets("x \\mid " + self.write(node[1]))

    def on_slope(self, node):
        return "f'" + self.brackets(self.write(node[1]))


LATEX = Latex()
