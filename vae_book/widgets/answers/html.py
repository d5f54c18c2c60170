"""The HTML of one question, as it stands in a page before, or without, any script."""

import functools
import html
import re

from vae_book.answers import load_questions
from vae_book.answers.desk import load_derivations
from vae_book.answers.desk.words import RULES
from vae_book.answers.write.mathml import to_mathml

GREEK = {
    "rho": "ρ",
    "mu": "μ",
    "sigma": "σ",
    "tau": "τ",
    "epsilon": "ε",
    "pi": "π",
    "theta": "θ",
    "phi": "φ",
    "sum": "∑",
}
VARIABLES = set("xzmsfqpDKN") | set(GREEK) - {"sum"}
TOKEN = re.compile(
    r"(?P<name>(?<!')[A-Za-z]+)(?:_(?P<index>\w))?|\^(?:\((?P<group>[^()]*)\)|(?P<power>\w+))"
    r"|(?P<minus>(?<=[( ])-)|(?P<norm>\|\|)|(?P<other>.)",
    re.DOTALL,
)


@functools.cache
def questions():
    """The questions of the book, loaded once."""
    return load_questions()


@functools.cache
def derivations():
    """The derivations of the book, loaded once."""
    return load_derivations()


def answer_html(identifier):
    """The `<vae-answer>` element of a question.

    Without JavaScript it shows the prompt, a sentence and the folded answer. A file of questions
    that is marked `"withheld"`, as in the student edition, gives no answer.

    Raises:
        ValueError: If there is no such question; the message lists them.
    """
    if identifier not in questions():
        known = ", ".join(questions().identifiers())
        raise ValueError(f"There is no question {identifier!r}. The questions: {known}.")
    question = questions()[identifier]
    entry = question.entry
    # Of a loss there is no formula to show, and no answer.
    hidden = questions().content.get("withheld") or "answer" not in entry
    marks = " data-plain"
    if "answer" in entry:
        marks = f' data-symbols="{_symbols(entry)}" data-hints="{len(entry["hints"])}"'
    said = spoken(entry["prompt"])
    aloud = "" if said == entry["prompt"] else f' data-spoken="{html.escape(said)}"'
    return (
        f'<vae-answer question="{identifier}"{marks}>'
        f'<p class="vae-answer-title">{html.escape(entry["title"])}</p>'
        f'<p class="vae-prompt"{aloud}>{typeset(entry["prompt"])}</p>'
        '<p class="vae-plain">With JavaScript, you can type your answer here and have it '
        f"checked.</p>{'' if hidden else _reference(question)}"
        "</vae-answer>"
    )


def _symbols(entry):
    """What an answer is typed in, with its index, for the keys of a telephone."""
    axes = {name: symbol.get("axis") for name, symbol in questions().content["symbols"].items()}
    indexed = [axes.get(name) in entry.get("axes", ()) for name in entry["symbols"]]
    pairs = zip(entry["symbols"], indexed, strict=True)
    return " ".join(f"{name}_{axes[name]}" if index else name for name, index in pairs)


def spoken(text):
    """A prompt for the ear: "x_d^2" is said as "x d squared"."""

    def power(match):
        raised = match[1] or match[2]
        return " squared" if raised == "2" else f" to the power {raised}"

    return re.sub(r"_(\w)", r" \1", re.sub(r"\^(?:\(([^()]*)\)|(\w+))", power, text))


def derivation_html(identifier):
    """The `<vae-derivation>` element: title, prompt, and the book's steps, each folded.

    Raises:
        ValueError: If there is no such derivation; the message lists them.
    """
    known = derivations().identifiers()
    if identifier not in known:
        raise ValueError(f"There is no derivation {identifier!r}. I know: {', '.join(known)}.")
    entry = derivations()[identifier].entry
    return (
        f'<vae-derivation derivation="{identifier}">'
        f'<p class="vae-answer-title">{html.escape(entry["title"])}</p>'
        f'<p class="vae-prompt">{typeset(entry["prompt"])}</p>'
        '<p class="vae-plain">With JavaScript, you can type your working here, and each line is '
        f"judged.</p>{'' if questions().content.get('withheld') else _steps(identifier)}"
        "</vae-derivation>"
    )


def _steps(identifier):
    """The book's own working: a hint that opens to a step, one after another."""
    desk = derivations()[identifier]
    items = []
    for number, step in enumerate(desk.entry["steps"], 1):
        relation = {">": "≥", "<": "≤"}.get(step["form"][0], "=")
        formula = to_mathml(desk.own(step["form"].lstrip("<>= ")))
        formula = formula.replace(">", f"><mrow><mo>{relation}</mo>", 1)
        rule = RULES[step["rule"]]
        items.append(
            f"<details><summary>Step {number}: {typeset(step['hint'])}</summary>"
            f"{formula.replace('</math>', '</mrow></math>')}"
            f"<p>{typeset(rule[0].upper() + rule[1:])}.</p></details>"
        )
    hint = typeset(desk.entry["hints"][0])
    return (
        '<details class="vae-reference vae-steps"><summary>The book\'s steps, one at a time'
        f"</summary><p>{hint}</p>{''.join(items)}</details>"
    )


def _reference(question):
    """The folded answer and the way to it."""
    steps = "".join([f"<li>{typeset(hint)}</li>" for hint in question.entry["hints"]])
    return (
        '<details class="vae-reference"><summary>Show the answer</summary>'
        f"{to_mathml(question.answer)}"
        f"<p>One way to type it: <code>{html.escape(question.entry['answer'])}</code></p>"
        f"<p>The way there:</p><ol>{steps}</ol>"
        "</details>"
    )


SHEET_HTML = (
    '<vae-answer-sheet><p class="vae-plain">With JavaScript, you can take the answers that you '
    "typed in this book with you, as a LaTeX file.</p></vae-answer-sheet>"
)


def typeset(text):
    """A plain sentence as HTML, with its formulas in italics, raised and lowered.

    `rho_d^x_d` becomes the Greek letter with a subscript and a superscript.
    """
    return TOKEN.sub(_typeset_token, text)


def _typeset_token(match):
    if match["name"]:
        return _typeset_name(match["name"], match["index"])
    if match["group"] or match["power"]:
        return f"<sup>{typeset(match['group'] or match['power'])}</sup>"
    if match["minus"]:
        return "−"
    return "‖" if match["norm"] else html.escape(match["other"])


def _typeset_name(name, index):
    letter = GREEK.get(name, name) if index or name != "sum" else name
    if name in VARIABLES or index and name != "sum":
        letter = f"<i>{letter}</i>"
    return letter + (f"<sub>{index}</sub>" if index else "")
