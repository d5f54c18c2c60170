"""What a text says beside the formula: of what it is the value, and for which components it holds.

A name left of the equals sign is either any name, such as L, or one that is told from others: a
density, a mean, a divergence, a derivative. Such a one must be what the question asks for.
"""

from .limits import Unreadable, quote
from .quantities import signature

OTHER_HINT = (
    "Left of the equals sign stands {}, and the question asks for something else. Check it, or "
    "write the formula alone."
)
# How a formula left of the equals sign may begin that is not read here.
LONGER = ("log", "-log", "sum", "Var", "mean")
# Quantities with a name of their own, which a reader's own quantity cannot have.
KNOWN = ("KL", "ELBO", "BCE", "MSE", "MAE", "SSE", "NLL", "H")
SYMBOLS = ("rho", "mu", "sigma", "tau", "epsilon", "sigma^2", "logvar")
FILLING = set(", for all each every and any with where in { } ( ) [ ] . = forall : ldots dots "
              "cdots quad the : over".split())  # fmt: skip
RANGES = {"d": "D", "k": "K"}
NOISE = ("epsilon~N(0,1)", "epsilon~N(0,I)", "epsilonsimN(0,I)", "epsilonsimN(0,1)")


def refuse_other(side, answer, names):
    """Refuses an equation whose left side names something else than what is asked for.

    Args:
        side: The tokens of the left side, without a sign or number in front.
        answer: The tokens of the answer.
        names: `Names` of the question.
    """
    if not side:
        return
    words, name = [token[1] for token in side], signature(side)
    by = _by(words)
    if by is None:
        each = words[0] == "sum" and "log" in words and words[1:3].count("_")
        each = each and words.count("_") > 1
        known = not names.left or each or names.quantity_of(side)
        other = not known and _is_other(name, names)
    elif names.by:
        symbol = names.find({"log": "logvar"}.get(by, by))
        other = symbol not in (None, names.by) or _is_other_derivative(name, names)
    else:
        other = bool(names.left)
    here, there = _letters(words), _letters([token[1] for token in answer])
    apart = len(here) == len(there) == 1 and here != there and words[0] not in ("sum", "prod")
    strange = [token for token in side if token[0] == "other" and not _is_sign(token[1])]
    if other or apart or strange:
        shown = " ".join([word for word in words if word not in ("{", "}")])
        raise Unreadable("left_side", OTHER_HINT.format(quote(shown)))


def _is_sign(character):
    """Whether a character that the checker does not know may stand in a name."""
    return character.isalpha() or character in "∫∞"


def _is_other(name, names):
    """Whether a name is that of another density, mean or divergence than the one asked for."""
    plain = name[3:] if name.startswith("log") else name
    if plain[:2] in ("p(", "q(") and _closes(plain) or plain in ("p", "q") or name in SYMBOLS:
        return True
    means = [known for known in names.left if known[:2] == "E[" and known[-1] == "]"]
    if name[:3] in ("Var", "var") and "+" not in name:
        return bool(means)
    if name[:2] in ("E[", "Ep") or name.partition("(")[0] in KNOWN:
        return True
    if name.startswith(("sump(", "sumq(", "prodp(", "prodq(")):  # its log is missing
        return True
    return any([_holds(name, known) for known in names.left]) or not _is_free(name)


def _holds(name, known):
    """Whether a longer name holds the name of a quantity."""
    behind = name[name.find(known) + len(known) :][:1]
    return len(known) > 1 and known in name and not (known[-1].isalpha() and behind.isalpha())


def _is_free(name):
    """Whether a text is a name of its own, such as `L` or `f(x)`, or a longer formula."""
    if name.startswith(LONGER):
        return True
    opening = name.find("(")
    head = name if opening < 0 else name[:opening]
    return head.isalpha() and (opening < 0 or name.find(")") == len(name) - 1)


def _closes(text):
    """Whether the first bracket closes at the end, or before a power only."""
    end = text.find(")")
    return text[end + 1 :] == "" or text[end + 1 : end + 2] == "^"


def _by(words):
    """The word that a derivative is taken by, or None if the words hold no derivative."""
    found = None
    for at, word in enumerate(words):
        below = words[at - 1 : at] in (["/"], ["{"]) and words[at - 2 : at - 1] != ["_"]
        if word in ("partial", "nabla") or word == "d" and below:
            rest = [other for other in words[at + 1 :] if other not in ("_", "{", "(")]
            found = rest[0] if rest else None
        elif below and word[:1] == "d" and len(word) > 1 and word != "diag":
            found = word[1:]
    return found


def _is_other_derivative(name, names):
    """Whether what is differentiated holds what the question differentiates, and more."""
    for word, plain in (("partial", "d"), ("frac", ""), ("/", ""), ("[", ""), ("]", "")):
        name = name.replace(word, plain)
    bare = name.replace("(", "").replace(")", "")
    known = [of for of in names.of if of in name]
    symbols = (names.by, "logs^2") if names.by == "logvar" else (names.by,)
    for of in [part.replace("(", "").replace(")", "") for part in known]:
        forms = ["nabla" + of, "d" + of]
        for by in symbols:
            forms += ["d" + of + "d" + by, "dd" + by + of]
        if bare in forms:
            return False
    density = bare.replace("nabla", "d")[1:2] in ("p", "q") and "log" not in bare
    return bool(known) or density and any([of.startswith("log") for of in names.of])


def _letters(words):
    """The letters of components that stand as indices."""
    pairs = [words[place + 1 : place + 3] for place, word in enumerate(words) if word == "_"]
    indices = [pair[-1] if pair[0] == "{" else pair[0] for pair in pairs if pair]
    return {index for index in indices if index in ("d", "k", "i", "j")}


def without_range(tokens, place, names):
    """The tokens before a remark that says for which components it holds, or how noise is drawn.

    Args:
        tokens: The tokens of the whole.
        place: Where the remark begins.
        names: `Names` of the question.

    Returns:
        The tokens before it, or all of them if it says anything else.
    """
    words = [token[1] for token in tokens[place:]]
    said = "".join([word for word in words if word not in ("{", "}")]).lstrip(",")
    for word in ("where", "with", "and"):
        said = said[len(word) :] if said.startswith(word) else said
    if said.replace("_k", "") in NOISE and "epsilon" in names.symbols:
        return tokens[:place]
    rest = [word for word in words if word not in FILLING]
    size = RANGES.get(rest[0]) if rest and rest[0] in names.axes else None
    ranges = ([], ["1", size], ["1", "2", size])
    return tokens[:place] if size and rest[1:] in ranges else tokens
