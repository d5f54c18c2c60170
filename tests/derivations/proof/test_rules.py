"""Derivation steps: each keeps the value, and reads as it should."""

import pytest
from sympy import diff, log, simplify

from vae_book.derivations import EQUATIONS, latex, show
from vae_book.derivations.language.symbols import D, d, mu_, sigma
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.proof.rules import gradient, log_of_product
from vae_book.derivations.sections import bernoulli, gaussian_likelihood, kl


@pytest.mark.parametrize("module", [bernoulli, gaussian_likelihood])
def test_steps_reach_the_answer(module):
    answer = EQUATIONS["q2" if module is bernoulli else "q3"].rhs
    assert same(module.log_likelihood(), answer)
    assert same(module.log_of_product_step(), answer)


def test_bernoulli_steps_read_as_in_the_text():
    assert latex(bernoulli.log_of_product_step()) == (
        r"\sum_{d=1}^{D} \log (\rho_d^{x_d} (1 - \rho_d)^{1 - x_d})"
    )
    assert latex(bernoulli.log_likelihood()) == latex(EQUATIONS["q2"].rhs)


def test_gaussian_steps_read_as_in_the_text():
    assert latex(gaussian_likelihood.log_rules_step()) == (
        r"\sum_{d=1}^{D} \left(-\frac{1}{2} \log (2 \pi \sigma^{2})"
        r" - \frac{(x_d - \mu_d)^{2}}{2 \sigma^{2}}\right)"
    )
    assert latex(gaussian_likelihood.log_likelihood()) == (
        r"-\frac{1}{2} D \log (2 \pi \sigma^{2})"
        r" - \frac{1}{2 \sigma^{2}} \sum_{d=1}^{D} (x_d - \mu_d)^{2}"
    )


def test_gradient_of_a_sum_against_the_written_out_sum():
    total = evaluated(EQUATIONS["q3"].rhs)
    explicit = diff(total.subs(D, 3).doit(), mu_[2])
    assert simplify(gradient(total, mu_[d]).subs(d, 2) - explicit) == 0


def test_log_of_product_refuses_what_is_no_product():
    with pytest.raises(ValueError, match="needs a Product"):
        log_of_product(log(sigma))


def test_computed_objects_read_well_too():
    assert latex(kl.log_ratio()) == r"\frac{1}{2} z^{2} - \log s - \frac{(z - m)^{2}}{2 s^{2}}"


def test_show_has_a_stable_text():
    shown = show(sigma, 2 * sigma)
    assert repr(shown) == r"\sigma = 2 \sigma"
    assert shown._repr_mimebundle_()["text/latex"] == r"$\displaystyle \sigma = 2 \sigma$"
