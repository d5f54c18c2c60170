"""Writes a tree as presentation MathML, so that readers see how they were read.

Every text that enters the string is escaped.
"""

from .writer import Writer

LETTERS = {
    "rho": "ρ", "mu": "μ", "sigma": "σ", "tau": "τ", "pi": "π", "epsilon": "ε", "eps": "ε",
    "theta": "θ", "phi": "φ",
}  # fmt: skip
LOG = "<mrow><msub><mi>log</mi><mn>{}</mn></msub><mrow><mo>(</mo>%s<mo>)</mo></mrow></mrow>"
NORM = "<mrow><mo>‖</mo>%s<mo>‖</mo></mrow>"
FORMS = {
    "row": "<mrow>%s</mrow>",
    "group": "<mrow><mo>(</mo>%s<mo>)</mo></mrow>",
    "number": "<mn>%s</mn>",
    "constant": "<mtext>constant</mtext>",
    "index": "<msub>%s%s</msub>",
    "plus": "<mo>+</mo>",
    "minus": "<mo>−</mo>",
    "negative": "<mo>−</mo>",
    "times": "<mo>\u2062</mo>",
    "cdot": "<mo>·</mo>",
    "comma": "<mo>,</mo>",
    "blank": "",
    "div": "<mfrac>%s%s</mfrac>",
    "pow": "<msup><mrow>%s</mrow><mrow>%s</mrow></msup>",
    "transpose": "<msup><mrow>%s</mrow><mo>⊤</mo></msup>",
    "sqrt": "<msqrt>%s</msqrt>",
    "abs": "<mrow><mo>|</mo>%s<mo>|</mo></mrow>",
    "exp": "<msup><mi>e</mi><mrow>%s</mrow></msup>",
    "square": "<msup><mrow><mo>(</mo>%s<mo>)</mo></mrow><mn>2</mn></msup>",
    "log2": LOG.format(2),
    "log10": LOG.format(10),
    "sum": "<mo>∑</mo>",
    "prod": "<mo>∏</mo>",
    "mean": "<mi>mean</mi>",
    "under": "<munder>%s%s</munder>",
    "norm": NORM,
    "norm1": "<msub>" + NORM + "<mn>1</mn></msub>",
    "E": "<mrow><msub><mi>E</mi>%s</msub><mrow><mo>[</mo>%s<mo>]</mo></mrow></mrow>",
    "int": "<mrow><mo>∫</mo>%s<mi>\u2009d</mi>%s</mrow>",
    "nabla": "<msub><mo>∇</mo>%s</msub>",
    "partial": "<mfrac><mo>∂</mo><mrow><mo>∂</mo>%s</mrow></mfrac>",
    "density": "<mrow>%s<mo>(</mo>%s<mo>|</mo>%s<mo>)</mo></mrow>",
    "given": "<mrow><mi>p</mi><mo>(</mo><mi>x</mi><mo>|</mo>%s<mo>)</mo></mrow>",
    "slope": "<mrow><mi>f</mi><mo>′</mo><mo>(</mo>%s<mo>)</mo></mrow>",
}


def escape(text):
    """The text with the characters that mean something in markup named."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, entity)
    return text


def to_mathml(tree):
    """A complete `<math>` element for the tree."""
    return display(MATHML.write(tree))


def display(inside):
    """The `<math>` element that holds the inside."""
    return '<math display="block">' + inside + "</math>"


def _name(name):
    return "<mi>" + escape(LETTERS.get(name, name)) + "</mi>"


def _density(name):
    """A density such as p(x|z), letter by letter."""
    name = LETTERS.get(name, name)
    parts, place = [], 0
    while place < len(name):
        character = name[place]
        width = 2 if name[place : place + 2] in ("KL", "||") else 1
        if not (character.isalpha() or character == "ε"):
            shown = {"||": "∥"}.get(name[place : place + width], character)
            text = "<mo>" + escape(shown) + "</mo>"
        elif name[place + 1 : place + 2] == "_":
            text, width = FORMS["index"] % (_name(character), _name(name[place + 2])), 3
        else:
            text = _name(name[place : place + width])
        parts.append(text)
        place += width
    return FORMS["row"] % "".join(parts)


MATHML = Writer(FORMS, escape, _name, _density)
