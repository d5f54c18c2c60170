"""From a typed text to the tree of the formula that is the answer (see `grammar`, `equation`)."""

from .claims import is_label, without_range
from .cursor import sides
from .equation import Equation
from .foreign import refuse_decimal_comma, refuse_foreign, refuse_remark, remark_at
from .grammar import Parser
from .libraries import LEADING, LIBRARY, REMARKS
from .limits import Unreadable
from .nodes import number, refuse_large
from .quantities import undecorated
from .tokenizer import tokenize

OPENERS = (
    "so hence thus therefore then finally we i it this which get obtain find have gives follows "
    "that ,"
).split()
READINGS = ("", "product", "ratio", "tight", "loose", "wide")


def parse(text, names, reading=""):
    """Reads a typed formula; of an equation, the side that is the answer (see `equation`).

    Args:
        text: What was typed.
        names: `Names` of the question.
        reading: How what would need brackets is read: `"tight"`: a product without a sign binds
            tighter than `/`, so that `1/2a` is 1/(2a); `"loose"`: all that stands before `/` is
            in the numerator; `"wide"`: all that stands behind `log` is inside it; `"product"`:
            the brackets behind it, too; `"ratio"`: the product or quotient that begins there.

    Returns:
        The tree.

    Raises:
        Unreadable: If the text is no formula in these names.
    """
    parts = parse_equation(text, names)
    return scaled(parse_tokens(parts.answer, text, names, reading), parts.scale)


def parse_equation(text, names):
    """The `Equation` that a text is; the last one is kept, for one check asks several times."""
    if names.last[0] != text:
        names.last = (text, _equation(text, names))
    return names.last[1]


def _equation(text, names):
    tokens = _labelled(_opened(_with_sums(tokenize(text)), names), names)

    def is_formula(side):
        return _reads(side, text, names) is not None

    refuse_decimal_comma(tokens)
    if "cases" in [token[1] for token in tokens]:
        raise Unreadable("library", names.explain("cases"))
    place = remark_at(tokens, names)
    tokens = without_range(tokens, place, names) if place else tokens
    if place and place < len(tokens):
        leads = tokens[place][1] in LEADING and len(sides(tokens[:place])) == 1
        if not leads or is_formula(tokens[:place]):
            refuse_foreign(sides(tokens[:place])[-1], names)
            refuse_remark(tokens, names)
    return Equation(tokens, names, is_formula)


def _with_sums(tokens):
    """Reads `sum over d of` and `sum from d = 1 to D of` as sum signs."""
    for place in range(len(tokens) - 2):
        words = [token[1] for token in tokens[place : place + 7]]
        end = place + 2
        if words[:2] == ["sum", "over"]:
            end += 2 if words[2] == "all" else 1
            index = tokens[end - 1 : end]
        elif words[:2] == ["sum", "from"] and words[5:6] == ["to"]:
            end += 5
            index = [_sign("{")] + tokens[place + 2 : place + 5] + [_sign("}"), _sign("^")]
            index += tokens[end - 1 : end]
        else:
            continue
        if end < len(tokens) and tokens[end][1] in ("of", ":"):
            del tokens[end]
        return tokens[: place + 1] + [_sign("_")] + index + _with_sums(tokens[end:])
    return tokens


def _sign(text):
    return ("sign", text, False)


def _opened(tokens, names):
    """The tokens without the words that a sentence opens with, such as `So we get`."""
    place = 0
    while place < len(tokens) and tokens[place][1].lower() in OPENERS:
        if names.find(tokens[place][1]) is not None:
            break
        place += 1
    return tokens[place:] if 0 < place < len(tokens) and tokens[0][1] != "," else tokens


def _labelled(tokens, names):
    """Reads the colon of `Answer: m_k` or `KL(q||p): ...` as an equals sign."""
    colons = [place for place, token in enumerate(tokens) if token[:2] == ("sign", ":")]
    before = tokens[: colons[0]] if colons else []
    words = [kind == "name" and names.find(text) is None for kind, text, _spaced in before]
    foreign = [token for token in before if token[1] in REMARKS or token[1] in LIBRARY]
    if before and (all(words) and not foreign or names.quantity_of(undecorated(before))):
        tokens[colons[0]] = _sign("=")
    return _equated(tokens, names)


def _equated(tokens, names):
    """Reads the verb of `The answer is m_k` or `KL equals ...` as an equals sign."""
    words = [text for _kind, text, _spaced in tokens]
    verbs = [place for place, word in enumerate(words) if word in ("is", "equals", "=", ":")][:1]
    if not verbs or not verbs[0] or words[verbs[0]] in ("=", ":"):
        return tokens
    place = verbs[0]
    side = undecorated(tokens[:place])
    if side and not is_label(side) and not names.quantity_of(side):
        return tokens
    twice = words[place + 1 : place + 2] in (["="], [":"])
    return tokens[:place] + [_sign("=")] + tokens[place + 1 + twice :]


def scaled(tree, scale):
    """The tree times a sign or number that stood on the other side."""
    if scale == 1.0:
        return tree
    tree = tree if tree[0] in ("group", "symbol") else ("group", tree)
    if scale == -1.0:
        return ("neg", tree)
    product = ("mul", (number(f"{abs(scale):.12g}"), tree))
    return product if scale > 0 else ("neg", product)


def parse_left_sides(text, names):
    """Lists of the trees that each side left of the answer, or right of it, may be.

    The name of what the question asks for, such as `KL` or `log p(x|z)`, is none.
    """
    found = []
    parts = parse_equation(text, names)
    for tokens in parts.lefts:
        readings = [_reads(tokens, text, names, reading) for reading in READINGS]
        own = len(tokens) == 1 and tokens[0][1] in ("c", "C")  # the reader's own letter
        if readings[0] is not None and tokens not in parts.named and not own:
            found.append([tree for tree in readings if tree is not None])
    return found


def _reads(tokens, text, names, reading=""):
    """The tree of these tokens, or None."""
    try:
        return parse_tokens(tokens, text, names, reading)
    except Unreadable:
        return None


def parse_tokens(tokens, text, names, reading=""):
    """The tree of one side of an equation (see `parse`)."""
    if not tokens:
        raise Unreadable("empty", "Type a formula first.")
    refuse_foreign(tokens, names)
    parser = Parser(tokens, names, reading, text)
    tree = parser.tree()
    parser.expect_end()
    refuse_large(tree)
    return tree
