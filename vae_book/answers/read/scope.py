"""Indices: which are free, which a sum binds, and where a sum without brackets ends.

An index slot is a pair `(axis, letter)`. The letter is `""` for a vector without index (`x`
instead of `x_d`); the axis is `""` for a scalar that was given an index all the same (`sigma_d`).
"""

from .limits import Unreadable
from .nodes import add, children, rebuild, strip_groups, walk


def free(node, names):
    """The set of index slots of `node` that no sum in it binds."""
    kind = node[0]
    if kind == "symbol":
        return _symbol_slots(node, names)
    slots = set()
    for child in children(node):
        slots = slots | free(child, names)
    if kind in ("fold", "dot", "norm"):
        return slots - bound(node, slots, names)
    return slots


def _symbol_slots(node, names):
    axis, letter = names.axis_of(node[1]), node[2]
    if letter is not None and letter in "0123456789":
        raise Unreadable(
            "index", "{}_{} is one component. Write the general one, such as x_d.".format(*node[1:])
        )
    if axis is None:
        return {("", letter)} if letter else set()
    return {(axis, letter or "")}


def bound(node, slots, names):
    """The slots among `slots` (free in its body) that a fold, dot or norm binds."""
    if node[0] != "fold":
        return {slot for slot in slots if slot[1] == "" and slot[0]}
    letter = node[2]
    if letter is None:
        return slots
    axis = fold_axis(letter, slots, names)
    bound_here = {slot for slot in slots if slot[1] == letter or slot == (axis, "")}
    if (axis, letter) in slots:
        for other in slots:
            if other[0] == axis and other[1] not in ("", letter):
                _refuse_two_indices(letter, other[1])
    return bound_here


def fold_axis(letter, slots, names):
    """The axis over which a sum with this index runs."""
    axes = sorted({axis for axis, name in slots if name == letter and axis})
    if len(axes) > 1:
        _refuse_two_sizes(letter)
    if axes:
        return axes[0]
    return letter if letter in names.axes else main_axis(names)


def _refuse_two_sizes(letter):
    hint = f"One index, {letter}, stands for two different sizes. Use two letters."
    raise Unreadable("index", hint)


def _refuse_two_indices(one, other):
    raise Unreadable(
        "index",
        f"The indices {one} and {other} both stand for one dimension. Use one of them, and let "
        "the sum run over it.",
    )


def main_axis(names):
    if not names.axes:
        raise Unreadable("index", "There is no index in this question: nothing to sum over.")
    return names.axes[0]


def free_axes(node, names):
    """The sorted axes over which the formula is free.

    Raises:
        Unreadable: If two different indices stand for the same axis, or one for two axes.
    """
    slots = [slot for slot in sorted(free(node, names)) if slot[0]]
    for place, slot in enumerate(slots):
        for other in slots[place + 1 :]:
            if slot[0] != other[0] and slot[1] and slot[1] == other[1]:
                _refuse_two_sizes(slot[1])
            if slot[0] == other[0] and slot[1] and other[1]:
                _refuse_two_indices(slot[1], other[1])
    return sorted({slot[0] for slot in slots})


# Where a sum ends. `sum_d a + b` is read by the index: if b carries d, it belongs to the sum,
# for a d outside the sum would mean nothing. "wide" takes everything that follows.


def settle(node, names, mode):
    """The tree with open sums extended over the terms that belong to them.

    Args:
        mode: `"index"`: through the last term that carries the index; `"axis"`: the same, but
            an index at a scalar (`sigma_d`) does not count; `"wide"`: to the end of the bracket;
            `"narrow"`: each sum ends with its product.
    """
    if node[0] == "add":
        node = _settle_terms(list(node[1]), names, mode)
    return rebuild(node, settle, names, mode)


def settled(tree, names, mode, scalar):
    """The tree with the ends of its sums and the meaning of its centred dots settled."""
    return dots_as_products(settle(tree, names, mode), names, scalar)


def has_sum_sign(node):
    """Whether the tree holds a sum whose end had to be worked out."""
    return any([part[0] == "fold" and part[4] != "call" for part in walk(node)])


def _settle_terms(terms, names, mode):
    settled = []
    while terms:
        term = terms.pop(0)
        fold = _last_fold(term)
        count = 0 if fold is None else _belonging(fold, terms, names, mode)
        if count:
            body = fold[3]
            for extra in terms[:count]:
                body = add(body, extra)
            term = _with_last_fold(term, fold[:3] + (body, "open"))
            terms = terms[count:]
        settled.append(term)
    return settled[0] if len(settled) == 1 else ("add", tuple(settled))


def _last_fold(term):
    """The sum sign at the end of a term such as `-1/2 sum_d a`, or None."""
    if term[0] == "neg":
        return _last_fold(term[1])
    if term[0] == "mul":
        return _last_fold(term[1][-1])
    return term if term[0] == "fold" and term[4] != "call" else None


def _with_last_fold(term, fold):
    if term[0] == "neg":
        return ("neg", _with_last_fold(term[1], fold))
    if term[0] == "mul":
        return ("mul", term[1][:-1] + (_with_last_fold(term[1][-1], fold),))
    return fold


def _belonging(fold, terms, names, mode):
    """How many of the terms behind the fold belong to it."""
    if mode == "wide":
        return len(terms)
    if mode == "narrow" or fold[4] == "closed":
        return 0
    count = 0
    for place, term in enumerate(terms):
        if _carries(term, fold, names, mode):
            count = place + 1
    return count


def _carries(term, fold, names, mode):
    slots = free(term, names)
    if mode == "axis":
        slots = {slot for slot in slots if slot[0]}
    return bool(bound(("fold",) + fold[1:3], slots, names))


def sum_terms(node, names, axes):
    """The tree with a sum in front of each term that carries a free index of `axes`."""
    if node[0] == "add":
        return ("add", tuple([sum_terms(term, names, axes) for term in node[1]]))
    if node[0] == "neg":
        return ("neg", sum_terms(node[1], names, axes))
    if node[0] in ("mul", "div"):
        first = node[1] if node[0] == "mul" else (node[1],)
        bearing = [part for part in first if free_axes(part, names)]
        below = node[0] == "div" and free_axes(node[2], names)
        if len(bearing) == 1 and not below and strip_groups(bearing[0])[0] == "add":
            inner = sum_terms(bearing[0], names, axes)
            if node[0] == "div":
                return ("div", inner, node[2])
            return ("mul", tuple([inner if part is bearing[0] else part for part in first]))
    if strip_groups(node)[0] == "add":
        return ("group", sum_terms(strip_groups(node), names, axes))
    if any([axis in axes for axis in free_axes(node, names)]):
        return ("fold", "sum", None, node, "call")
    return node


def dots_as_products(node, names, scalar):
    """Settles what a centred dot means: a scalar product of two vectors, or a product.

    Outside every sum, between two vectors without index, and where the answer is one number,
    `x · log rho` is the scalar product.
    """
    if node[0] == "fold":
        return rebuild(node, dots_as_products, names, False)
    node = rebuild(node, dots_as_products, names, scalar)
    if node[0] != "cdot":
        return node
    sides = [{slot for slot in free(side, names) if slot[0]} for side in node[1:]]
    vectors = sides[0] == sides[1] and len(sides[0]) == 1
    if scalar and vectors and list(sides[0])[0][1] == "":
        return ("dot", node[1], node[2])
    return ("mul", (node[1], node[2]))
