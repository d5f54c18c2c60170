"""The ledger: every equation with its check, run and timed."""

from collections import Counter
from dataclasses import dataclass
from time import perf_counter

from vae_book.derivations.ledger.specials import SPECIALS
from vae_book.derivations.proof.equation import Refuted

NUMBERS = tuple(str(number) for number in range(1, 30))


@dataclass(frozen=True)
class Row:
    """One line of the ledger.

    Args:
        number: The equation's number or name.
        label: Link label, such as `eq-7`.
        section: Section of the assignment.
        title: A few words.
        latex: The statement as displayed.
        kind: How far the proof goes, one of `equation.KINDS`.
        how: One sentence: what was checked.
        special: LaTeX of a statement that is true in a special case only, and was refused.
        where: The special case, to be read after "true only ".
        seconds: Time that the check took.
        ok: Whether the equation holds.
        reason: Why not, else empty.
    """

    number: str
    label: str
    section: str
    title: str
    latex: str
    kind: str
    how: str
    special: str
    where: str
    seconds: float
    ok: bool
    reason: str


def ledger(equations, specials=SPECIALS):
    """Checks every equation, and that each check refuses what is true in a special case only.

    Args:
        equations: Dictionary of `Equation` by number.
        specials: Dictionary of `Special` by number.

    Returns:
        A list of `Row`, in the order of the equations.

    Raises:
        ValueError: if one of the 29 numbered equations is missing, or a special case is.
    """
    missing = [number for number in NUMBERS if number not in equations]
    if missing:
        raise ValueError(f"No check for equation {', '.join(missing)}. Add it to its section.")
    missing = [number for number in equations if number not in specials]
    if missing:
        raise ValueError(f"No special case for {', '.join(missing)}. Add it to specials.py.")
    return [checked(equation, specials[number]) for number, equation in equations.items()]


def checked(equation, special):
    """Runs and times one check; it must refuse the special case."""
    start = perf_counter()
    try:
        ok, reason = equation.check(), ""
        special.refusal(equation)
    except Refuted as refutation:
        ok, reason = False, str(refutation)
    return Row(
        number=equation.number,
        label=equation.label,
        section=equation.section,
        title=equation.title,
        latex=equation.latex,
        kind=equation.kind,
        how=equation.how,
        special=special.of(equation).latex,
        where=special.where,
        seconds=perf_counter() - start,
        ok=ok,
        reason=reason,
    )


def holding(rows):
    """How many of the numbered equations hold."""
    return sum(row.ok and row.number in NUMBERS for row in rows)


def summary(rows, refuted):
    """The closing line: how many equations hold, how they are proved, how many misprints fail.

    Such as ``29 of 29 equations hold: 27 general (7 of them definitions), 2 by simulation;
    8 misprints refuted``.
    """
    kinds = Counter(row.kind for row in rows if row.number in NUMBERS and row.ok)
    general = kinds["general"] + kinds["definition"]
    parts = [f"{general} general ({kinds['definition']} of them definitions)"]
    names = {"for sizes": "for sizes", "one model": "in one model", "simulation": "by simulation"}
    parts += [f"{kinds[kind]} {name}" for kind, name in names.items() if kinds[kind]]
    count = f"{holding(rows)} of {len(NUMBERS)} equations hold"
    return f"{count}: {', '.join(parts)}; {refuted} misprints refuted"
