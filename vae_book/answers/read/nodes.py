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

# The nodes with a tuple of children, and where the children of the others are, if not at 1.
MANY = ("add", "mul", "grad", "density")
PLACES = {
    "number": (), "symbol": (), "unspecified": (), "div": (1, 2), "pow": (1, 2), "dot": (1, 2),
    "cdot": (1, 2), "call": (2,), "fold": (3,),
}  # fmt: skip


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
    if node[0] in MANY:
        return node[1]
    return tuple([node[place] for place in PLACES.get(node[0], (1,))])


def rebuild(node, change, *arguments):
    """`node` with `change(child, *arguments)` in the place of each child."""
    if node[0] in MANY:
        changed = []
        for child in node[1]:  # in a comprehension, each level would take more of the stack
            changed.append(change(child, *arguments))
        return (node[0], tuple(changed)) + node[2:]
    places = PLACES.get(node[0], (1,))
    if not places:
        return node
    parts = list(node)
    for place in places:
        parts[place] = change(node[place], *arguments)
    return tuple(parts)


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
