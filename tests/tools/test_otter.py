"""The assignment for Otter-Grader: its questions say what the examiner says."""

import doctest
import runpy

import nbformat
import numpy as np
import otter_assignment as tool
import pytest

from vae_book.practice import PARTS


def right(mean, logvar):
    return 0.5 * np.sum(mean**2 + np.exp(logvar) - logvar - 1, axis=-1)


def wrong(mean, logvar):
    return 0.5 * np.mean(mean**2 + np.exp(logvar) - logvar - 1, axis=-1)


@pytest.fixture(scope="module")
def assignment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("otter")
    tool.export(folder, "vae-lib")
    return folder


@pytest.mark.parametrize(("kl", "passes"), [(right, True), (wrong, False), (..., False)])
def test_a_question_passes_for_right_code_alone(assignment, kl, passes):
    names = runpy.run_path(assignment / "tests" / "kl.py")
    assert names["OK_FORMAT"]  # or Otter refuses the file
    case = names["test"]["suites"][0]["cases"][0]["code"]
    written = []
    doctests = doctest.DocTestParser().get_doctest(case, {"kl": kl}, "kl", None, None)
    assert (doctest.DocTestRunner().run(doctests, out=written.append).failed == 0) == passes
    assert ("3 latent units" in "".join(written)) == (kl is wrong)


def test_every_part_has_a_question_and_no_solution_is_handed_out(assignment):
    assert {path.stem for path in (assignment / "tests").glob("*.py")} == set(PARTS)
    cells = nbformat.read(assignment / "write-it-yourself.ipynb", as_version=4).cells
    text = "\n".join(cell.source for cell in cells)
    assert "check(kl)" in text and "A solution" not in text
    assert "return 0.5 * ops.sum(ops.square(mean)" not in text
