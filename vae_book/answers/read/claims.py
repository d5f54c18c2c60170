"""What a text says beside the formula: of what it is the value, and for which components it holds.

A name left of the equals sign must be one of what the question asks for, a label such as `Answer`,
or a letter of the reader's own, such as L.
"""

from .limits import Unreadable, quote
from .quantities import is_summed, letters, signature

OTHER_HINT = (
    "Left of the equals sign stands {}, and I do not know it as a name of what is asked for. "
    "Check it, or write the formula alone."
)
INDEX_HINT = (
    "Left of the equals sign stands {}, and its indices are not those of the answer. Check them, "
    "or write the formula alone."
)
# Words of a label, which names nothing.
LABELS = set("the a my is so final answer ans result solution formula ? [ ] .".split())
TAKEN = ("p", "q", "P", "Q", "H", "E")  # letters that cannot be the reader's own
MEANT = ("KL", "ELBO", "BCE", "MSE", "NLL", "rec", "recon")  # what an index says
FILLING = set(", for all each every and any with where in { } ( ) [ ] . = forall : ldots dots "
              "cdots quad the : over".split())  # fmt: skip
RANGES = {"d": "D", "k": "K"}
NOISE = ("epsilon~N(0,1)", "epsilon~N(0,I)", "epsilonsimN(0,I)", "epsilonsimN(0,1)")


def refuse_other(side, answer, names):
    """Refuses an equation whose left side is no name of what is asked for.

    Args:
        side: The tokens of the left side, without a sign or number in front.
        answer: The tokens of the answer.
        names: `Names` of the question.
    """
    if not side or is_label(side):
        return
    here, there = letters(side), letters(answer)
    own = _is_own(signature(side), names) and not _is_of_another(side, names)
    known = names.quantity_of(side) or own
    apart = len(here) == len(there) == 1 and here != there and not is_summed(side)
    if not known or len(here) > 1 or apart or _has_wrong_axis(side, names):
        words = [" " * spaced + text for _kind, text, spaced in side if text not in ("{", "}")]
        hint = INDEX_HINT if known else OTHER_HINT
        raise Unreadable("left_side", hint.format(quote("".join(words).strip())))


def is_label(side):
    """Whether words name nothing, such as `Answer`."""
    return all([token[1].lower() in LABELS for token in side])


def _is_own(name, names):
    """Whether a text is a name of the reader's own, such as `L` or `l(rho)`."""
    name = "l" + name[3:] if name[:3] == "ell" else name
    if name[:1] == "d" and name[2:4] == "/d" and "d/d" + name[4:] in names.left:
        name = name[1:2]
    rest = name[1:]
    own = name[:1].isalpha() and name[:1] not in names.shared and name[:1] not in TAKEN
    closes = rest[:1] == "(" and rest.find(")") == len(rest) - 1 and "|" not in rest
    return own and (rest == "" or closes)


def _is_of_another(side, names):
    """Whether an own letter's index names another quantity, as in `L_KL` for a likelihood."""
    words = [token[1] for token in side]
    index = words[words.index("_") + 1 :] if "_" in words else []
    listed = " ".join(names.left)
    if any([name.lstrip("-")[:5] == "logp(" for name in names.left]):
        listed += " rec recon"
    return any([word in MEANT and word not in listed for word in index])


def _has_wrong_axis(side, names):
    """Whether a symbol carries the index of another axis, as in `z_d`."""
    for place in range(len(side) - 2):
        axis = names.shared.get(side[place][1], {}).get("axis")
        if axis and side[place + 1][1] == "_" and side[place + 2][1] in ("d", "k"):
            if side[place + 2][1] != axis:
                return True
    return False


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
