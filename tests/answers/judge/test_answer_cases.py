"""Typed answers with the verdict and the diagnosis that they deserve."""

from xml.etree import ElementTree

import pytest
from answer_cases import DEVELOPMENT, SECOND, THIRD

from vae_book.answers import check

SPACES = [  # which no file of text keeps at the end of its lines
    ("q2", "   ", "unparsed", "empty"),
    ("step_log_prior", "-K/2 ln\u20612π+1/2 ∑_(k=1)^K▒z_k^2 ", "partial", "term_sign"),
]
ELEMENTS = set("math mrow mi mn mo mtext msup msub munder mfrac msqrt".split())
CASES = [*DEVELOPMENT, *SECOND, *THIRD, *SPACES]


@pytest.mark.parametrize(("question", "typed", "verdict", "code"), CASES)
def test_verdict_and_code(questions, question, typed, verdict, code):
    """Right answers are confirmed, others get a full sentence; what is read is shown as MathML."""
    found = check(questions[question], typed)
    assert found["verdict"] == verdict, found
    assert code in found["codes"], found
    hint = found["hint"]
    assert hint.startswith("Right.") if verdict == "right" else len(hint) > 15, hint
    assert hint.endswith((".", "?")), hint
    assert bool(found["mathml"]) == (verdict != "unparsed")
    if found["mathml"]:
        tags = {element.tag for element in ElementTree.fromstring(found["mathml"]).iter()}
        assert tags <= ELEMENTS


def test_the_sets_are_large_and_cover_every_question(questions):
    assert len({case[:2] for case in DEVELOPMENT}) >= 200
    assert len({case[:2] for case in SECOND}) >= 60
    asked = {name for name in questions.identifiers() if not name.startswith("ex_")}
    missing = asked - {case[0] for case in DEVELOPMENT}
    assert not missing, "add typed answers to tests/answers/cases/development.txt"


def test_hints_grow_more_concrete_with_each_try(questions):
    steps = [check(questions["kl"], "m", attempt)["step"] for attempt in range(5)]
    hints = questions["kl"].entry["hints"]
    assert steps == [*hints, hints[-1], hints[-1]]
    assert check(questions["kl"], questions["kl"].entry["answer"], 2)["step"] == ""


def test_an_extended_sum_is_reported(questions):
    found = check(questions["q2"], "sum_d x_d log rho_d + (1-x_d) log(1-rho_d)")
    assert found["codes"] == ["ok", "sum_scope"]
    assert "I read your sum as covering" in found["hint"]


def test_a_left_side_that_is_a_name_or_equal_is_not_mentioned(questions):
    for question, typed, _, code in DEVELOPMENT + SECOND:
        if "=" in typed:
            found = check(questions[question], typed)["codes"]
            assert ("left_side" in found) == (code == "left_side"), typed


@pytest.mark.parametrize(
    ("typed", "named"),
    [("sum(y*log(rho))", "x"), ("sum_n x_d", "n"), ("foo", "'foo'"), ("x < 1", "'<'")],
)
def test_refusals_name_what_they_refuse(questions, typed, named):
    found = check(questions["q2"], typed)
    assert named in found["hint"]


def test_refusals_quote_little(questions):
    found = check(questions["q2"], "a" * 500)
    assert found["verdict"] == "unparsed"
    assert len(found["hint"]) < 150


def test_two_slips_are_both_named(questions):
    found = check(questions["kl"], "-1/2 sum_k(m_k^2 + s_k - log s_k - 1)")
    assert (found["verdict"], found["codes"]) == ("partial", ["sign", "variance_as_s"])
    assert "standard deviation" in found["hint"] and "sign is flipped" in found["hint"]


def test_a_host_that_runs_out_of_stack_says_so(questions, monkeypatch):
    def too_deep(question, text):
        raise RuntimeError("maximum recursion depth exceeded")

    monkeypatch.setattr("vae_book.answers.judge.checker._judge", too_deep)
    found = check(questions["kl"], "m")
    assert (found["verdict"], found["codes"]) == ("unparsed", ["parse", "too_deep"])
    assert "too many brackets" in found["hint"]
