"""Seeded samples of what `benchmarks/answers.py` does at length."""

import random

import numpy as np
import pytest
from answer_garbage import stream
from answer_generator import Generator, Referee, agree, equal

from vae_book.answers import check, load_questions

EACH = 100
GARBAGE = 1000
QUESTIONS = [name for name in load_questions().identifiers() if not name.startswith("ex_")]


@pytest.mark.parametrize("identifier", QUESTIONS)
def test_equivalents_are_right(questions, identifier):
    generator = Generator(questions[identifier], seed="tests")
    for _ in range(EACH):
        typed = generator.equivalent()
        assert equal(check(questions[identifier], typed)), typed


@pytest.mark.parametrize("identifier", QUESTIONS)
def test_mutants_are_not_right(questions, identifier):
    generator = Generator(questions[identifier], seed="tests")
    for _ in range(EACH):
        typed = generator.mutant()
        assert not equal(check(questions[identifier], typed)), typed


def test_garbage_is_survived(questions):
    prepared = [questions[identifier] for identifier in questions.identifiers()]
    answers = [question.entry["answer"] for question in prepared]
    for number, typed in enumerate(stream("tests", answers, GARBAGE)):
        found = check(prepared[number % len(prepared)], typed)
        assert found["verdict"] in ("right", "partial", "wrong", "unparsed")
        assert found["codes"] and found["hint"], typed
        assert ("parse" in found["codes"]) == (found["verdict"] == "unparsed")


def test_the_referee_tells_right_from_wrong(questions):
    """The generator's own evaluation, on a pair that is equal and one that is not."""
    referee = Referee(questions["kl1"].names, random.Random(0))
    log_s2 = ("fn", "log", ("^", ("var", "s"), ("num", 2.0)))
    values = [referee.evaluate(tree) for tree in (log_s2, ("var", "logvar"), ("var", "s"))]
    assert agree(values[0], values[1]) and not agree(values[0], values[2])
    assert referee.evaluate(("fn", "log", ("num", 0.0))) is None
    vectors = Referee(questions["q2"].names, random.Random(0))
    x, total = vectors.evaluate(("var", "x")), vectors.evaluate(("sum", "d", ("var", "x")))
    assert np.array_equal(total[:, 0], x.sum(1))
    assert not agree(x, total)
