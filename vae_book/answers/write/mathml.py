"""Writes a tree as presentation MathML, so that readers see how they were read.

Every text that enters the string is escaped. Brackets are shown as typed, and added where a sum
would otherwise seem to end too early.
"""

LETTERS = {
    "rho": "ρ",
    "mu": "μ",
    "sigma": "σ",
    "tau": "τ",
    "pi": "π",
    "epsilon": "ε",
}
OPERATORS = {"sum": "∑", "prod": "∏", "mean": "mean"}
LOW, PRODUCT, TIGHT = 1, 2, 3


def escape(text):
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, entity)
    return text


def to_mathml(tree):
    """A complete `<math>` element for the tree."""
    return '<math display="block">' + _write(tree, LOW) + "</math>"


def _tag(name, *parts):
    return "<" + name + ">" + "".join(parts) + "</" + name + ">"


def _mi(text):
    return _tag("mi", escape(text))


def _mo(text):
    return _tag("mo", escape(text))


def _brackets(inner):
    return _tag("mrow", _mo("("), inner, _mo(")"))


def _write(node, level):
    """The MathML of a node, in brackets if it binds looser than `level`."""
    text = WRITERS[node[0]](node)
    loose = BINDING.get(node[0], TIGHT + 1) < level
    return _brackets(text) if loose else text


def _number(node):
    return _tag("mn", escape(node[2]))


def _symbol(node):
    name = _logvar() if node[1] == "logvar" else _mi(LETTERS.get(node[1], node[1]))
    if node[2]:
        return _tag("msub", name, _mi(node[2]))
    return name


def _logvar():
    return _tag("mi", "logvar")


def _unspecified(node):
    return _tag("mtext", "constant")


def _add(node):
    parts = []
    for place, term in enumerate(node[1]):
        negative = term[0] == "neg"
        if place or negative:
            parts.append(_mo("−" if negative else "+"))
        parts.append(_write(term[1] if negative else term, PRODUCT))
    return _tag("mrow", *parts)


def _negative(node):
    return _tag("mrow", _mo("−"), _write(node[1], PRODUCT))


def _multiply(node):
    parts = []
    for place, factor in enumerate(node[1]):
        if place:
            digits = factor[0] == "number" and node[1][place - 1][0] == "number"
            parts.append(_mo("·" if digits else "\u2062"))
        last = place == len(node[1]) - 1
        parts.append(_write(factor, PRODUCT if last else TIGHT))
    return _tag("mrow", *parts)


def _bare(node):
    """The node inside one pair of brackets that a fraction bar makes needless."""
    return _write(node[1] if node[0] == "group" else node, LOW)


def _divide(node):
    return _tag("mfrac", _bare(node[1]), _bare(node[2]))


def _power(node):
    return _tag("msup", _row(_write(node[1], TIGHT + 1)), _row(_bare(node[2])))


def _row(text):
    return _tag("mrow", text)


def _group(node):
    return _brackets(_write(node[1], LOW))


def _call(node):
    name, argument = node[1], node[2]
    if name == "sqrt":
        return _tag("msqrt", _write(argument, LOW))
    if name == "abs":
        return _tag("mrow", _mo("|"), _write(argument, LOW), _mo("|"))
    if name == "exp":
        return _tag("msup", _mi("e"), _row(_write(argument, LOW)))
    if name == "square":
        return _tag("msup", _brackets(_write(argument, LOW)), _tag("mn", "2"))
    return _tag("mrow", _function_name(name), _brackets(_write(argument, LOW)))


def _function_name(name):
    if name in ("log2", "log10"):
        return _tag("msub", _mi("log"), _tag("mn", name[3:]))
    return _mi(name)


def _fold(node):
    sign = _mi("mean") if node[1] == "mean" else _mo(OPERATORS[node[1]])
    sign = _tag("munder", sign, _mi(node[2])) if node[2] else sign
    return _tag("mrow", sign, _write(node[3], PRODUCT))


def _dot(node):
    transposed = _tag("msup", _row(_write(node[1], TIGHT + 1)), _mo("⊤"))
    return _tag("mrow", transposed, _write(node[2], TIGHT + 1))


def _centred_dot(node):
    return _tag("mrow", _write(node[1], TIGHT), _mo("·"), _write(node[2], TIGHT))


def _transpose(node):
    return _tag("msup", _row(_write(node[1], TIGHT + 1)), _mo("⊤"))


def _norm(node):
    norm = _tag("mrow", _mo("‖"), _write(node[1], LOW), _mo("‖"))
    return _tag("msub", norm, _tag("mn", "1")) if node[2] == 1 else norm


BINDING = {
    "add": LOW,
    "neg": LOW,
    "mul": PRODUCT,
    "cdot": PRODUCT,
    "dot": PRODUCT,
    "fold": PRODUCT,
    "pow": TIGHT,
    "transpose": TIGHT,
    "div": TIGHT,
}
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
