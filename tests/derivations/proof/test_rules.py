"""Derivation steps: each keeps the value, and reads as it should."""

import pytest
from sympy import log

from vae_book.derivations import EQUATIONS, latex, show
from vae_book.derivations.language.symbols import sigma
from vae_book.derivations.proof.rules import log_of_product
from vae_book.derivations.sections import bernoulli, gaussian_likelihood, kl


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


def test_log_of_product_refuses_what_is_no_product():
    with pytest.raises(ValueError, match="needs a Product"):
        log_of_product(log(sigma))


def test_computed_objects_read_well_too():
    assert latex(kl.log_ratio()) == r"\frac{1}{2} z^{2} - \log s - \frac{(z - m)^{2}}{2 s^{2}}"


def test_show_has_a_stable_text():
    shown = show(sigma, 2 * sigma)
    assert repr(shown) == r"\sigma = 2 \sigma"
    assert shown._repr_mimebundle_()["text/latex"] == r"$\displaystyle \sigma = 2 \sigma$"
