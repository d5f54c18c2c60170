"""Writes LaTeX: a text so that none of it is a command, and a tree as a formula.

Every character that a reader typed passes through `escape`. The commands in the result are the
ones written here.
"""

from ..read.spellings import GREEK, UNICODE
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
MATHS = {sign: UNICODE[sign].strip() for sign in "ρμσπϵθϕ∑∏−·⋅½⊤"}
MATHS.update(
    {
        "ε": "\\varepsilon",
        "φ": "\\varphi",
        "Σ": "\\Sigma",
        "√": "\\surd",
        "×": "\\times",
        "²": "^2",
        "³": "^3",
        "‖": "\\Vert",
        "ᵀ": "^\\top",
    }
)
FUNCTIONS = {"log", "exp"}
FORMS = {
    "row": "%s",
    "group": "\\left(%s\\right)",
    "number": "%s",
    "constant": "\\mathrm{constant}",
    "index": "%s_{%s}",
    "plus": " + ",
    "minus": " - ",
    "negative": "-",
    "times": " ",
    "cdot": " \\cdot ",
    "comma": ", ",
    "blank": " ",
    "div": "\\frac{%s}{%s}",
    "pow": "{%s}^{%s}",
    "transpose": "{%s}^{\\top}",
    "sqrt": "\\sqrt{%s}",
    "abs": "\\left|%s\\right|",
    "square": "\\left(%s\\right)^{2}",
    "log2": "\\log_{2}\\left(%s\\right)",
    "log10": "\\log_{10}\\left(%s\\right)",
    "sum": "\\sum",
    "prod": "\\prod",
    "mean": "\\operatorname{mean}",
    "under": "%s_{%s}",
    "norm": "\\left\\Vert %s\\right\\Vert",
    "norm1": "\\left\\Vert %s\\right\\Vert_1",
    "E": "\\mathbb{E}_{%s}\\left[%s\\right]",
    "int": "\\int %s \\,d%s",
    "nabla": "\\nabla_{%s} ",
    "partial": "\\frac{\\partial}{\\partial %s} ",
    "N": "\\mathcal{N}",
    "density": "%s\\left(%s \\mid %s\\right)",
    "given": "p\\left(x \\mid %s\\right)",
    "slope": "f'\\left(%s\\right)",
}


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
    if name == "eps":
        return "\\epsilon"
    if name in GREEK:
        return "\\" + name
    if name in FUNCTIONS:
        return "\\" + name + " "
    return escape(name) if len(name) == 1 else "\\mathrm{" + escape(name) + "}"


def _density(name):
    for sign, command in (("||", " \\,\\Vert\\, "), ("KL", "\\mathrm{KL}"), ("|", " \\mid ")):
        name = name.replace(sign, command)
    return {"eps": "\\epsilon"}.get(name, name)


LATEX = Writer(FORMS, escape, _name, _density)
