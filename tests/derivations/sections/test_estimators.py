"""The naive step fails, both estimators are right, and their variances are the known ones."""

import numpy as np
import pytest
from sympy import lambdify, simplify

from vae_book.derivations.language.symbols import epsilon, m, s, z
from vae_book.derivations.sections import estimators

POLYNOMIALS = [z, z**2, z**3 - 2 * z]


@pytest.mark.parametrize("f", POLYNOMIALS)
@pytest.mark.parametrize("parameter", [m, s])
def test_both_estimators_have_the_true_gradient_as_mean(f, parameter):
    truth = estimators.gradient_of_mean(f, parameter)
    for estimate in (estimators.reparametrised_estimate, estimators.score_estimate):
        assert simplify(estimators.mean_of(estimate(f, parameter)) - truth) == 0


@pytest.mark.parametrize("f", POLYNOMIALS)
def test_naive_step_gives_zero_where_the_gradient_is_not(f):
    assert estimators.naive_step(f) == 0
    assert estimators.gradient_of_mean(f) != 0


@pytest.mark.parametrize(
    ("f", "reparametrised", "score"),
    [
        (z, 0, (m**2 + 2 * s**2) / s**2),
        (z**2, 4 * s**2, (m**4 + 14 * m**2 * s**2 + 15 * s**4) / s**2),
    ],
)
def test_variances(f, reparametrised, score):
    by_trick = estimators.variance_of(estimators.reparametrised_estimate(f))
    by_score = estimators.variance_of(estimators.score_estimate(f))
    assert simplify(by_trick - reparametrised) == 0
    assert simplify(by_score - score) == 0


def test_variance_of_the_score_estimate_against_samples():
    estimate = lambdify((epsilon, m, s), estimators.score_estimate(z**2))
    noise = np.random.default_rng(27).standard_normal(400_000)
    sampled = estimate(noise, 0.5, 0.8).var()
    exact = float(estimators.variance_of(estimators.score_estimate(z**2)).subs({m: 0.5, s: 0.8}))
    np.testing.assert_allclose(sampled, exact, rtol=0.05)
