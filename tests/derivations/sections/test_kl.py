"""The closed form of the divergence by its four routes and by numbers."""

import numpy as np
import pytest
from sympy import Rational, log, simplify

from vae_book.derivations import EQUATIONS, numeric
from vae_book.derivations.language.symbols import m, s, z
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.proof.integrals import as_symbols, expectation, log_density
from vae_book.derivations.sections import kl

ONE_DIMENSION = (m**2 + s**2 - log(s**2) - 1) / 2


@pytest.mark.parametrize("route", [kl.one_dimension, kl.by_integration])
def test_routes_in_one_dimension(route):
    assert same(route(), ONE_DIMENSION)


def test_matrix_form_and_vector_integration_agree():
    assert same(as_symbols(kl.by_matrices(2)), kl.by_integration_of_vectors(2))


def test_moments():
    assert kl.moments() == (s**2, m**2 + s**2)


def test_sum_over_dimensions_is_equation_13():
    assert same(kl.over_all_dimensions(), evaluated(EQUATIONS["13"].rhs))


def test_variance_s_refutes_equation_13():
    wrong = expectation(log_density(z, m, s) - log_density(z, 0, 1), z, m, s ** Rational(1, 2))
    assert simplify((wrong - ONE_DIMENSION).subs({m: 0, s: 2})) != 0


def test_monte_carlo_within_four_standard_errors():
    generator = np.random.default_rng(13)
    mean, deviation = generator.normal(size=3), generator.uniform(0.3, 2, 3)
    latents = mean + deviation * generator.standard_normal((100_000, 3))
    ratio = (latents**2 - ((latents - mean) / deviation) ** 2) / 2 - np.log(deviation)
    values = ratio.sum(axis=-1)
    exact = numeric(EQUATIONS["13"].rhs)(m=mean, s=deviation)
    assert abs(values.mean() - exact) < 4 * values.std() / np.sqrt(values.size)
