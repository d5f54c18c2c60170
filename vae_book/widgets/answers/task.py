"""The HTML of a task: prose to write, choices, samples to rank, a list to tick, a prediction."""

import functools
import html
import json
from pathlib import Path

import vae_book.answers
from vae_book.widgets.answers.html import questions, typeset

FOLDER = Path(vae_book.answers.__file__).parent
PLACES = ("best", "second", "weakest")


@functools.cache
def tasks():
    """The tasks of `vae_book/answers/tasks.json`, by identifier."""
    return json.loads((FOLDER / "tasks.json").read_text(encoding="utf-8"))["tasks"]


def task_html(identifier):
    """The `<vae-task>` element of a task. Of the student edition's, no answer is a part.

    Raises:
        ValueError: If there is no such task; the message lists them.
    """
    if identifier not in tasks():
        raise ValueError(f"There is no task {identifier!r}. I know: {', '.join(tasks())}.")
    entry = tasks()[identifier]
    withheld = bool(questions().content.get("withheld"))
    parts = [
        _PARTS[part["kind"]](part, f"{identifier}-{place}", withheld)
        for place, part in enumerate(entry["parts"])
    ]
    covers = " covers" if entry.get("covers") else ""
    # What is to be predicted stands in the chapter's text.
    prompt = "" if covers else f'<p class="vae-prompt">{typeset(entry["prompt"])}</p>'
    label = _text(entry["prompt" if covers else "title"])
    return (
        f'<vae-task task="{identifier}"{covers} role="group" aria-label="{label}">'
        f'<p class="vae-answer-title">{_text(entry["title"])}</p>'
        f"{prompt}{''.join(parts)}</vae-task>"
    )


def _text(text):
    return html.escape(text)


def _prose(part, name, withheld):
    return (
        f'<div data-kind="prose"><label for="{name}">{_text(part["label"])}</label>'
        f'<textarea id="{name}" rows="{part["rows"]}" data-lm-suppress-shortcuts="true"></textarea>'
        "</div>"
    )


def _choice(part, name, withheld):
    options = []
    for place, option in enumerate(part["options"]):
        why = "" if withheld or "why" not in option else f' data-why="{_text(option["why"])}"'
        right = " data-right" if why and option.get("right") else ""
        options.append(
            f'<label><input type="radio" name="{name}" value="{place}"{why}{right}>'
            f"<span>{typeset(option['text'])}</span></label>"
        )
    legend = f"<legend>{typeset(part['ask'])}</legend>" if part["ask"] else ""
    sheet = " data-sheet" if part.get("sheet") else ""
    return f'<fieldset data-kind="choice"{sheet}>{legend}{"".join(options)}</fieldset>'


def _rank(part, name, withheld):
    options = "".join(
        f'<option value="{place}">{word}</option>' for place, word in enumerate(PLACES, 1)
    )
    samples = []
    for place, sample in enumerate(part["samples"]):
        reason = "" if withheld else f' data-reason="{_text(sample["why"])}"'
        samples.append(
            f"<div><blockquote>{_text(sample['text'])}</blockquote>"
            f'<label>This one is the <select id="{name}-{place}" data-rank="{sample["place"]}"'
            f'{reason}><option value="">…</option>{options}</select></label></div>'
        )
    legend = f"<legend>{_text(part['ask'])}</legend>"
    return f'<fieldset data-kind="rank">{legend}{"".join(samples)}</fieldset>'


def _ticks(part, name, withheld):
    items = "".join(
        f'<label><input type="checkbox"><span>{typeset(item)}</span></label>'
        for item in part["items"]
    )
    return f'<fieldset data-kind="ticks"><legend>{_text(part["ask"])}</legend>{items}</fieldset>'


def _model(part, name, withheld):
    if withheld:
        return ""
    text = "".join(f"<p>{typeset(paragraph)}</p>" for paragraph in part["text"])
    return (
        f'<div data-kind="model"><p>{_text(part["ask"])}</p><details class="vae-model">'
        f"<summary>The book's answer</summary>{text}</details></div>"
    )


def _slider(part, name, withheld):
    middle = (part["min"] + part["max"]) / 2
    return (
        f'<div data-kind="slider"><label for="{name}">{_text(part["label"])}</label>'
        f'<input id="{name}" type="range" min="{part["min"]}" max="{part["max"]}" '
        f'step="{part["step"]}" value="{middle:g}" data-unit="{_text(part["unit"])}">'
        f'<output for="{name}"></output></div>'
    )


def _curve(part, name, withheld):
    """Upright sliders side by side: the points of a curve, whose truth is drawn afterwards."""
    sliders = "".join(
        f'<label><input type="range" min="{part["min"]}" max="{part["max"]}" step="{part["step"]}" '
        f'value="{part["start"]}"><span>{_text(label)}</span></label>'
        for label in part["at"]
    )
    truth = "" if withheld else f' data-truth="{part["truth"]}" data-law="{_text(part["law"])}"'
    return (
        f'<fieldset data-kind="curve"{truth}><legend>{typeset(part["ask"])}</legend>'
        f'<div class="vae-curve">{sliders}</div></fieldset>'
    )


_PARTS = {
    "prose": _prose,
    "choice": _choice,
    "rank": _rank,
    "ticks": _ticks,
    "model": _model,
    "slider": _slider,
    "curve": _curve,
}
