"""Each equation holds, and no small error in any of them goes unnoticed."""

from dataclasses import replace

import pytest
from mutation import mutants

from vae_book.derivations import EQUATIONS, Refuted
from vae_book.derivations.__main__ import main
from vae_book.derivations.language.objects import ELBO
from vae_book.derivations.proof.equation import Statement
from vae_book.derivations.proof.interpretation import LinearGaussian
from vae_book.derivations.sections import bound

NAMES = list(EQUATIONS)


def test_each_holds_and_refuses_what_is_true_in_a_special_case_only(capsys):
    assert main([]) == 0  # else its table, which pytest shows, has the reasons
    assert capsys.readouterr().out.splitlines()[-1] == (
        "29 of 29 equations hold: 27 general (7 of them definitions), 2 by simulation; "
        "8 misprints refuted"
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_small_error_is_refuted(name):
    equation = EQUATIONS[name]
    *others, last = equation.statement.members
    for wrong in mutants(last):
        mutant = equation.stating(*others, wrong)
        with pytest.raises(Refuted):
            mutant.check()
            pytest.fail(f"this passes the check: {mutant.latex}")


# Without a value in that model, or with a last side whose value is that side itself.
NOT_OF_A_MODEL = {"1", "6", "q3-mse", "mean-components", "20", "21", "28", "18", "13"}
NOT_OF_A_MODEL |= {"q2", "q2-bce", "q2-logits", "q2-gradient", "q3-gradient", "encoder-variance"}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOT_OF_A_MODEL])
def test_what_is_true_in_the_linear_gaussian_model_only_is_refused(name):
    equation = EQUATIONS[name]
    *others, last = equation.statement.members
    value = LinearGaussian(definitions={ELBO: bound.BOUND})(last)
    with pytest.raises(Refuted):
        equation.stating(*others, value).check()


def test_special_case_that_passes_is_noticed():
    true = replace(EQUATIONS["8"], where="always", special=EQUATIONS["8"].statement)
    with pytest.raises(Refuted, match="also passes what is true only always"):
        true.refusal()


@pytest.mark.parametrize("name", NAMES)
def test_another_left_side_is_refuted(name):
    equation = EQUATIONS[name]
    other = EQUATIONS["1" if name != "1" else "13"]
    for left in (other.lhs, equation.rhs):  # nor does the right side say it of itself
        with pytest.raises(Refuted):
            equation.stating(left, *equation.statement.members[1:]).check()


@pytest.mark.parametrize("name", NAMES)
def test_another_relation_is_refuted(name):
    statement = EQUATIONS[name].statement
    turned = ("<=",) * len(statement.relations)
    with pytest.raises(Refuted):
        replace(EQUATIONS[name], statement=replace(statement, relations=turned)).check()


@pytest.mark.parametrize("name", ["q2-bce", "2", "jensen", "1"])
def test_error_in_the_middle_of_a_chain_is_refuted(name):
    equation = EQUATIONS[name]
    first, middle, *rest = equation.statement.members
    with pytest.raises(Refuted):
        equation.stating(first, 2 * middle, *rest).check()


def test_all_29_are_there():
    assert {str(number) for number in range(1, 30)} <= set(EQUATIONS)
    assert {"gaussian-1", "gaussian-2", "gaussian-3", "q2", "q3"} <= set(EQUATIONS)


def test_display_comes_from_the_object():
    equation = EQUATIONS["13"]
    doubled = equation.stating(equation.lhs, 2 * equation.rhs)
    assert doubled.latex != equation.latex
    assert equation._repr_latex_() == f"$\\displaystyle {equation.latex}$"
    assert repr(equation) == "Equation(13: Divergence in closed form)"


def test_statement_refuses_a_chain_without_enough_relations():
    with pytest.raises(ValueError, match="3 members need 2 relations, got 1"):
        Statement((EQUATIONS["7"].lhs,) * 3, ("=",))


def test_statement_refuses_what_is_no_sympy_object():
    with pytest.raises(ValueError, match=r"'log p\(x' is no SymPy object"):
        Statement((EQUATIONS["7"].lhs, "log p(x"), ("=",))


def test_unknown_kind_of_proof_is_refused():
    with pytest.raises(ValueError, match="Unknown kind 'symbolic' of proof"):
        replace(EQUATIONS["7"], kind="symbolic")


def test_statement_refuses_an_unknown_relation():
    with pytest.raises(ValueError, match="Unknown relation '=='"):
        Statement((EQUATIONS["7"].lhs,) * 2, ("==",))
