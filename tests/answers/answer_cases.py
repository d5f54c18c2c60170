"""Typed answers and whole derivations, read from the text files of `cases/`.

`DEVELOPMENT`, `SECOND`, `THIRD`: `(question, typed, verdict, code)`, the code among those returned.
`TEXTS[name]`: `(derivation, lines)`, each complete. `FAULTS`: `(name, line, old, new)`, each with
one line broken. `PASTED[name]`: `(code, codes)`, what a reader typed as a loss, with what is named.
"""

import re
from pathlib import Path

FOLDER = Path(__file__).with_name("cases")


def _rows(name, cells):
    """The lines of a file, each cut at ` | ` into so many cells; `#` begins a remark."""
    lines = FOLDER.joinpath(name).read_text(encoding="utf-8").split("\n")
    rows = [line.split(" | ", cells - 1) for line in lines if line and line[0] != "#"]
    for row in rows:
        if len(row) != cells:
            raise ValueError(f"{name}: {cells} parts with ' | ' between them, got {row}")
    return rows


def _answers(name):
    return [(asked, typed, verdict, code) for asked, verdict, code, typed in _rows(name, 4)]


def _texts(name):
    """Yields the name, the word behind it and the lines of each text of a file."""
    _, *parts = FOLDER.joinpath(name).read_text(encoding="utf-8").split("\n== ")
    for part in parts:
        head, *lines = part.strip("\n").split("\n")
        yield *head.split(" | "), lines


DEVELOPMENT = _answers("development.txt")
SECOND = _answers("second.txt")
THIRD = _answers("third.txt")
TEXTS = {name: (derivation, lines) for name, derivation, lines in _texts("derivations.txt")}
FAULTS = [(name, int(line), old, new) for name, line, old, new, _ in _rows("faults.txt", 5)]
PASTED = {name: ("\n".join(lines), codes.split()) for name, codes, lines in _texts("losses.txt")}


def with_fault(name, number, old, new):
    """The derivation of a text, and its lines with one of them broken, counted from 1."""
    derivation, lines = TEXTS[name]
    broken = lines[number - 1].replace(old, new, 1)
    return derivation, [*lines[: number - 1], broken, *lines[number:]]


def words(text):
    """The words and signs of a typed text."""
    return set(re.findall(r"[A-Za-z_]+|[^\w\s]", text))


def sample(cases, traits):
    """Those cases of which each has a trait that none before it has.

    Args:
        cases: A list.
        traits: Gives the set of traits of a case.
    """
    seen, kept = set(), []
    for case in cases:
        new = traits(case) - seen
        if new:
            seen |= new
            kept.append(case)
    return kept
