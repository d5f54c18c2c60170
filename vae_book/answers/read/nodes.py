"""The formula as a tree of tuples, and the small functions that build it.

    ("number", value, text)      ("symbol", name, index or None)     ("unspecified",)
    ("add", terms)               ("neg", node)
    ("mul", factors)             ("div", above, below)               ("pow", base, exponent)
    ("call", function, node)     ("group", node)                     ("transpose", node)
    ("fold", operation, index or None, body, scope)    operation: sum, prod or mean
    ("dot", left, right)         ("cdot", left, right)               ("norm", node, order)

The derivation desk adds its own kinds (see `desk.grammar`).

`scope` of a fold is `"call"` for `sum(...)`, `"open"` for a sum sign whose end must be worked
out, `"closed"` for a sum sign followed by one bracket. `"cdot"` is a dot that may mean a product
or a scalar product. A minus is `("neg", ...)` inside `"add"`.
"""

from .limits import LARGEST_NUMBER, MAX_NODES, MAX_TREE_DEPTH, SMALLEST_NUMBER, Unreadable


def number(text):
    value = float(text)
    vanished = value == 0 and text.split("e")[0].split("E")[0].strip("0.") != ""
    if vanished or value != 0 and not SMALLEST_NUMBER <= value <= LARGEST_NUMBER:
        raise Unreadable(
            "number_size",
            f"The number {text} is too small or too large for this formula. A guard such as 1e-8 "
            "inside a log belongs to code, not to the formula.",
        )
    return ("number", value, text)


def add(left, right):
    if left[0] == "add":
        return ("add", left[1] + (right,))
    return ("add", (left, right))


def multiply(left, right):
    """A product; a transposed last factor makes it a scalar product with `right`."""
    last = left[1][-1] if left[0] == "mul" else left
    if last[0] == "transpose":
        product = ("dot", last[1], right)
        return ("mul", left[1][:-1] + (product,)) if left[0] == "mul" else product
    if left[0] == "mul":
        return ("mul", left[1] + (right,))
    return ("mul", (left, right))


def dot(left, right):
    return ("dot", left[1] if left[0] == "transpose" else left, right)


def children(node):
    """The tuple of nodes directly below `node`."""
    kind = node[0]
    if kind in ("number", "symbol", "unspecified"):
        return ()
    if kind in ("add", "mul", "grad", "density"):
        return node[1]
    if kind in ("div", "pow", "dot", "cdot"):
        return (node[1], node[2])
    if kind == "call":
        return (node[2],)
    if kind == "fold":
        return (node[3],)
    return (node[1],)


def rebuild(node, change, *arguments):
    """`node` with `change(child, *arguments)` in the place of each child."""
    kind = node[0]
    if kind in ("number", "symbol", "unspecified"):
        return node
    if kind in ("add", "mul", "grad", "density"):
        changed = []
        for child in node[1]:  # in a comprehension, each level would take more of the stack
            changed.append(change(child, *arguments))
        return (kind, tuple(changed)) + node[2:]
    if kind in ("div", "pow", "dot", "cdot"):
        return (kind, change(node[1], *arguments), change(node[2], *arguments))
    if kind == "call":
        return (kind, node[1], change(node[2], *arguments))
    if kind == "fold":
        return (kind, node[1], node[2], change(node[3], *arguments), node[4])
    return (kind, change(node[1], *arguments)) + node[2:]


def walk(node):
    """Yields the node and all nodes below it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(children(node))


def contains(node, kind):
    """Whether a node of this kind occurs in the tree."""
    return any([part[0] == kind for part in walk(node)])


def has_constant(tree):
    """Whether a formula holds an unnamed constant, which may stand as a term only.

    Raises:
        Unreadable: If the constant multiplies or divides.
    """
    kind = tree[0]
    if kind == "unspecified":
        return True
    if kind in ("add", "neg", "group") or kind == "fold" and tree[1] == "sum":
        return any([has_constant(part) for part in children(tree)])
    if contains(tree, "unspecified"):
        raise Unreadable("constant", "A constant may be added; as a factor it must be named.")
    return False


def strip_groups(node):
    """The node inside any number of brackets."""
    while node[0] == "group":
        node = node[1]
    return node


def refuse_large(tree):
    """Raises `Unreadable` if the tree has too many nodes or is too deep."""
    waiting = [(tree, 1)]
    count = 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if count > MAX_NODES or depth > MAX_TREE_DEPTH:
            raise Unreadable("too_large", "That formula is larger than any answer needs.")
        waiting.extend([(child, depth + 1) for child in children(node)])
