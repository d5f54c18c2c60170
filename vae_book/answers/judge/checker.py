"""Judges a typed answer: reads it, compares it, and picks the fairest reading of a sum."""

from ..read.limits import Unreadable
from ..read.parser import parse, parse_left_sides
from ..read.scope import has_sum_sign
from ..write.mathml import to_mathml
from .compare import same
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
TOO_DEEP = "There are too many brackets inside one another."
TIGHT_HINT = (
    "If everything behind the / is meant to be in the denominator, this is right: put brackets, "
    "as in 1/(2*sigma^2). As it stands, only the first factor is."
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
    try:
        found, tree = _judge(question, text)
        found["mathml"] = to_mathml(tree)
    except Unreadable as error:
        found = result("unparsed", ["parse", error.code], error.hint)
        found["mathml"] = ""
    except RuntimeError:  # a host with a smaller stack than the limits were made for
        found = result("unparsed", ["parse", "too_deep"], TOO_DEEP)
        found["mathml"] = ""
    found["step"] = "" if found["verdict"] == "right" else step_hint(question, attempt)
    return found


def read(question, text):
    """Returns `{"mathml", "hint"}`: how a text is read while it is being typed."""
    try:
        return {"mathml": to_mathml(question.read(text)), "hint": ""}
    except Unreadable as error:
        return {"mathml": "", "hint": error.hint}


def step_hint(question, attempt):
    """Returns the question's hint for this attempt, from gentle to concrete."""
    hints = question.entry["hints"]
    return hints[min(attempt, len(hints) - 1)]


def _judge(question, text):
    """Returns the result and the tree it is about."""
    typed = parse(text, question.names)
    tree = question.settle(typed)
    found = diagnose(tree, question)
    if has_sum_sign(typed):
        found, tree = _other_scopes(question, typed, found, tree)
    if found["verdict"] != "right" and ("/" in text or "÷" in text):
        found = _tight_reading(question, text, typed, found)
    if not _left_sides_agree(question, text, tree):
        found["codes"].append("left_side")
        found["hint"] += LEFT_NOTE
    return found, tree


def _left_sides_agree(question, text, tree):
    """Whether each left side that is a formula has the values of the tree."""
    for left in parse_left_sides(text, question.names):
        try:
            values = question.at_points(question.settle(left))
        except Unreadable:
            return False
        if not same(values, question.at_points(tree)):
            return False
    return True


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


def _tight_reading(question, text, typed, found):
    tight = parse(text, question.names, tight=True)
    if tight != typed and diagnose(question.settle(tight), question)["verdict"] == "right":
        return result("partial", ["fraction_scope"], TIGHT_HINT)
    return found
