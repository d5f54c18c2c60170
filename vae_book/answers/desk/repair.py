"""Says what happened in a line that does not follow: the smallest change that makes it right.

Single changes of the line's tree are tried, the likely slips first. A change counts if the line
then equals the line before (or, behind an inequality, the goal). Nothing here decides whether a
line is right.
"""

from ..judge.compare import same, spoken
from ..read.limits import Unreadable
from .canon import jensen
from .changes import changes

CLOSE = 1e-7
FLIP = {"=": "=", "≥": "≤", "≤": "≥"}
WRONG_WAY = ("jensen_direction", "The inequality is the wrong way round.")
NO_EQUALITY = (
    "jensen_equality",
    "The log of a mean is not the mean of the log: by Jensen's inequality, log E[...] is at least "
    "E[log ...].",
)
# The changes that count where the right value is 0.
NOT_ZERO = ("wrong_density", "expectation", "extra_factor", "sign", "turned")


def diagnose(desk, before, sign, lines):
    """The code and the hint for a line that does not follow.

    Args:
        desk: A `Derivation`.
        before: The `Line` before.
        sign: The relation that was typed.
        lines: The `Line`s that the text may mean, the strict reading first.
    """
    line = lines[0]
    if all([value is None for value in line.values]):
        return "undefined", "This is not defined: look for the log of a negative number, or 1/0."
    if before.letters and line.letters and before.letters != line.letters:
        return "index", "The line before is for another index: keep its letter."
    if sign != "=" and desk.ordered(before.tree, FLIP[sign], line.tree):
        return WRONG_WAY
    if before.open_constant and not line.open_constant:
        if desk.moves_together(before.tree, line.tree):
            return "constant", "The constant is lost: write + const, or all of it."
    if sign != "=" and line.is_number():
        return "number", "I read no bound by a number but 0: it holds for some values only."
    inside = jensen(before.tree)
    for meant in lines:
        outside = jensen(meant.tree)
        if inside != before.tree and _equal(desk, inside, meant.values):
            return WRONG_WAY if sign == "≤" else NO_EQUALITY
        if sign == "=" and outside != meant.tree and _equal(desk, outside, before.values):
            return NO_EQUALITY
    for slip in desk.entry.get("slips", []):
        if _equal(desk, desk.own(slip["form"]), line.values):
            return slip["code"], slip["hint"]
    found = _repaired(desk, before, sign, lines, inside if inside != before.tree else None)
    if found is not None:
        return found
    return _numbers(desk, before, sign, line)


def _equal(desk, tree, values):
    try:
        return desk.equal(desk.values(tree), values)
    except Unreadable:
        return False


def _repaired(desk, before, sign, lines, inside):
    """The code and hint of the first change that makes the line right, or None."""
    targets = [before.tree]
    if sign != "=":
        targets = [desk.goal] + ([inside] if inside is not None else []) + targets
    few = desk.points.points[:1]  # the smallest point refuses most changes
    checked = []
    for tree in targets:
        values = desk.values(tree)
        zero = all([value is not None and abs(value) < 1e-9 for value in values])
        checked.append((tree, values, desk.values(tree, few), zero))
    constant_told = False
    for line in lines[:2]:
        for rank, code, hint, changed in changes(desk, line.tree, before.tree):
            if rank >= 3 and not constant_told:
                constant_told = True
                if sign == "=" and desk.moves_together(before.tree, line.tree):
                    if not line.open_constant:
                        return "constant", "This holds only up to a constant: write + const."
            for target, values, quick, zero in checked:
                if zero and code not in NOT_ZERO:
                    continue  # many changes make a formula 0
                if _makes_right(desk, changed, line, target, values, quick, few):
                    return code, hint
    return None


def _makes_right(desk, changed, line, tree, values, quick, few):
    try:
        if line.open_constant:
            return desk.moves_together(tree, changed)
        if not same(desk.values(changed, few), quick, CLOSE):
            return False
        return desk.equal(desk.values(changed), values)
    except Unreadable:
        return False


def _numbers(desk, before, sign, line):
    """What the values themselves say: a factor, a constant, one side too large."""
    if len(line.values) > len(before.values):
        return "missing_sum", "A sum is missing: this is one component only."
    if len(line.values) < len(before.values):
        hint = "An index is lost: this is one number, the line before is one for each component."
        return "index", hint
    pairs = [(a, b) for a, b in zip(before.values, line.values) if a is not None and b is not None]
    if not pairs:
        return "undefined", "This is not defined everywhere."
    if line.open_constant:
        return "constant", "Nothing may be left out here: write the constant out."
    ratios = [b / a for a, b in pairs if abs(a) > 1e-9]
    if ratios and max(ratios) - min(ratios) < 1e-7 and len(ratios) == len(pairs):
        return "factor", f"It is {spoken(ratios[0])} times what it should be."
    gaps = [b - a for a, b in pairs]
    if max(gaps) - min(gaps) < 1e-7:
        return "constant_off", f"It is off by the number {spoken(gaps[0])}."
    if desk.moves_together(before.tree, line.tree):
        return "constant", "This holds only up to a constant: write + const."
    if sign == "=":
        for other in ("≥", "≤"):
            if desk.ordered(before.tree, other, line.tree) and desk.world == "finite":
                name = ">=" if other == "≥" else "<="
                return "inequality", f"These are not equal; {name} would be true."
    a, b = max(pairs, key=lambda pair: abs(pair[0] - pair[1]))
    hint = (
        "This does not follow from the line before: at one test point that is {:.4f}, this {:.4f}."
    )
    return "different", hint.format(a, b)
