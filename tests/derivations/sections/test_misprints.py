"""What is printed fails the check that the correction passes, for the stated reason."""

import pytest

from vae_book.derivations import MISPRINTS, Refuted
from vae_book.derivations.sections.misprints import Misprint
from vae_book.figures.tables import form

COMPUTED = {misprint.where: misprint for misprint in MISPRINTS if misprint.kind == "computed"}
REASONS = {
    "(5)": "tends to oo: its integral diverges",
    "1.4, the gradient that is called intractable": "the derivatives by w differ",
    "(11), the line above (12)": "its integral diverges",
    "below (12), the components of m and s": "m with D components cannot be taken from z with K",
    "below (12), m and s called mean and variance": r"the variance is s\*\*2",
    "(23)": "the left side does not depend on phi",
    "(29), the parameter of the gradient": "the average is",
    "(29), epsilon without (l)": "the average is",
}


@pytest.mark.parametrize("where", REASONS)
def test_printed_form_is_refuted(where):
    misprint = COMPUTED[where]
    assert misprint.proof(misprint.correct) is None
    with pytest.raises(Refuted, match=REASONS[where]):
        misprint.proof(misprint.printed)


def test_every_computed_misprint_is_tested():
    assert set(COMPUTED) == set(REASONS)


@pytest.mark.parametrize("misprint", MISPRINTS, ids=lambda misprint: misprint.where)
def test_printed_and_correct_forms_are_displayed_differently(misprint):
    assert form(misprint.quote or misprint.printed) != form(misprint.correct)
    assert misprint.evidence.endswith(".")


def test_printed_forms_show_the_misprint():
    assert r"e^{\frac{z_k^{2}}{2}}" in COMPUTED["(5)"].printed.latex
    assert r"2 z_k^{2}" in COMPUTED["(11), the line above (12)"].printed.latex
    assert r"\nabla_{\theta}" in COMPUTED["(29), the parameter of the gradient"].printed.latex


def test_notation_has_no_refutation():
    misprint = next(misprint for misprint in MISPRINTS if misprint.kind == "notation")
    with pytest.raises(ValueError, match="matter of notation"):
        misprint.refutation()


def test_a_correct_form_called_a_misprint_is_noticed():
    right = COMPUTED["(5)"]
    wrong = Misprint("(5)", right.correct, right.correct, "None.", right.proof)
    with pytest.raises(Refuted, match="passes the check of its correction"):
        wrong.refutation()
