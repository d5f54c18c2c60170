"""Build the model answers as a tagged PDF for print: `make answers`.

The prompts, answers and steps come from `vae_book/answers/questions.json`, the written-out
equations from `vae_book.derivations` and the answer to Question 1 from its chapter. The layout is
in `answers_pdf.typ`. The PDF meets PDF/UA-1, the standard for accessible documents: Typst
refuses to write it otherwise.
"""

import json
import re
import sys
from itertools import groupby
from pathlib import Path

from model_answer import formula, question_1

from vae_book.answers import load_questions
from vae_book.answers.write.latex import to_latex
from vae_book.derivations import EQUATIONS

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "_build" / "answers.pdf"
TITLE = "The variational autoencoder: model answers"
MISSING = (
    "Typst is not installed: run `make answers`, or pip install -c constraints.txt "
    "-r requirements-print.txt."
)
SECTIONS = {
    "1.1": "Maximum likelihood estimation",
    "1.2": "Prior distribution",
    "1.3": "Generative distributions",
    "1.4": "Variational lower bound and approximate posterior",
    "1.5": "Reparametrisation trick",
}
# The equations whose right side is the whole answer; they show its left side as well.
WHOLE = {"q2": "q2", "q2_loss": "q2-bce", "q3": "q3", "kl": "13", "g": "22"}
WHOLE["dlogp_dmu"] = "q3-gradient"


def content():
    """Returns what the layout prints: the groups of answers, each with its heading."""
    questions = load_questions()
    every = [questions[name] for name in questions.identifiers()]
    asked = [question for question in every if question.entry["title"].startswith("Question ")]
    rest = sorted((question for question in every if question not in asked), key=section)
    prompt, answer = question_1()
    first = {"title": "Question 1: why latent variables", "prompt": prompt, "answer": answer}
    groups = [group("The assignment's questions", [first, *map(typed, asked)])]
    for number, members in groupby(rest, key=section):
        groups.append(group(f"Section {number}: {SECTIONS[number]}", [*map(typed, members)]))
    return {"title": TITLE, "groups": groups}


def group(title, answers):
    return {"title": title, "answers": answers}


def section(question):
    """Returns the assignment's section of the equation that a question belongs to."""
    return EQUATIONS[question.entry["equation"]].section


def typed(question):
    """Returns a question whose answer is a formula."""
    name, entry = question.identifier, question.entry
    latex = EQUATIONS[WHOLE[name]].latex if name in WHOLE else to_latex(question.answer)
    return {
        "title": entry["title"],
        "prompt": [[{"text": entry["prompt"]}]],
        "formula": formula(latex),
        "steps": steps(entry["hints"]),
    }


def steps(hints):
    """Returns the last two hints as a justification: what they state, not what they ask."""
    sentences = re.split(r"(?<=[.?]) ", " ".join(hints[-2:]))
    return " ".join(sentence for sentence in sentences if not sentence.endswith("?"))


def build(target):
    """Writes the PDF to the path `target`.

    Raises:
        SystemExit: If Typst is not installed.
    """
    try:
        import typst
    except ImportError:
        sys.exit(MISSING)
    target.parent.mkdir(parents=True, exist_ok=True)
    typst.compile(
        Path(__file__).with_suffix(".typ"),
        output=target,
        sys_inputs={"sheet": json.dumps(content())},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )


if __name__ == "__main__":
    build(TARGET)
    print(f"Written: {TARGET.relative_to(ROOT)}")
