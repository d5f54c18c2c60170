"""The ledger: every equation with its check, run and timed."""

from collections import Counter
from dataclasses import dataclass
from time import perf_counter

from vae_book.derivations.proof.equation import Equation, Refuted

NUMBERS = tuple(str(number) for number in range(1, 30))


@dataclass(frozen=True)
class Row:
    """One line of the ledger.

    Args:
        equation: The `Equation` that was checked.
        seconds: Time that the check took.
        ok: Whether the equation holds.
        reason: Why not, else empty.
    """

    equation: Equation
    seconds: float
    ok: bool
    reason: str


def ledger(equations):
    """Checks every equation, and that each check refuses what is true in a special case only.

    Args:
        equations: Dictionary of `Equation` by number.

    Returns:
        A list of `Row`, in the order of the equations.

    Raises:
        ValueError: if one of the 29 numbered equations is missing.
    """
    missing = [number for number in NUMBERS if number not in equations]
    if missing:
        raise ValueError(f"No check for equation {', '.join(missing)}. Add it to its section.")
    return [checked(equation) for equation in equations.values()]


def checked(equation):
    """Runs and times one check; it must refuse the special case."""
    start = perf_counter()
    try:
        ok, reason = equation.check(), ""
        equation.refusal()
    except Refuted as refutation:
        ok, reason = False, str(refutation)
    return Row(equation, perf_counter() - start, ok, reason)


def holding(rows):
    """How many of the numbered equations hold."""
    return sum(row.ok and row.equation.number in NUMBERS for row in rows)


def summary(rows, refuted):
    """The closing line: how many equations hold, how they are proved, how many misprints fail.

    Such as ``29 of 29 equations hold: 27 general (7 of them definitions), 2 by simulation;
    8 misprints refuted``.
    """
    numbered = (row.equation for row in rows if row.ok)
    kinds = Counter(each.kind for each in numbered if each.number in NUMBERS)
    general = kinds["general"] + kinds["definition"]
    parts = [f"{general} general ({kinds['definition']} of them definitions)"]
    names = {"for sizes": "for sizes", "one model": "in one model", "simulation": "by simulation"}
    parts += [f"{kinds[kind]} {name}" for kind, name in names.items() if kinds[kind]]
    count = f"{holding(rows)} of {len(NUMBERS)} equations hold"
    return f"{count}: {', '.join(parts)}; {refuted} misprints refuted"
