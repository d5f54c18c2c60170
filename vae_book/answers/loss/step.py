"""What a training step holds besides the loss: networks, gradients, records."""

from ..read.limits import Unreadable, quote

# What calls a network, or takes what it returns apart.
NETWORKS = "encod decod model net vae forward sampl param apply chunk split".split()
GRADIENTS = ("gradient", "backward", "minimize")
RECORDS = (
    "zero_grad train eval log log_dict update_state apply_gradients step append watch add_scalar "
    "set_postfix write"
).split()


def holds(tree, name):
    """Whether a name occurs in a tree."""
    if not isinstance(tree, (tuple, list)):
        return False
    return tree[:2] == ("name", name) or any([holds(part, name) for part in tree])


def has_gradient(tokens):
    """Whether a line takes a gradient."""
    return any([kind == "name" and text in GRADIENTS for kind, text in tokens])


def trained(tree):
    """What `tape.gradient(tree, ...)`, `tree.backward()` and the like take the gradient of."""
    if tree[0] != "call" or tree[1][0] != "attribute" or tree[1][2] not in GRADIENTS:
        return None
    if tree[1][2] == "backward" and not tree[2]:
        return tree[1][1]
    return tree[2][0] if tree[2] else None


def is_bookkeeping(tree):
    """Whether a line such as `optimizer.zero_grad()` only calls what changes no loss."""
    if tree[0] != "call" or tree[1][0] != "attribute" or tree[1][2] not in RECORDS:
        return False
    if any([item[0] in ("add", "multiply", "negative") for item in tree[2]]):
        return False  # a formula that stands nowhere else
    # `np.log(x)` is a formula, `self.log("loss", loss)` is not.
    return tree[1][2] != "log" or tree[1][1] == ("name", "self")


def is_network(tree):
    """Whether a network is called, whose outputs are told by their names."""
    if tree[0] == "item":
        return is_network(tree[1])
    if tree[0] != "call":
        return False
    words = _path(tree[1])
    return words == ["self"] or any([word in words[-1].lower() for word in NETWORKS])


def _path(tree):
    """The names of `a.b.c`; an empty one for what is no name."""
    if tree[0] == "name":
        return [tree[1]]
    return _path(tree[1]) + [tree[2]] if tree[0] == "attribute" else [""]


def unpacked(names, tree):
    """The statements of `a, b = c, d`; none where `tree` is what a network or a loader returns.

    Raises:
        Unreadable: If the names cannot be told apart from what they are made of.
    """
    flat = _all_names(names)
    if tree[0] == "tuple" and len(tree[1]) == len(flat) == len(names[1]):
        if not any([holds(tree, name) for name in flat]):
            return [((name, ""), part) for name, part in zip(flat, tree[1])]
    elif tree[0] == "name" or is_network(tree):
        return [((name, ""), ("call", ("name", "model"), [], {})) for name in flat]
    raise Unreadable("syntax", f"I cannot follow what {quote(', '.join(flat))} are made of.")


def _all_names(tree):
    if tree[0] == "tuple":
        return [name for part in tree[1] for name in _all_names(part)]
    return [tree[-1]]


def entry(pairs, name):
    """What a dictionary holds under a name."""
    for key, tree in pairs:
        if key == ("text", name):
            return tree
    raise Unreadable("syntax", f"Of a dictionary I read {quote(name)}, and it has none.")


def changes(tree):
    """Whether a formula may change what it is computed from, as `x.mul_(2)` does."""
    if not isinstance(tree, (tuple, list)):
        return False
    if tree[:1] == ("attribute",) and tree[2][-1] == "_":
        return True
    if tree[:1] == ("call",) and ("out" in tree[3] or "inplace" in tree[3]):
        return True
    return any([changes(part) for part in tree])
