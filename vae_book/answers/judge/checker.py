"""Judges a typed answer: reads it, compares it, and picks the fairest reading of a sum."""

from ..loss import read_loss
from ..read.limits import TOO_DEEP, Unreadable
from ..read.nodes import rebuild
from ..read.parser import parse, parse_equation, parse_left_sides
from ..read.quantities import free_letters, letters, signature
from ..read.scope import has_sum_sign
from ..write.mathml import to_mathml
from .compare import same, scaled
from .diagnose import diagnose
from .results import rank, result

SCOPE_NOTE = (
    " I read your sum as covering the terms behind it that carry its index. Brackets would say so."
)
WIDE_HINT = (
    "If your sum is meant to cover everything behind it, this is right: put brackets. "
    "As it stands, the sum ends earlier."
)
WIDE_NOTE = " I read your sum as covering everything behind it: put brackets to say so."
TIGHT_HINT = (
    "If everything behind the / is meant to be in the denominator, this is right: put brackets, "
    "as in 1/(2*sigma^2). As it stands, only the first factor is."
)
LOOSE_HINT = (
    "If everything before the / is meant to be in the numerator, this is right: put brackets, as "
    "in (a - b)/c. As it stands, only the last term is divided."
)
LOG_HINT = (
    "If the log is meant to be of everything behind it, this is right: put brackets, as in "
    "log(1 - a), log(a/b) or log(a^2). As it stands, the log ends earlier."
)
# Readings that would need brackets: how they are parsed, what must occur, the code, the hint.
READINGS = (
    ("tight", "/÷", "fraction_scope", TIGHT_HINT),
    ("loose", "/÷", "fraction_scope", LOOSE_HINT),
    ("wide", "gnL", "log_scope", LOG_HINT),
    ("product", "gnL", "log_scope", LOG_HINT),
    ("ratio", "gnL", "log_scope", LOG_HINT),
    ("power", "gnL", "log_scope", LOG_HINT),
)
CLAIM_HINT = (
    "The formula is what is asked for, but what you wrote around it is not true: "
    "look at the signs, factors and indices there."
)
LEFT_NOTE = (
    " What stands left of your equals sign is not equal to what stands right of it. "
    "I judged the right side."
)


def check(question, text, attempt=0):
    """Judges one typed answer.

    Args:
        question: A `Question`.
        text: What was typed.
        attempt: How many answers to this question were not right so far.

    Returns:
        A dictionary: `verdict` (`"right"`, `"partial"`, `"wrong"`, `"unparsed"`), `codes` (list
        of short names), `hint` (plain text, not HTML), `mathml` (how the answer was read, or
        `""`), `step` (the question's own hint for this attempt, or `""` when right).
    """
    mathml = ""
    try:
        if question.identifier == "vae_loss":
            found = read_loss(text)
        else:
            found, tree = _judge(question, text)
            mathml = to_mathml(tree)
    except Unreadable as error:
        found = result("unparsed", ["parse", error.code], error.hint)
    except RuntimeError:  # a host with a smaller stack than the limits were made for
        found = result("unparsed", ["parse", "too_deep"], TOO_DEEP)
    found["mathml"] = mathml
    found["step"] = "" if found["verdict"] == "right" else step_hint(question, attempt)
    return found


def read(question, text):
    """`{"mathml", "hint"}`: how a text is read while it is being typed."""
    if question.identifier == "vae_loss":  # a loss is not shown as a formula
        return {"mathml": "", "hint": ""}
    try:
        return {"mathml": to_mathml(question.read(text)), "hint": ""}
    except Unreadable as error:
        return {"mathml": "", "hint": error.hint}


def step_hint(question, attempt):
    """The question's hint for this attempt, from gentle to concrete."""
    hints = question.entry["hints"]
    return hints[min(attempt, len(hints) - 1)]


def _judge(question, text):
    """The result and the tree it is about."""
    parts = parse_equation(text, question.names)
    typed = parse(text, question.names)
    tree = question.settle(typed)
    found = diagnose(tree, question)
    if has_sum_sign(typed):
        found, tree = _other_scopes(question, typed, found, tree)
    if found["verdict"] != "right":
        found = _bracketed_readings(question, text, typed, found)
    holds = all(claim == parts.scale for claim in parts.claims) and _indices_hold(question, parts)
    holds = holds and _bounds_hold(parts, question.at_points(tree))
    if found["verdict"] == "right" and not holds:
        found = result("partial", ["left_side"], CLAIM_HINT)
    elif not _sides_agree(question, text, parts, tree):
        if found["verdict"] == "right":
            found = result("partial", ["left_side"], "The right side is right." + LEFT_NOTE)
        else:
            found["codes"].append("left_side")
            found["hint"] += LEFT_NOTE
    return found, tree


def _indices_hold(question, parts):
    """Whether what is named is of one component if, and only if, the answer is."""
    for side in parts.named:
        indexed = bool(free_letters(side))
        if indexed and question.names.axes and not question.axes:
            return False
        whole = question.axes and signature(side) == "logp(x|z)" and letters(parts.answer)
        if whole and not indexed:
            return False
    return True


def _sides_agree(question, text, parts, tree):
    """Whether each other side that is a formula has the values that the equation says."""
    values = question.at_points(tree)
    for readings in parse_left_sides(text, question.names):
        if not any([_same_values(question, left, parts.scale, values) for left in readings]):
            return False
    return True


def _bounds_hold(parts, values):
    """Whether what follows the answer, such as `>= 0`, is true of it."""
    for relation, tokens in parts.bounds:
        sign = 1.0 if relation == ">=" else -1.0
        bound = float(tokens[0][1])
        for value in values:
            if value is not None and sign * (value / parts.scale - bound) < -1e-9:
                return False
    return True


def _same_values(question, left, scale, values):
    for mode in ("index", "axis", "wide"):
        try:
            if same(scaled(question.at_points(question.settle(left, mode)), scale), values):
                return True
        except (Unreadable, TypeError):  # a value is undefined
            continue
    return False


def _other_scopes(question, typed, found, tree):
    """Weighs other places where the sums might end."""
    narrow = question.settle(typed, "axis")
    if found["verdict"] != "right" and narrow != tree:
        other = diagnose(narrow, question)
        if other["verdict"] == "right":
            found, tree = other, narrow
    if tree != question.settle(typed, "narrow"):
        found["codes"].append("sum_scope")
        found["hint"] += SCOPE_NOTE
    if found["verdict"] == "right":
        return found, tree
    wide = question.settle(typed, "wide")
    if wide != tree:
        found, tree = _wide_reading(question, found, tree, wide)
    return found, tree


# Readings that would need brackets. They never count as right.


def _wide_reading(question, found, tree, wide):
    other = diagnose(wide, question)
    if other["verdict"] == "right":
        return result("partial", ["sum_scope"] + found["codes"], WIDE_HINT), tree
    if found["verdict"] == "wrong" and rank(other) < rank(found):
        codes = other["codes"] + ["sum_scope"]
        return result(other["verdict"], codes, other["hint"] + WIDE_NOTE), wide
    return found, tree


def _bracketed_readings(question, text, typed, found):
    for reading, signs, code, hint in READINGS:
        if not any([sign in text for sign in signs]):
            continue
        if reading == "loose" and text.count("/") + text.count("÷") > 1:
            continue
        try:
            if reading == "power":
                tree = _powers_inside(typed)
            else:
                tree = parse(text, question.names, reading)
            for mode in ("index", "wide") if tree != typed else ():
                if diagnose(question.settle(tree, mode), question)["verdict"] == "right":
                    return result("partial", [code], hint + (WIDE_NOTE if mode == "wide" else ""))
        except Unreadable:
            continue
    return found


def _powers_inside(node):
    """Reads `log(a)^2` as log(a^2)."""
    if node[0] == "pow" and node[1][0] == "call" and node[1][1] == "log":
        return ("call", "log", ("pow", ("group", node[1][2]), node[2]))
    return rebuild(node, _powers_inside)
