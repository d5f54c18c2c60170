"""The lines around a loss: what a header binds and holds, and what makes it unsafe to leave out."""

from ..read.limits import Unreadable, quote
from . import functions
from .syntax import turn
from .trees import taken

CONSTANTS = [("name", "None"), ("name", "True"), ("name", "False")]
LIBRARIES = "numpy tensorflow keras torch jax scipy math optax np tf jnp".split()
SHORT = ("np", "tf", "K", "F", "torch", "keras", "ops", "jnp", "nn", "math")
DECORATORS = (
    "tf function keras saving utils register_keras_serializable staticmethod classmethod jax jit "
    "property override torch"
).split()
WALRUS = [("sign", ":"), ("sign", "=")]
TWICE = "{} stands for two things here. Paste the lines of one loss."
CHANGES = "I cannot tell what this line with {} changes."


def check_header(word, tokens, names):
    """Refuses a line of the surroundings that may do something to the loss."""
    walrus = any([tokens[at - 1 : at + 1] == WALRUS for at in range(1, len(tokens))])
    inplace = any([name[-1] == "_" and name[:2] != "__" and name != "_" for name in names])
    acts = any([name in names for name in ("add_loss", "out", "copyto", "exec", "setattr")])
    texts = any([kind == "text" and "(" in text for kind, text in tokens])
    call = tokens[1:2] == [("sign", "(")] and tokens[-1] == ("sign", ")")
    strange = word == "@" and any([name not in DECORATORS for name in names])
    if walrus or inplace or acts or strange or word == "print" and (texts or not call):
        raise Unreadable("syntax", CHANGES.format(quote(word)))
    for name in bound(word, tokens, names):
        check_bound(name, word in ("for", "with") and names.count(name) > 1)


def bound(word, tokens, names):
    """The names that a header gives to something."""
    if word == "for" and "in" in names:
        return names[1 : names.index("in")]
    if word == "with" and "as" in names:
        return names[names.index("as") + 1 :]
    if word == "def":
        return [words[0][1] for words in parameters(tokens)]
    return names[1:2] if word == "class" else []


def check_bound(name, itself=False):
    """Refuses a name for a library, for its function, or for what it is made of."""
    if itself or name in SHORT or functions.is_known(name) and not taken(name):
        raise Unreadable("syntax", TWICE.format(quote(name)))


def check_import(tokens, names):
    """Refuses an import under the name of something else, or of somebody else's function."""
    for place in range(2, len(tokens)):
        old, new = tokens[place - 2][1], tokens[place][1]
        renamed = tokens[place - 1] == ("name", "as") and old != new
        if renamed and (functions.is_known(new) or new in ("len", "pi")):
            functions.unread(new)
    if tokens[1][1] not in LIBRARIES:
        for name in names[2:]:
            check_bound(name)


def parameters(tokens):
    """The tokens of each parameter of `def f(a, b: float = 1):`."""
    depth, found = 0, [[]]
    for token in tokens[2:]:
        if turn(token) < 0:
            depth -= 1
            if depth == 0:
                break
        if token == ("sign", ",") and depth == 1:
            found.append([])
        elif depth > 0 and token != ("sign", "*"):
            found[-1].append(token)
        depth += turn(token) > 0
    return [words for words in found if words]


def body(tokens):
    """What stands behind the colon that ends a header."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += turn(token)
        if token == ("sign", ":") and depth == 0:
            return tokens[place + 1 :]
    return []
