"""Says what is right about an answer, and what is not.

`diagnose` compares the values of the typed formula with the values of the answer at the test
points. The tests go from the simple slips to the general ones; the first that fits is reported.
"""

from ..read.limits import Unreadable
from ..read.nodes import has_constant
from ..read.scope import free_axes, sum_terms
from .compare import defined, fit, same, shown
from .results import rank, result
from .slips import TESTS, at_grey
from .structure import rule_left
from .terms import by_terms


def diagnose(tree, question):
    """The result for a tree: verdict, codes and hint."""
    axes = free_axes(tree, question.names)
    missing = [axis for axis in question.axes if axis not in axes]
    extra = [axis for axis in axes if axis not in question.axes]
    if missing:
        return _lost_index(tree, question, missing)
    if extra:
        return _missing_sum(tree, question, extra)
    typed = question.at_points(tree)
    if not defined(typed):
        return _undefined(tree, question)
    return compare_values(tree, typed, question)


def compare_values(tree, typed, question):
    """The result for a formula with the right indices, from its values."""
    try:
        if has_constant(tree):
            return _unspecified(typed, question)
    except Unreadable as error:
        return result("wrong", ["different", "unspecified_constant"], error.hint)
    if same(typed, question.values) and question.holds_elsewhere(tree):
        return _equal(tree, question)
    for test in TESTS + (by_terms,):
        found = test(tree, typed, question)
        if found is not None:
            return found
    return _different(typed, question)


def _equal(tree, question):
    rule = rule_left(tree, question.names) if question.entry.get("simplify") else None
    if rule:
        hint = f"This is equal to the answer, but not finished. The next rule: {rule}."
        return result("partial", ["unfinished"], hint)
    return result("right", ["ok"], "Right." + _notes(tree, question))


def _notes(tree, question):
    notes = ""
    if question.binary:
        if not same(question.at_points(tree, question.grey_points), question.grey_values):
            notes += " It holds because x is 0 or 1; for grey values it is another function."
    if question.entry.get("log_of") or question.binary:
        rule = rule_left(tree, question.names)
        if rule and rule != rule_left(question.answer, question.names):
            notes += f" One more step: {rule}."
    return notes


# Indices


def _lost_index(tree, question, missing):
    letters = " and ".join(missing)
    if _sums_the_answer(tree, question):
        hint = f"You summed over {letters}. The answer keeps {letters}: it is one term of that sum."
        return result("partial", ["extra_sum"], hint)
    hint = f"The answer has one value for each {letters}. Yours does not depend on {letters}."
    return result("wrong", ["shape"], hint)


def _sums_the_answer(tree, question):
    if free_axes(tree, question.names) or not question.axes:
        return False
    summed = question.at_points(question.answer, total=True)
    return same(question.at_points(tree), summed)


def _missing_sum(tree, question, extra):
    """Judges the formula with the sums put in, either around it or around its terms."""
    letters = " and ".join(extra)
    if question.axes or not question.names.axes:
        return result("wrong", ["shape"], f"The answer has no index {letters}.")
    lead = f"A sum over {letters} is missing: as it stands, this is one dimension only."
    whole = question.at_points(tree, total=True)
    if not defined(whole):
        return _undefined(tree, question)
    found = compare_values(tree, whole, question)
    if found["verdict"] != "right":
        inner = diagnose(sum_terms(tree, question.names, extra), question)
        if rank(inner) < rank(found):
            lead = f"A sum over {letters} is missing in front of the terms that carry it."
            found = inner
    if found["verdict"] == "right":
        return result("partial", ["missing_sum"], lead + " Everything else is right.")
    return result(found["verdict"], ["missing_sum"] + found["codes"], lead + " " + found["hint"])


def _undefined(tree, question):
    hint = (
        "For some allowed values your formula is undefined: the log or root of a negative number, "
        "or a division by 0. Look at what stands inside each log."
    )
    slip = question.binary and at_grey(tree, question, question.entry.get("grey_slips", []))
    return slip or result("wrong", ["undefined"], hint)


# Values


def _unspecified(typed, question):
    """The verdict on an answer with `+ const`, up to constants in the learned quantities."""
    known = [item for item, _ in question.terms if item.get("constant")]
    if same(typed, question.values) and question.entry.get("up_to_constant"):
        return result("right", ["ok"], "Right. The constant may be left out.")
    columns = [values for item, values in question.terms if item.get("constant")]
    difference = [typed[place] - question.values[place] for place in range(len(typed))]
    if known and fit(columns, difference) is not None:
        hint = "Right up to the constant, which does not change the gradient. "
        hint += "Now write the constant out."
        return result("partial", ["constant_wrt_params", "unspecified_constant"], hint)
    hint = "Apart from the constant that you left open, something else differs. "
    hint += "Write the whole expression."
    return result("wrong", ["different", "unspecified_constant"], hint)


def _different(typed, question):
    gaps = [abs(typed[place] - question.values[place]) for place in range(len(typed))]
    place = gaps.index(max(gaps))
    wanted, yours = shown(question.values[place]), shown(typed[place])
    hint = "This is not equal to the answer: at one test point the answer is "
    return result("wrong", ["different"], hint + f"{wanted}, yours is {yours}.")
