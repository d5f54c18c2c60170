"""Writes LaTeX: a text so that none of it is a command, and a tree as a formula.

Every character that a reader typed passes through `escape`. The commands in the result are the
ones written here.
"""

from .mathml import BINDING, LOW, PRODUCT, TIGHT

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
LETTERS = {"rho", "mu", "sigma", "tau", "pi", "epsilon"}
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
    return _write(tree, LOW)


def _write(node, level):
    """The LaTeX of a node, in brackets if it binds looser than `level`."""
    text = WRITERS[node[0]](node)
    return _brackets(text) if BINDING.get(node[0], TIGHT + 1) < level else text


def _brackets(text):
    return "\\left(" + text + "\\right)"


def _name(name):
    if name in LETTERS:
        return "\\" + name
    if name in FUNCTIONS:
        return "\\" + name + " "
    return escape(name) if len(name) == 1 else "\\mathrm{" + escape(name) + "}"


def _number(node):
    return escape(node[2])


def _symbol(node):
    return _name(node[1]) + ("_{" + _name(node[2]) + "}" if node[2] else "")


def _unspecified(node):
    return "\\mathrm{constant}"


def _add(node):
    parts = []
    for place, term in enumerate(node[1]):
        negative = term[0] == "neg"
        if place or negative:
            parts.append(" - " if negative else " + ")
        parts.append(_write(term[1] if negative else term, PRODUCT))
    return "".join(parts)


def _negative(node):
    return "-" + _write(node[1], PRODUCT)


def _multiply(node):
    last = len(node[1]) - 1
    parts = []
    for place, factor in enumerate(node[1]):
        digits = place and factor[0] == "number" and node[1][place - 1][0] == "number"
        parts.append(" \\cdot " if digits else " " if place else "")
        parts.append(_write(factor, PRODUCT if place == last else TIGHT))
    return "".join(parts)


def _bare(node):
    """The node inside one pair of brackets that a fraction bar makes needless."""
    return _write(node[1] if node[0] == "group" else node, LOW)


def _divide(node):
    return "\\frac{" + _bare(node[1]) + "}{" + _bare(node[2]) + "}"


def _power(node):
    return "{" + _write(node[1], TIGHT + 1) + "}^{" + _bare(node[2]) + "}"


def _group(node):
    return _brackets(_write(node[1], LOW))


def _call(node):
    name, argument = node[1], _write(node[2], LOW)
    if name == "sqrt":
        return "\\sqrt{" + argument + "}"
    if name == "abs":
        return "\\left|" + argument + "\\right|"
    if name == "square":
        return _brackets(argument) + "^{2}"
    if name in ("log2", "log10"):
        return "\\log_{" + name[3:] + "}" + _brackets(argument)
    return _name(name) + _brackets(argument)


def _fold(node):
    sign = "\\operatorname{mean}" if node[1] == "mean" else "\\" + node[1]
    sign += "_{" + _name(node[2]) + "}" if node[2] else ""
    return sign + " " + _write(node[3], PRODUCT)


def _dot(node):
    return _transpose(node) + " " + _write(node[2], TIGHT + 1)


def _centred_dot(node):
    return _write(node[1], TIGHT) + " \\cdot " + _write(node[2], TIGHT)


def _transpose(node):
    return "{" + _write(node[1], TIGHT + 1) + "}^{\\top}"


def _norm(node):
    return "\\left\\Vert " + _write(node[1], LOW) + "\\right\\Vert" + ("_1" if node[2] == 1 else "")


WRITERS = {
    "number": _number,
    "symbol": _symbol,
    "unspecified": _unspecified,
    "add": _add,
    "neg": _negative,
    "mul": _multiply,
    "div": _divide,
    "pow": _power,
    "group": _group,
    "call": _call,
    "fold": _fold,
    "dot": _dot,
    "cdot": _centred_dot,
    "transpose": _transpose,
    "norm": _norm,
}
