"""The continuous Bernoulli density against quadrature and symbols, at 0 and at the extremes."""

import numpy as np
import pytest
import scipy.integrate
import scipy.stats
import sympy as sp
import tensorflow as tf
from keras import ops

from vae_lib.likelihoods import ContinuousBernoulli
from vae_lib.likelihoods.continuous_bernoulli import log_integral

LOGITS = np.array([-60, -8, -1, -0.51, -0.49, -1e-3, 0, 1e-6, 0.3, 0.5, 2, 9, 60], "float64")


def exact(a):
    """log integral, mean and their limits at 0, to 40 digits."""
    if a == 0:
        return 0.0, 0.5
    a = sp.Rational(float(a))
    log = sp.log((sp.exp(a) - 1) / a)
    mean = 1 / (1 - sp.exp(-a)) - 1 / a
    return float(log.evalf(40)), float(mean.evalf(40))


def test_the_formulas_are_the_integral_and_the_mean():
    a, x = sp.Symbol("a", positive=True), sp.Symbol("x", real=True)
    integral = sp.integrate(sp.exp(a * x), (x, 0, 1))
    assert sp.simplify(integral - (sp.exp(a) - 1) / a) == 0
    mean = sp.integrate(x * sp.exp(a * x), (x, 0, 1)) / integral
    assert sp.simplify(mean - (1 / (1 - sp.exp(-a)) - 1 / a)) == 0


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_log_integral_mean_and_gradient_at_many_sizes(dtype):
    tolerance = {"float32": 2e-6, "float64": 1e-8}[dtype]
    expected = np.array([exact(a) for a in LOGITS.astype(dtype)])
    a = tf.Variable(LOGITS.astype(dtype))
    with tf.GradientTape() as tape:
        value = log_integral(a)
    np.testing.assert_allclose(value, expected[:, 0], rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(tape.gradient(value, a), expected[:, 1], rtol=0, atol=tolerance)
    mean = ContinuousBernoulli().mean(LOGITS.astype(dtype))
    np.testing.assert_allclose(mean, expected[:, 1], rtol=0, atol=tolerance)


@pytest.mark.parametrize("logit", [-5.0, -0.2, 0.0, 3.0])
def test_the_density_integrates_to_one(logit):
    def density(x):
        log_p = ContinuousBernoulli().log_prob(np.array([[x]]), np.array([[logit]]))
        return np.exp(float(log_p[0]))

    assert scipy.integrate.quad(density, 0, 1)[0] == pytest.approx(1, abs=1e-6)


def test_logits_of_ten_thousand_stay_finite():
    a = tf.Variable([[1e4, -1e4, 1e4]])
    with tf.GradientTape() as tape:
        log_p = ContinuousBernoulli().log_prob(np.array([[1.0, 0.0, 0.0]], "float32"), a)
    np.testing.assert_allclose(log_p, 3 * np.log(1e4) - 1e4, rtol=1e-6)
    np.testing.assert_allclose(tape.gradient(log_p, a), [[1e-4, -1e-4, 1e-4 - 1]], atol=2e-5)


@pytest.mark.parametrize("logit", [-30.0, -1.0, 0.0, 1e-3, 4.0])
def test_samples_follow_the_distribution_function(logit):
    params = ops.convert_to_tensor(np.full((20_000, 1), logit, "float32"))
    draws = np.asarray(ContinuousBernoulli().sample(params, seed=3))[:, 0]

    def cdf(x):
        return x if logit == 0 else np.expm1(logit * x) / np.expm1(logit)

    assert draws.min() >= 0 and draws.max() <= 1
    assert scipy.stats.kstest(draws, cdf).pvalue > 1e-3


def test_data_beyond_the_interval():
    with pytest.raises(ValueError, match=r"x must be in \[0, 1\].*, such as 255"):
        ContinuousBernoulli().log_prob(np.array([[0.0, 255.0]]), np.zeros((1, 2)))
