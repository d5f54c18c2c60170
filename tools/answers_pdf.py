"""Print the model answers as a tagged PDF with Chromium: `make answers`.

The prompts, answers and steps come from `vae_book/answers/questions.json`, the written-out
equations from `vae_book.derivations` and the answer to Question 1 from `tasks.json`. The printer is
that of the whole book.
"""

import json
import re
from html import escape
from itertools import groupby
from pathlib import Path

import yaml
from book_pages import FORMULA, filled, words
from book_pdf import printed

from vae_book.answers import load_questions
from vae_book.answers.write.latex import to_latex
from vae_book.derivations import EQUATIONS

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "_build" / "answers.pdf"
TITLE = "The variational autoencoder: model answers"
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
    """The HTML of all answers, in groups with a heading each."""
    questions = load_questions()
    every = [questions[name] for name in questions.identifiers()]
    asked = [question for question in every if question.entry["title"].startswith("Question ")]
    rest = sorted((question for question in every if question not in asked), key=section)
    first = answered("Question 1: why latent variables", *question_1())
    groups = [group("The assignment's questions", [first, *map(typed, asked)])]
    for number, members in groupby(rest, key=section):
        groups.append(group(f"Section {number}: {SECTIONS[number]}", map(typed, members)))
    return "".join(groups)


def formula(latex, tag="span"):
    """A formula for MathJax, in a line or, in a `div`, on a line of its own."""
    left, right = (r"\[", r"\]") if tag == "div" else (r"\(", r"\)")
    said = escape(FORMULA + words(latex))
    return f'<{tag} class="math" data-words="{said}">{left}{escape(latex)}{right}</{tag}>'


def question_1():
    """The prompt of Question 1 and the book's answer, as HTML."""
    tasks = json.loads((ROOT / "vae_book" / "answers" / "tasks.json").read_text("utf-8"))
    task = tasks["tasks"]["q1"]
    [model] = [part["text"] for part in task["parts"] if part["kind"] == "model"]
    return f"<p>{escape(task['prompt'])}</p>", "".join(f"<p>{escape(each)}</p>" for each in model)


def group(title, answers):
    return f"<section><h2>{escape(title)}</h2>{''.join(answers)}</section>"


def answered(title, prompt, answer):
    return f"<h3>{escape(title)}</h3>{prompt}{answer}"


def section(question):
    """The assignment's section of the equation that a question belongs to."""
    return EQUATIONS[question.entry["equation"]].section


def typed(question):
    """A question whose answer is a formula."""
    name, entry = question.identifier, question.entry
    latex = EQUATIONS[WHOLE[name]].latex if name in WHOLE else to_latex(question.answer)
    answer = f"{formula(latex, 'div')}<p>{escape(steps(entry['hints']))}</p>"
    return answered(entry["title"], f"<p>{escape(entry['prompt'])}</p>", answer)


def steps(hints):
    """The last two hints as a justification: what they state, not what they ask."""
    sentences = re.split(r"(?<=[.?]) ", " ".join(hints[-2:]))
    return " ".join(sentence for sentence in sentences if not sentence.endswith("?"))


def build(root, target):
    """Prints the answers to the path `target`; the book below `root` gives scripts and styles."""
    author = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["author"]
    page = filled(TITLE, author, f'<article class="chapter">{content()}</article>')
    printed(root, target, author, lambda numbers: page)


if __name__ == "__main__":
    build(ROOT, TARGET)
    print(f"Written: {TARGET.relative_to(ROOT)}")
