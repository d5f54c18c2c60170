"""The sheet to hand in: the reader's own answers, as LaTeX that compiles and as a page to print.

The assignment's questions come in order, each with the reader's prose, formulas with their left
sides, and workings. Nothing that was typed is a command in either form.
"""

from ..read.limits import Unreadable
from .latex import escape, to_latex
from .mathml import escape as escape_html
from .mathml import to_mathml

MAX_SHOWN = 4000  # characters of one answer
TITLE = "Variational autoencoders: my answers"
HEAD = """% Compile with pdflatex, or copy what you need into a document of your own.
\\documentclass[11pt]{article}
\\usepackage{amsmath}
\\IfFileExists{lmodern.sty}{\\usepackage[T1]{fontenc}\\usepackage{lmodern}}{}
\\setlength{\\parindent}{0pt}
\\setlength{\\parskip}{0.6em}
\\setlength{\\emergencystretch}{3em}
\\begin{document}
"""
FOOT = "\\end{document}\n"
STYLE = (
    "body{font:11pt/1.5 serif;max-width:44em;margin:2em auto;padding:0 1em;color:#000;"
    "background:#fff}h1{font-size:1.5em}h2{font-size:1.2em;break-after:avoid}"
    "code,pre{overflow-wrap:anywhere;white-space:pre-wrap}math{font-size:1.1em}"
    "dt{font-weight:bold}@media print{button{display:none}body{margin:0}}"
)
EMPTY = "Not answered yet."
BREAKABLE = "+-*/=,)]} "  # a long answer may go on in the next line after one of these
WHO = ("name", "number", "course", "date")


class Tex:
    """Writes the parts of the sheet as LaTeX."""

    def document(self, who, sections):
        head = "\\begin{center}\n{\\Large " + escape(TITLE) + "}\n\n"
        head += "\n\n".join([escape(line) for line in who]) + "\n\\end{center}\n"
        return HEAD + head + "".join(sections) + FOOT

    def section(self, heading, parts):
        return "\n\\section*{" + escape(heading) + "}\n" + "".join(parts)

    def text(self, text):
        lines = [
            " ".join([_splittable(word) for word in line.split()]) for line in text.split("\n")
        ]
        return "\n" + "\n\n".join([line for line in lines if line]) + "\n"

    def label(self, text):
        return "\n\\textbf{" + escape(text) + "}\n"

    def formula(self, part, tree):
        left = part.get("latex", "")
        left = left + " = " if left else ""
        return "\\begin{equation*}\n" + left + to_latex(tree) + "\n\\end{equation*}\n"

    def typed(self, text):
        rows = "\\par\n".join([_breakable(line) for line in text.split("\n") if line.strip()])
        return "\\begin{flushleft}\\ttfamily " + rows + "\\end{flushleft}\n"

    def working(self, lines, formulas):
        rows = []
        for line, (_, formula) in zip(lines, formulas):
            rows.append("& " + (formula or "\\text{\\ttfamily " + escape(line.strip()) + "}"))
        return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}\n"


class Html:
    """Writes the parts of the sheet as a page."""

    def document(self, who, sections):
        head = "".join(["<p>" + escape_html(line) + "</p>" for line in who])
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>'
            + TITLE
            + "</title><style>"
            + STYLE
            + '</style></head><body><button onclick="print()">Print, or save as PDF</button><h1>'
            + TITLE
            + "</h1>"
            + head
            + "".join(sections)
            + "</body></html>"
        )

    def section(self, heading, parts):
        return "<section><h2>" + escape_html(heading) + "</h2>" + "".join(parts) + "</section>"

    def text(self, text):
        lines = [escape_html(line) for line in text.split("\n") if line.strip()]
        return "".join(["<p>" + line + "</p>" for line in lines])

    def label(self, text):
        return "<p><strong>" + escape_html(text) + "</strong></p>"

    def formula(self, part, tree):
        left = part.get("left", "")
        shown = "<mtext>" + escape_html(left) + "</mtext><mo>=</mo>" if left else ""
        return to_mathml(tree).replace(">", ">" + shown, 1)

    def typed(self, text):
        return "<pre>" + escape_html(text) + "</pre>"

    def working(self, lines, formulas):
        pairs = zip(lines, formulas)
        return "".join([formula or self.typed(line) for line, (formula, _) in pairs])


def sheet(questions, answers, spec, who=None, exercises=False, working=None):
    """The sheet in both forms, `{"tex", "html"}`.

    Args:
        questions: `Questions`.
        answers: Dictionary from a question's identifier, `derivation/` and an identifier, or
            `task/` and an identifier, to what was typed; of a task, the list of its texts.
        spec: The list `sheet` of `tasks.json`.
        who: Dictionary with any of name, number, course and date.
        exercises: Whether the answers to other questions follow.
        working: A function from a derivation's identifier and text to the `(mathml, latex)` of each
            line (see `desk.sheet`).
    """
    who = who or {}
    lines = [who[field][:200] for field in WHO if who.get(field, "").strip()]
    sections = list(spec)
    if exercises:
        listed = [part.get("question") for section in spec for part in section["parts"]]
        others = [name for name in sorted(questions.identifiers()) if name in answers]
        parts = [{"question": name} for name in others if name not in listed]
        sections.append({"heading": "Further exercises", "parts": parts})
    made = {}
    for form, writer in (("tex", Tex()), ("html", Html())):
        done = []
        for section in sections:
            parts = [_part(writer, part, questions, answers, working) for part in section["parts"]]
            parts = [part for part in parts if part] or [writer.text(EMPTY)]
            done.append(writer.section(section["heading"], parts))
        made[form] = writer.document(lines, done)
    return made


def _part(writer, part, questions, answers, working):
    if "task" in part:
        texts = answers.get("task/" + part["task"], [])
        return "".join([writer.text(text[:MAX_SHOWN]) for text in texts if text.strip()])
    if "derivation" in part:
        name = part["derivation"]
        text = answers.get("derivation/" + name, "")[:MAX_SHOWN]
        if not text.strip():
            return ""
        formulas = working(name, text) if working else []
        lines = [line for line in text.split("\n") if line.strip()]
        whole = len(formulas) == len(lines)
        shown = writer.working(lines, formulas) if whole else writer.typed(text)
        return writer.label("Working") + shown
    name = part["question"]
    text = answers.get(name, "")[:MAX_SHOWN]
    if not text.strip():
        return ""
    title = "" if "left" in part else writer.label(questions[name].entry["title"])
    try:
        return title + writer.formula(part, questions[name].read(text))
    except Unreadable:
        return title + writer.typed(text)


def _splittable(word):
    """A word as LaTeX; one that is longer than a word, such as an address, may go on below."""
    if len(word) <= 30:
        return escape(word)
    return "\\hspace{0pt plus 1pt}".join([escape(character) for character in word])


def _breakable(text):
    pieces = []
    for character in text:
        pieces.append(escape(character))
        if character in BREAKABLE:
            pieces.append("\\allowbreak{}")
    return "".join(pieces)
