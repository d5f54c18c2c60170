"""The formulas of importance weights against direct computation, where that does not overflow."""

import numpy as np
import scipy.special

from vae_lib.importance import effective_sample_size, log_mean_exp

LOG_WEIGHTS = np.random.default_rng(0).normal(size=(7, 4))


def test_log_mean_exp():
    expected = np.log(np.mean(np.exp(LOG_WEIGHTS), axis=0))
    np.testing.assert_allclose(log_mean_exp(LOG_WEIGHTS), expected)
    np.testing.assert_allclose(log_mean_exp(LOG_WEIGHTS - 1e5), expected - 1e5)


def test_effective_sample_size():
    weights = np.exp(LOG_WEIGHTS)
    expected = weights.sum(0) ** 2 / (weights**2).sum(0)
    np.testing.assert_allclose(effective_sample_size(LOG_WEIGHTS), expected)
    np.testing.assert_allclose(effective_sample_size(LOG_WEIGHTS + 1e4), expected)


def test_effective_sample_size_lies_between_one_and_all():
    np.testing.assert_allclose(effective_sample_size(np.full((9, 1), -800.0)), 9)
    np.testing.assert_allclose(effective_sample_size(np.array([[0.0], [-800.0]])), 1)


def test_log_mean_exp_of_float32_keeps_its_digits():
    log_weights = (LOG_WEIGHTS - 100).astype("float32")
    exact = scipy.special.logsumexp(log_weights.astype("float64"), axis=0) - np.log(7)
    np.testing.assert_allclose(log_mean_exp(log_weights), exact, rtol=1e-6)
