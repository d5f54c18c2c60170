"""The formulas of a working, as the sheet of answers shows them (see `write.sheet`)."""

from ..write.latex import to_latex
from .judge import judge

SIGNS = {"": "", "=": "= ", "≥": "\\ge ", "≤": "\\le "}


def working(desk, text):
    """The list of `(mathml, latex)` of each line that is not empty; `""` where it has no formula.

    Args:
        desk: A `Derivation`.
        text: What was typed.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    shown = []
    cells = judge(desk, lines, False, shown)["lines"]
    made = []
    for number, cell in enumerate(cells):
        formulas = [SIGNS[sign] + to_latex(tree) for at, sign, tree in shown if at == number]
        read = cell["verdict"] != "unparsed"
        made.append((cell["mathml"], " ".join(formulas)) if read else ("", ""))
    return made
