"""A working as a part of the reader's LaTeX document (see `write.sheet`)."""

from ..write.latex import escape, to_latex
from .judge import judge

SIGNS = {"": "", "=": "=", "≥": "\\ge", "≤": "\\le"}
VERDICTS = {
    "complete": "Judged complete.",
    "unfinished": "Not finished.",
    "broken": "Line {} does not follow.",
    "unparsed": "Line {} could not be read.",
}


def working(desk, text):
    """The LaTeX of one working: title, task, the steps one below the other, the verdict.

    A row that cannot be read stands there as it was typed.
    """
    lines = text.split("\n")
    shown = []
    found = judge(desk, lines, False, shown)
    verdict = VERDICTS[found["verdict"]].format(found["first"]) if found["lines"] else found["hint"]
    rows = []
    for number, line in enumerate(lines):
        formulas = [formula for formula in shown if formula[0] == number]
        cell = found["lines"][number] if found["lines"] else {"verdict": "unparsed"}
        if cell["verdict"] == "unparsed":
            rows.append("& \\text{\\ttfamily " + escape(line.strip()[:200]) + "}")
        else:
            rows += _rows(formulas)
    return (
        "\n\\subsection*{" + escape(desk.entry["title"]) + "}\n"
        "" + escape(desk.entry["prompt"]) + "\n"
        "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}\n"
        "" + verdict + "\n"
    )


def _rows(formulas):
    """The rows of one line of the text: a left side stands beside the formula behind it."""
    rows = []
    for place, (_, sign, tree) in enumerate(formulas):
        formula = (SIGNS[sign] + " " + to_latex(tree)).strip()
        if place == 1 and formulas[0][1] == "":
            rows[-1] += " " + formula
        else:
            rows.append("& " + formula)
    return rows
