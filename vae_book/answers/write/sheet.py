"""The reader's own answers as a LaTeX document that compiles as it is."""

from ..read.limits import Unreadable
from .latex import escape, to_latex

MAX_SHOWN = 2000  # characters of one answer; the checker reads no more than 600

HEAD = """% My answers. Compile with pdflatex, or copy what you need into a document of your own.
\\documentclass[11pt]{article}
\\usepackage[T1]{fontenc}
\\usepackage{amsmath}
\\setlength{\\parindent}{0pt}
\\setlength{\\parskip}{0.6em}
\\begin{document}
\\section*{My answers}
"""
EMPTY = "No answers have been typed yet.\n"
FOOT = "\\end{document}\n"
BREAKABLE = "+-*/=,)]} "  # a long answer may go on in the next line after one of these


def sheet(questions, answers):
    """Returns a complete `.tex` file.

    Args:
        questions: `Questions`.
        answers: List of `(identifier, text)`, in the order of the document. Identifiers that
            are not among the questions are left out.
    """
    parts = [_part(questions[name], text) for name, text in answers if name in questions]
    return HEAD + ("".join(parts) or EMPTY) + FOOT


def _part(question, text):
    shown = text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + " ..."
    return (
        "\n\\subsection*{" + escape(question.entry["title"]) + "}\n"
        "" + escape(question.entry["prompt"]) + "\n\n"
        "As typed:\n"
        "\\begin{flushleft}\\ttfamily " + _breakable(shown) + "\\end{flushleft}\n"
        "" + _reading(question, text)
    )


def _breakable(text):
    pieces = []
    for character in text:
        pieces.append(escape(character))
        if character in BREAKABLE:
            pieces.append("\\allowbreak{}")
    return "".join(pieces)


def _reading(question, text):
    try:
        formula = to_latex(question.read(text))
    except Unreadable:
        return "This could not be read as a formula.\n"
    return "As a formula:\n\\begin{equation*}\n" + formula + "\n\\end{equation*}\n"
