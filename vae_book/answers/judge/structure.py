"""Whether an answer is simplified: which rule of the logarithm is still to be used in it."""

from ..read.nodes import children, strip_groups, walk

RULES = {
    "prod": "the log of a product is a sum of logs",
    "mul": "the log of a product is the sum of the logs",
    "div": "the log of a quotient is the difference of the logs",
    "pow": "the log of a power is the exponent times the log",
    "exp": "the log of exp(a) is a",
}


def rule_left(tree, names):
    """The rule that a log in the tree still asks for, in words, or None.

    A log of what depends on no data and no output of a network, such as log(2 pi sigma^2), is
    finished, and so is a log of a sum or of odds, log(rho/(1 - rho)).
    """
    if tree[0] == "call" and tree[1] == "log":
        kind = _unfinished(tree[2], names)
        if kind:
            return RULES[kind]
    for child in children(tree):
        found = rule_left(child, names)
        if found:
            return found
    return None


def _unfinished(node, names):
    """The kind of the product, quotient, power or exp that a log is taken of, or None."""
    node = strip_groups(node)
    if not _varies(node, names):
        return None
    if node[0] == "fold":
        return "prod" if node[1] == "prod" else None
    if node[0] == "pow":
        return "pow"
    if node[0] == "mul":
        varying = [factor for factor in node[1] if _varies(factor, names)]
        return "mul" if len(varying) > 1 else _unfinished(varying[0], names)
    if node[0] == "div":
        return "div" if _unfinished(node[1], names) or _unfinished(node[2], names) else None
    if node[0] == "call":
        return {"exp": "exp", "sqrt": "pow", "square": "pow"}.get(node[1])
    return None


def _varies(node, names):
    """Whether a quantity with an index occurs."""
    return any([part[0] == "symbol" and names.axis_of(part[1]) is not None for part in walk(node)])
