"""Exact integrals of Gaussians against SymPy's own integration."""

import pytest
from sympy import exp, integrate, oo, simplify

from vae_book.derivations import Refuted
from vae_book.derivations.language.symbols import b, m, s, sigma, w, x, z
from vae_book.derivations.proof.integrals import (
    check_total_probability,
    density,
    expectation,
    integral,
    log_density,
)


@pytest.mark.parametrize("polynomial", [1, z, z**2, z**3 + 2 * z, (z - m) ** 4])
def test_expectation_and_integral_agree_with_integrate(polynomial):
    law = density(z, m, s**2)
    expected = integrate(polynomial * law, (z, -oo, oo))
    assert simplify(integral(polynomial * law, z) - expected) == 0
    assert simplify(expectation(polynomial + 0 * z, z, m, s) - expected) == 0


def test_product_of_two_gaussians_is_the_evidence():
    mixture = integral(density(x, w * z + b, sigma**2) * density(z, 0, 1), z)
    assert simplify(mixture / density(x, b, w**2 + sigma**2)) == 1


def test_log_density_is_the_log_of_the_density():
    assert simplify(exp(log_density(z, m, s**2)) / density(z, m, s**2)) == 1


def test_divergent_integrals_are_refused():
    with pytest.raises(Refuted, match="does not converge"):
        integral(exp(z**2), z)
    with pytest.raises(Refuted, match="does not converge"):
        integral(z**2, z)


def test_total_probability_refuses_a_density_that_is_twice_too_large():
    with pytest.raises(Refuted, match="integrates to 2"):
        check_total_probability(2 * density(z, m, s**2), z)
