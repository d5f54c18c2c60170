"""`python -m vae_book.answers`: one JSON line for each line, whatever it holds."""

import io
import json
import subprocess
import sys

import pytest

from vae_book.answers.__main__ import MAX_LINE, main

KEYS = ["question", "verdict", "codes", "hint"]


def replies(data):
    target = io.StringIO()
    main(io.BytesIO(data), target)
    return [json.loads(line) for line in target.getvalue().splitlines()]


def line(**record):
    return json.dumps(record).encode() + b"\n"


def test_as_a_command():
    lines = [
        '{"question": "q2", "answer": "sum(x*log(rho)+(1-x)*log(1-rho))"}',
        '{"question": "kl", "answer": "sum(m^2+s^2)/2"}',
        "nonsense",
        '{"question": "g", "answer": "m + s ⊙ ε"}',
    ]
    done = subprocess.run(
        [sys.executable, "-m", "vae_book.answers"],
        input="\n".join(lines),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found = [json.loads(text) for text in done.stdout.splitlines()]
    assert [reply["question"] for reply in found] == ["q2", "kl", None, "g"]
    assert [reply["verdict"] for reply in found] == ["right", "partial", "unparsed", "right"]
    assert all(list(reply) == KEYS for reply in found)
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\n", "json"),
        (b"{\n", "json"),
        (b"\xff\xfe\n", "json"),
        (b"[1]\n", "json"),
        (b"[" * 50000 + b"\n", "json"),
        (b'{"question": ' + b"1" * 6000 + b"}\n", "json"),
        (line(question="q9", answer="x"), "unknown_question"),
        (line(question=["q2"], answer="x"), "unknown_question"),
        (line(answer="x"), "unknown_question"),
        (line(question="q2"), "answer"),
        (line(question="q2", answer=3), "answer"),
        (line(question="q2", answer=None), "answer"),
        (line(question="q2", answer="x", attempt=-1), "attempt"),
        (line(question="q2", answer="x", attempt="two"), "attempt"),
        (line(question="q2", answer="9" * 1000), "too_long"),
        (line(question="q2", answer="9" * MAX_LINE), "too_long"),
        (line(question="q2", answer="\ud800"), "invisible_character"),
    ],
)
def test_each_bad_line_gets_one_reply(data, code):
    found = replies(data + line(question="g", answer="m+s*eps"))
    assert len(found) == 2
    assert found[0]["verdict"] == "unparsed"
    assert code in found[0]["codes"]
    assert found[0]["hint"].endswith(".")
    assert found[1]["verdict"] == "right"


def test_no_input_no_output():
    assert replies(b"") == []


def test_a_last_line_without_newline_counts():
    assert len(replies(line(question="g", answer="m").rstrip())) == 1


def test_hints_go_further_with_the_attempt():
    first, third = replies(
        line(question="kl", answer="m") + line(question="kl", answer="m", attempt=2)
    )
    assert third["hint"].startswith(first["hint"])
    assert len(third["hint"]) > len(first["hint"])
