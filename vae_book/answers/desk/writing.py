"""Writes the desk's own nodes as MathML and as LaTeX (see `write.mathml`, `write.latex`)."""

from ..write import latex, mathml

GREEK = {"theta": "θ", "phi": "φ", "eps": "ε"}
mo, mi, tag = mathml._mo, mathml._mi, mathml._tag


def _loose(node, level):
    return mathml._write(node, level)


def _square(inner):
    return tag("mrow", mo("["), inner, mo("]"))


def _under(density):
    return "ε" if density == "eps" else density


def _m_symbol(node):
    name = node[1]
    if "(" in name and node[2]:
        name = name.replace("_k", "_" + node[2]).replace("_d", "_" + node[2])
    if "(" in name:
        return tag("mrow", *_letters(name))
    if name in GREEK:
        return mi(GREEK[name])
    return _plain_symbol(node)


def _letters(name):
    """The MathML of a density such as p(x|z), letter by letter."""
    parts, place = [], 0
    while place < len(name):
        character = name[place]
        width = 2 if name[place : place + 2] in ("KL", "||") else 1
        sub = name[place + 1 : place + 2] == "_"
        if character.isalpha() or character == "ε":
            text = mi(name[place : place + width])
            if sub:
                text, width = tag("msub", text, mi(name[place + 2])), 3
        else:
            text = mo({"||": "∥"}.get(name[place : place + width], character))
        parts.append(text)
        place += width
    return parts


def _m_mean(node):
    under = tag("mrow", *_letters(_under(node[2])))
    return tag("mrow", tag("msub", mi("E"), under), _square(_loose(node[1], mathml.LOW)))


def _m_integral(node):
    variable = {"eps": "ε"}.get(node[2], node[2])
    return tag("mrow", mo("∫"), _loose(node[1], mathml.LOW), mi("\u2009d"), mi(variable))


def _m_gradient(node):
    by, body = node[1]
    if by[1] in ("theta", "phi"):
        sign = tag("msub", mo("∇"), _m_symbol(by))
    else:
        sign = tag("mfrac", mo("∂"), tag("mrow", mo("∂"), _m_symbol(by)))
    return tag("mrow", sign, mathml._write(body, mathml.PRODUCT))


def _m_density(node):
    parts = [mathml._write(part, mathml.LOW) for part in node[1]]
    inner = [parts[0], mo("|"), parts[1]] + ([mo(","), parts[2]] if len(parts) > 2 else [])
    return tag("mrow", mi(node[2]), mo("("), *inner, mo(")"))


def _m_given(node):
    return tag("mrow", mi("p"), mo("("), mi("x"), mo("|"), mathml._write(node[1], 1), mo(")"))


def _m_slope(node):
    return tag("mrow", mi("f"), mo("′"), mo("("), mathml._write(node[1], 1), mo(")"))


_plain_symbol = mathml.WRITERS["symbol"]
_latex_symbol = latex.WRITERS["symbol"]
mathml.WRITERS["symbol"] = _m_symbol
mathml.WRITERS["E"] = _m_mean
mathml.WRITERS["int"] = _m_integral
mathml.WRITERS["grad"] = _m_gradient
mathml.WRITERS["density"] = _m_density
mathml.WRITERS["given"] = _m_given
mathml.WRITERS["slope"] = _m_slope
mathml.BINDING["grad"] = mathml.PRODUCT


def _l_text(name):
    name = (
        name.replace("||", " \\,\\Vert\\, ").replace("KL", "\\mathrm{KL}").replace("|", " \\mid ")
    )
    return {"eps": "\\epsilon", "theta": "\\theta", "phi": "\\phi"}.get(name, name)


def _l_symbol(node):
    name = node[1]
    if "(" in name and node[2]:
        name = name.replace("_k", "_" + node[2]).replace("_d", "_" + node[2])
    if "(" in name or name in GREEK:
        return _l_text(name)
    return _latex_symbol(node)


def _l_mean(node):
    inner = latex._write(node[1], latex.LOW)
    return "\\mathbb{E}_{" + _l_text(node[2]) + "}\\left[" + inner + "\\right]"


def _l_integral(node):
    return "\\int " + latex._write(node[1], latex.LOW) + " \\,d" + _l_text(node[2])


def _l_gradient(node):
    by, body = node[1]
    if by[1] in ("theta", "phi"):
        sign = "\\nabla_{" + _l_symbol(by) + "} "
    else:
        sign = "\\frac{\\partial}{\\partial " + _l_symbol(by) + "} "
    return sign + latex._write(body, latex.PRODUCT)


def _l_density(node):
    parts = [latex._write(part, latex.LOW) for part in node[1]]
    family = "\\mathcal{N}" if node[2] == "N" else "\\mathrm{" + node[2] + "}"
    return family + "\\left(" + parts[0] + " \\mid " + ", ".join(parts[1:]) + "\\right)"


def _l_given(node):
    return "p\\left(x \\mid " + latex._write(node[1], latex.LOW) + "\\right)"


def _l_slope(node):
    return "f'\\left(" + latex._write(node[1], latex.LOW) + "\\right)"


latex.WRITERS["symbol"] = _l_symbol
latex.WRITERS["E"] = _l_mean
latex.WRITERS["int"] = _l_integral
latex.WRITERS["grad"] = _l_gradient
latex.WRITERS["density"] = _l_density
latex.WRITERS["given"] = _l_given
latex.WRITERS["slope"] = _l_slope
