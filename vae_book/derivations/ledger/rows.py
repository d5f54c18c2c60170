"""The ledger: every equation with its check, run and timed."""

from dataclasses import dataclass
from time import perf_counter

from vae_book.derivations.proof.equation import Refuted

NUMBERS = tuple(str(number) for number in range(1, 30))


@dataclass(frozen=True)
class Row:
    """One line of the ledger.

    Args:
        number: The equation's number or name.
        label: Link label, such as ``eq-7``.
        section: Section of the assignment.
        title: A few words.
        latex: The statement as displayed.
        kind: ``"symbolic"``, ``"Monte Carlo"`` or ``"definition"``.
        how: One sentence: what was checked.
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
    seconds: float
    ok: bool
    reason: str


def ledger(equations):
    """Checks every equation.

    Args:
        equations: Dictionary of ``Equation`` by number.

    Returns:
        A list of ``Row``, in the order of the equations.

    Raises:
        ValueError: if one of the 29 numbered equations is missing.
    """
    missing = [number for number in NUMBERS if number not in equations]
    if missing:
        raise ValueError(f"No check for equation {', '.join(missing)}. Add it to its section.")
    return [checked(equation) for equation in equations.values()]


def checked(equation):
    """Runs and times one check."""
    start = perf_counter()
    try:
        ok, reason = equation.check(), ""
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
        seconds=perf_counter() - start,
        ok=ok,
        reason=reason,
    )


def summary(rows, refuted):
    """The closing line, such as ``29 of 29 equations hold, 8 misprints refuted``."""
    holding = sum(row.ok for row in rows if row.number in NUMBERS)
    return f"{holding} of {len(NUMBERS)} equations hold, {refuted} misprints refuted"
