"""Judges typed answers on the command line: JSON lines in, JSON lines out.

    echo '{"question": "q2", "answer": "x*log(rho)"}' | python -m vae_book.answers

Each line of standard input is answered by one line
`{"question", "verdict", "codes", "hint"}`, in order, whatever the line holds. A line may carry
`"attempt"`, the number of earlier tries; the hint then goes one step further each time.

A line `{"derivation": "elbo", "lines": ["log p(x) = ...", ...]}` is a whole derivation. Its answer
is `{"derivation", "verdict", "first", "lines"}` (see `desk.judge`).
"""

import json
import sys

from . import check, load_questions
from .desk import judge, load_derivations

MAX_LINE = 65536


def main(source, target):
    """Answers each line of the binary stream `source` on the text stream `target`."""
    questions, derivations = load_questions(), load_derivations()
    for line in _lines(source):
        target.write(json.dumps(answer(line, questions, derivations)) + "\n")
        target.flush()


def _lines(source):
    """Yields the lines; None for one that is longer than `MAX_LINE` bytes."""
    while True:
        line = source.readline(MAX_LINE)
        if not line:
            return
        too_long = len(line) == MAX_LINE and not line.endswith(b"\n")
        while too_long and line and not line.endswith(b"\n"):
            line = source.readline(MAX_LINE)
        yield None if too_long else line


def answer(line, questions, derivations):
    """The reply to one line of input.

    Args:
        line: Bytes, or None for a line that was too long.
        questions: `Questions`.
        derivations: `Derivations`.
    """
    if line is None:
        return _refusal("too_long", "That line is too long. An answer has at most 600 characters.")
    try:
        record = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return _refusal(
            "json", 'I cannot read that line. Write {"question": "q2", "answer": "..."}.'
        )
    if not isinstance(record, dict):
        return _refusal("json", 'Write an object: {"question": "q2", "answer": "..."}.')
    if "derivation" in record:
        return _judge_derivation(record, derivations)
    return _judge(record, questions)


def _judge_derivation(record, derivations):
    identifier, lines = record["derivation"], record.get("lines")
    if not isinstance(identifier, str) or identifier not in derivations:
        known = ", ".join(derivations.identifiers())
        short = isinstance(identifier, str) and len(identifier) <= 64
        name = identifier if short else None
        return _refused_derivation(name, "unknown_derivation", f"There is no such one: {known}.")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return _refused_derivation(identifier, "lines", 'The "lines" must be a list of texts.')
    found = judge(derivations[identifier], lines)
    if not found["lines"] and lines:
        return _refused_derivation(identifier, "too_long", found["hint"])
    keys = ("verdict", "codes", "rules", "hint")
    found["lines"] = [{key: line[key] for key in keys} for line in found["lines"]]
    return {key: found[key] for key in ("derivation", "verdict", "first", "lines")}


def _refused_derivation(identifier, code, hint):
    line = {"verdict": "unparsed", "codes": [code], "rules": [], "hint": hint}
    return {"derivation": identifier, "verdict": "unparsed", "first": None, "lines": [line]}


def _judge(record, questions):
    identifier, text = record.get("question"), record.get("answer")
    if not isinstance(identifier, str) or identifier not in questions:
        known = ", ".join(questions.identifiers())
        return _refusal(
            "unknown_question", f"There is no such question. I know: {known}.", identifier
        )
    if not isinstance(text, str):
        return _refusal("answer", 'The "answer" must be a text, such as "x*log(rho)".', identifier)
    attempt = record.get("attempt", 0)
    if not isinstance(attempt, int) or isinstance(attempt, bool) or attempt < 0:
        return _refusal("attempt", 'The "attempt" must be 0, 1, 2 and so on.', identifier)
    found = check(questions[identifier], text, attempt)
    hint = found["hint"] + (" " + found["step"] if attempt and found["step"] else "")
    return _reply(identifier, found["verdict"], found["codes"], hint)


def _refusal(code, hint, identifier=None):
    short = isinstance(identifier, str) and len(identifier) <= 64
    return _reply(identifier if short else None, "unparsed", [code], hint)


def _reply(identifier, verdict, codes, hint):
    return {"question": identifier, "verdict": verdict, "codes": codes, "hint": hint}


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout)
