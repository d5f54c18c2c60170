"""questions.json keeps its documented form, and the validator sees each kind of fault."""

import copy
import json
import re
from pathlib import Path

import pytest

import vae_book.answers
from vae_book.answers.schema import validate

FOLDER = Path(vae_book.answers.__file__).parent
REQUIRED = {"q2", "q3", "kl", "g", "q2_loss", "q3_loss", "kl1", "elbo", "dkl_dm", "dkl_dlogvar"}
REQUIRED |= {"score", "dlogp_dmu", "step_log_bernoulli", "step_log_gaussian", "step_log_prior"}


@pytest.fixture
def content():
    return json.loads((FOLDER / "questions.json").read_text(encoding="utf-8"))


def test_the_file_is_valid(content):
    assert validate(content) == []
    assert REQUIRED <= set(content["questions"])


def broken(content, *path, value=None):
    changed = copy.deepcopy(content)
    item = changed
    for key in path[:-1]:
        item = item[key]
    if value is None:
        del item[path[-1]]
    else:
        item[path[-1]] = value
    return changed


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        (("symbols",), None, "the file lacks symbols"),
        (("symbols", "x", "domain"), "complex", "unknown domain complex"),
        (("symbols", "x", "size"), "d", "exactly one of"),
        (("questions", "q2", "answer"), None, "question q2 lacks answer"),
        (("questions", "q2", "answer"), 3, "answer is no text"),
        (("questions", "q2", "colour"), "red", "unknown field colour"),
        (("questions", "q2", "symbols"), ["x", "y"], "unknown symbol y"),
        (("questions", "q2", "hints"), ["one"], "at least two hints"),
        (("questions", "q2", "slips", 0, "code"), None, "slips 0 lacks code"),
        (("questions", "q2", "slips", 0, "verdict"), "right", "unknown verdict right"),
        (("questions", "q2", "left"), None, "question q2 needs a name of what is asked for"),
        (("questions", "score", "of"), None, "question score needs a name of what is asked for"),
    ],
)
def test_faults_are_named(content, path, value, fault):
    faults = validate(broken(content, *path, value=value))
    assert any(fault in line for line in faults), faults


def test_an_unfit_file_is_no_crash():
    assert validate([]) == ["the file is no object"]
    assert validate({"symbols": {}, "questions": {"q": 1}}) == ["question q is no object"]


def test_each_form_gets_its_own_diagnosis(questions):
    """Each slip, typed as listed, is met by its own code, or a general one; never by "right"."""
    general = {"sign", "mean", "factor2", "factor_half", "constant", "forgot_log"}
    for identifier in questions.identifiers():
        entry = questions[identifier].entry
        for slip in entry["slips"]:
            found = vae_book.answers.check(questions[identifier], slip["form"])
            assert found["verdict"] != "right", (identifier, slip["form"])
            known = {slip["code"]} | (set() if entry.get("exercise") else general)
            assert known & set(found["codes"]), (identifier, slip["form"], found)


def test_each_reading_is_met_by_its_code(questions):
    """An answer written with another meaning of a symbol is recognised as such."""
    found = vae_book.answers.check(questions["kl"], "1/2*sum(m^2 + s - log(s) - 1)")
    assert found["codes"] == ["variance_as_s"]
    found = vae_book.answers.check(questions["q3_loss"], "sum((x-mu)^2)/(2*sigma)")
    assert found["codes"] == ["variance_as_sigma"]


def test_each_name_of_what_is_asked_may_stand_left_of_the_answer(questions):
    for identifier in questions.identifiers():
        entry = questions[identifier].entry
        names = dict(entry.get("left", {}))
        for name, scale in entry.get("of", {}).items():
            names["d{}/d{}".format(name, entry["by"])] = scale
        for name, scale in names.items():
            typed = re.sub(r"KL~((\([^)]*\)|[^-/])*)", r"KL(\1)", name)
            answer = entry["answer"] if scale == 1 else "-({answer})".format(**entry)
            found = vae_book.answers.check(questions[identifier], f"{typed} = {answer}")
            assert found["verdict"] in ("right", "partial"), (identifier, typed, found)


def test_every_answer_and_alternative_is_right(questions):
    for identifier in questions.identifiers():
        entry = questions[identifier].entry
        for form in [entry["answer"]] + [also["form"] for also in entry.get("also", [])]:
            assert vae_book.answers.check(questions[identifier], form)["verdict"] == "right"
