"""What a formula still holds, and what is left to do in it: densities, means, logs of products."""

from ..read.nodes import children, contains, walk
from ..read.nodes import strip_groups as bare
from .nodes import symbols


def structures(tree, desk):
    """The set of what a formula still holds: densities, means, logs of products and the like."""
    found = set()
    _collect(tree, desk, found, ())
    return found


def count(tree, names):
    """How often symbols of these names occur in a formula."""
    return len([node for node in walk(tree) if node[0] == "symbol" and node[1] in names])


def _collect(node, desk, found, inside):
    kind = node[0]
    if kind == "symbol":
        name = node[1]
        if "(" in name or name in desk.define or name == "pi":
            found.add(name)
    elif kind in ("E", "int"):
        found.add("E:" + node[2] if kind == "E" else "an integral")
        if "grad" in inside:
            found.add("grad of a mean")
    elif kind == "density":
        found.add("N(...)" if node[2] == "N" else node[2] + "(...)")
    elif kind == "given":
        found.add("p(x|g)")
    elif kind == "grad":
        by = node[1][0]
        found.add("grad " + by[1])
        inside = inside + ("grad",)
    elif kind == "call" and node[1] == "log":
        inside = inside + ("log",)
        _log_structures(node[2], found)
        if _plain_number(node[2]):
            found.add("the log of a number")
    elif kind == "call" and node[1] == "exp" and bare(node[2])[:2] != ("symbol", "logvar"):
        found.add("an exp")
    elif kind == "mul" and len([part for part in node[1] if _numeric(part)]) > 1:
        found.add("a product of numbers")
    elif kind == "fold" and node[1] == "prod":
        found.add("a product over components")
    elif kind == "fold":
        found.add("a sum")
    for child in children(node) if kind != "grad" else node[1][1:]:
        _collect(child, desk, found, inside)


def _log_structures(node, found):
    node = bare(node)
    if node[0] in ("mul", "div", "pow"):
        parts = children(node)
        if node[0] == "pow" and _has_index(node[2]):
            found.add("the log of a power")
        elif node[0] != "pow":
            variable = any([_has_index(part) or _has_density(part) for part in parts])
            if variable or node[0] == "div" and not _plain_number(node[1]):
                found.add("the log of a product")
        if node[0] == "div" and _plain_number(node[1]):
            found.add("the log of 1 / ...")
        for part in parts:
            if part[0] in ("pow", "group", "mul"):
                _log_structures(part, found)
    if node[0] == "call" and node[1] == "sqrt" and symbols(node[2]) - {"pi", "e"}:
        found.add("the log of a root")
    if node[0] in ("E", "int"):
        found.add("the log of a mean")


def _numeric(node):
    node = bare(node)
    return node[0] == "number" or node[0] == "div" and _numeric(node[1]) and _numeric(node[2])


def _plain_number(node):
    return bare(node)[0] == "number"


def _has_index(node):
    return any([part[0] == "symbol" and part[2] is not None for part in walk(node)])


def _has_density(node):
    named = any(["(" in name for name in symbols(node)])
    return named or contains(node, "density")
