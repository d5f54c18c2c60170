"""Recognises whole answers that are wrong in a known way.

Each test takes `(tree, typed, question)`, where `typed` are the values of the typed formula, and
returns a result or None.
"""

import math

from ..read.nodes import rebuild, walk
from ..read.scope import free_axes
from .compare import defined, offset, same, scaled, spoken
from .evaluate import UNDEFINED
from .results import result

ROUNDED = 2e-3


def also(tree, typed, question):
    for form, values in question.also:
        if same(typed, values):
            return result("right", ["ok"], "Right. " + form["note"])
    return None


def factors(tree, typed, question):
    """A factor in front of the whole: a sign, a 2, the number of dimensions, a log base."""
    sign = "The sign is flipped. " + question.entry.get("negated", "You wrote minus the answer.")
    if same(typed, scaled(question.values, -1.0)):
        return result("partial", ["sign"], sign)
    candidates = _known_factors(question)
    for code, factor, hint in candidates:
        if same(typed, scaled(question.values, factor)):
            return result("partial", [code], hint)
    for code, factor, hint in candidates:
        if same(typed, scaled(scaled(question.values, factor), -1.0)):
            return result("partial", ["sign", code], sign + " " + hint)
    return None


def _known_factors(question):
    factors = [
        ("factor2", 2.0, "You are a factor 2 too large: a 1/2 is missing."),
        ("factor_half", 0.5, "You are a factor 2 too small: there is a 1/2 too much."),
        ("log_base", 1 / math.log(2), "Take the natural logarithm, not the one of base 2."),
        ("log_base", 1 / math.log(10), "Take the natural logarithm, not the one of base 10."),
    ]
    if question.axes or not question.names.axes:
        return factors
    for name in question.names.sizes():
        sizes = [point[name] for point in question.points]
        mean = f"You took the mean over the {name} dimensions. The answer is the sum."
        factors.append(("mean", [1 / size for size in sizes], mean))
        times = f"There is a factor {name} too much."
        factors.append(("times_dim", sizes, times))
    return factors


def listed(tree, typed, question):
    if not any(typed) and question.binary:  # 0 for binary data, such as x (1 - x)
        slips = [slip for slip, values in question.slips if not any(values)]
        return at_grey(tree, question, slips)
    for slip, values in question.slips:
        if same(typed, values):
            return result(slip.get("verdict", "partial"), [slip["code"]], slip["hint"])
    for slip, values in question.slips:
        if defined(values) and same(typed, scaled(values, -1.0)):
            hint = "The sign of the whole is flipped. Besides: " + slip["hint"]
            return result(slip.get("verdict", "partial"), ["sign", slip["code"]], hint)
    return None


def at_grey(tree, question, slips):
    """The result for the slip that a formula is for grey data, up to its sign; or None."""
    points = question.grey_points
    typed = question.at_points(tree, points, _summed(tree, question))
    for slip in slips:
        known = question.at_points(question.own(slip["form"]), points)
        if same(typed, known) or same(typed, scaled(known, -1.0)):
            return result(slip.get("verdict", "partial"), [slip["code"]], slip["hint"])
    return None


def readings(tree, typed, question):
    """The reader's symbol may mean something else: a variance, a log-variance."""
    for reading, points in question.readings:
        values = question.at_points(tree, points, _summed(tree, question))
        if same(values, question.values):
            return result("partial", [reading["code"]], reading["hint"])
        if defined(values) and same(scaled(values, -1.0), question.values):
            hint = reading["hint"] + " Besides, the sign is flipped."
            return result("partial", ["sign", reading["code"]], hint)
    return None


def likelihood(tree, typed, question):
    """The reader may have stopped before the log."""
    if not question.entry.get("log_of") or min(typed) <= 0:
        return None
    try:
        logs = [math.log(value) for value in typed]
    except UNDEFINED:
        return None
    if not same(logs, question.values):
        return None
    hint = "This is {} itself. Take the log, then simplify.".format(question.entry["log_of"])
    return result("wrong", ["forgot_log"], hint)


def shifted(tree, typed, question):
    constant = offset(typed, question.values)
    if constant is None or spoken(constant) == "0":
        return None
    hint = f"You are off by the constant {spoken(constant)}, whatever the values."
    return result("partial", ["constant"], hint)


def other_base(tree, typed, question):
    """Some logs, not all, may be of base 2 or 10."""
    natural = _with_natural_logs(tree)
    if natural == tree:
        return None
    values = question.at_points(natural, total=_summed(tree, question))
    if not same(values, question.values):
        return None
    return result("partial", ["log_base"], "Take the natural logarithm everywhere.")


def _with_natural_logs(node):
    if node[0] == "call" and node[1] in ("log2", "log10"):
        node = ("call", "log", node[2])
    return rebuild(node, _with_natural_logs)


def _summed(tree, question):
    """Whether the values are totals over an index that the answer does not have."""
    return bool(free_axes(tree, question.names)) and not question.axes


def rounded(tree, typed, question):
    decimals = [part[2] for part in walk(tree) if part[0] == "number" and "." in part[2]]
    if not any([len(text) >= 4 for text in decimals]) or not same(typed, question.values, ROUNDED):
        return None
    hint = "Right up to rounding. Write the number exactly, such as log(2 pi)/2 for 0.919."
    return result("partial", ["rounded"], hint)


TESTS = (also, factors, listed, readings, likelihood, other_base, shifted, rounded)
