"""Seeded samples of what `benchmarks/answers.py` does at length."""

import pytest
from answer_garbage import stream
from answer_generator import Generator, agree, equal, evaluate, free_axes, referee_points

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
    names = questions["kl1"].names
    rng = Generator(questions["kl1"]).rng
    points = referee_points(names, rng)
    log_s2 = ("fn", "log", ("^", ("var", "s"), ("num", 2.0)))
    assert agree(*(evaluate(tree, names, points) for tree in (log_s2, ("var", "logvar"))))
    assert not agree(*(evaluate(tree, names, points) for tree in (log_s2, ("var", "s"))))
    square = ("^", ("num", -1.0), ("num", 2.0))
    assert evaluate(square, names, points[:1]) == [1.0]
    assert free_axes(("sum", "d", ("var", "x")), questions["q2"].names) == set()
