"""Displayed equations are compared with their objects."""

import pytest

from vae_book.derivations import EQUATIONS, check_displayed
from vae_book.derivations.ledger.markdown import displayed, normalised


def block(number, tex):
    return f"Text.\n\n$$\n{tex} \\tag{{{number}}}\n$$\n\nMore text, and $x_d$.\n"


@pytest.mark.parametrize("number", EQUATIONS)
def test_pasted_latex_passes(number):
    assert check_displayed([block(number, EQUATIONS[number].latex + ".")]) == []


def test_layout_does_not_matter():
    tex = EQUATIONS["13"].latex.replace(" = ", " &=\\\\ \\; ").replace(r"\left", "")
    tex = tex.replace(r"\right", "").replace("^{2}", "^2")
    assert check_displayed([block("13", rf"\begin{{aligned}}{tex},\end{{aligned}}")]) == []


@pytest.mark.parametrize(
    ("right", "wrong"), [(r"\frac{1}{2}", ""), ("- 1", "+ 1"), (r"m_k^{2}", r"m_k")]
)
def test_an_error_is_reported(right, wrong):
    tex = EQUATIONS["13"].latex.replace(right, wrong, 1)
    assert tex != EQUATIONS["13"].latex
    (difference,) = check_displayed({"bound": block("13", tex)})
    assert (difference.where, difference.label) == ("bound", "eq-13")
    assert difference.expected == EQUATIONS["13"].latex


def test_unknown_label_is_reported():
    (difference,) = check_displayed([block("30", "1 = 1")])
    assert difference.expected is None


def test_two_blocks_stay_apart():
    text = block("3", EQUATIONS["3"].latex) + "$$y = 1$$\n\n" + block("4", EQUATIONS["4"].latex)
    assert [label for label, _ in displayed(text)] == ["eq-3", "eq-4"]
    assert check_displayed([text]) == []


def test_commands_that_start_like_spacing_stay():
    assert normalised(r"\leftarrow x") == r"\leftarrowx"
