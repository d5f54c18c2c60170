"""What a tree of a loss holds: names, calls, changes in place."""

from .functions import CLIPS, PAIRS, SAME, SINGLE, SUMS
from .roles import ROLE_OF, SPREAD_OF

DRAWS = "randn randn_like normal random_normal standard_normal rand rand_like".split()
SHAPES = ("shape", "size", "int_shape", "zeros_like")
OWNERS = ("self", "model", "vae")  # whose functions are no library's
# What a line that draws z may call.
BESIDE = [name for group in (DRAWS, SHAPES, SINGLE, SUMS, SAME, CLIPS) for name in group]


def parts(tree):
    """All trees in a tree, itself among them."""
    found = [tree] if isinstance(tree, tuple) else []
    for item in list(tree.values()) if isinstance(tree, dict) else tree:
        if isinstance(item, (tuple, list, dict)):
            found += parts(item)
    return found


def holds(tree, name):
    """Whether a name, or that of an attribute, occurs in a tree."""
    return name in names_in(tree)


def names_in(tree):
    """The names in a tree; an attribute of self is `"self.name"`."""
    found = []
    for part in parts(tree):
        if part[:1] == ("name",):
            found.append(part[1])
        if part[:1] == ("attribute",) and part[1] == ("name", "self"):
            found.append("self." + part[2])
    return found


def taken(name):
    """The role that a name says: `"mean"`, `"x"`, `"third"` and so on, or None."""
    name = name[5:] if name[:5] == "self." else name
    return "third" if name in SPREAD_OF else ROLE_OF.get(name)


def path_of(tree):
    """The names of `a.b.c`, also of what is called or indexed; an empty one for another thing."""
    if tree[0] == "call" or tree[0] == "item":
        return path_of(tree[1])
    if tree[0] == "name":
        return [tree[1]]
    return path_of(tree[1]) + [tree[2]] if tree[0] == "attribute" else [""]


def calls(tree):
    """The last names of all that is called in a tree."""
    return [path_of(part)[-1] for part in parts(tree) if part[:1] == ("call",)]


def own_calls(tree):
    """The last names of what is called by its name alone, or as a method of the model."""
    found = [path_of(part) for part in parts(tree) if part[:1] == ("call",)]
    return [path[-1] for path in found if len(path) == 1 or path[0] in OWNERS]


def changes(tree):
    """Whether a formula may change what it is computed from, as `x.mul_(2)` does."""
    for part in parts(tree):
        if part[:1] == ("attribute",) and part[2][-1:] == "_":
            return True
        if part[:1] == ("call",):
            path, count = path_of(part), len(part[2])
            name = path[-1] if path[0] != "self" else ""
            if "out" in part[3] or "inplace" in part[3] or name == "copyto":
                return True
            if name in SINGLE and count > 1 or name in PAIRS and count > 2:
                return True  # the last one may be where the result goes
    return False


def is_draw(tree, drawn):
    """Whether a formula is random, itself or by the names `drawn`, and else of known functions."""
    names = calls(tree)
    random = any([name in DRAWS for name in names]) or any([holds(tree, name) for name in drawn])
    return random and all([name in BESIDE for name in names]) and not changes(tree)


def is_fresh(tree):
    """Whether a value has just been computed, so that to change it changes nothing else."""
    if tree[0] == "call" and tree[1][0] == "attribute":
        name, owner = tree[1][2], tree[1][1]
        if name[-1] == "_":
            return is_fresh(owner)
        return name in SINGLE or name in SUMS or name in PAIRS
    return tree[0] in ("add", "multiply", "power", "negative")
