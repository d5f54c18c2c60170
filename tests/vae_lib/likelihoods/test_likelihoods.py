"""Likelihoods against scipy.stats, at the extremes, and what they refuse."""

import numpy as np
import pytest
import scipy.special
import scipy.stats
import tensorflow as tf
from keras import ops

from vae_lib.likelihoods import (
    BY_NAME,
    Bernoulli,
    ContinuousBernoulli,
    Gaussian,
    LearnedGaussian,
    get,
)

RNG = np.random.default_rng(0)
LOGITS = RNG.normal(scale=4.0, size=(5, 11)).astype("float32")
BINARY = (RNG.random((5, 11)) < 0.5).astype("float32")
GREY = RNG.random((5, 11)).astype("float32")
REAL = RNG.normal(size=(5, 11)).astype("float32")


def test_bernoulli_agrees_with_scipy():
    rho = scipy.special.expit(LOGITS.astype("float64"))
    expected = scipy.stats.bernoulli.logpmf(BINARY, rho).sum(axis=1)
    np.testing.assert_allclose(Bernoulli().log_prob(BINARY, LOGITS), expected, rtol=1e-5)


def test_bernoulli_sums_to_one_over_all_images():
    images = np.array(np.meshgrid([0, 1], [0, 1], [0, 1])).reshape(3, -1).T.astype("float32")
    logits = np.tile(LOGITS[:1, :3], (8, 1))
    assert np.exp(Bernoulli().log_prob(images, logits)).sum() == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("sigma", [0.1, 1.0, 3.5])
def test_gaussian_agrees_with_scipy(sigma):
    expected = scipy.stats.norm.logpdf(REAL, LOGITS, sigma).sum(axis=1)
    np.testing.assert_allclose(Gaussian(sigma).log_prob(REAL, LOGITS), expected, rtol=1e-5)


EACH = [
    (Bernoulli(), BINARY),
    (ContinuousBernoulli(), GREY),
    (Gaussian(0.5), REAL),
    (LearnedGaussian(11), REAL),
]
each_likelihood = pytest.mark.parametrize(("likelihood", "x"), EACH)


@each_likelihood
def test_a_sample_axis_in_front_is_kept(likelihood, x):
    params = np.stack([LOGITS, 2 * LOGITS, -LOGITS])
    each = [likelihood.log_prob(x, one) for one in params]
    np.testing.assert_allclose(likelihood.log_prob(x, params), np.stack(each), rtol=1e-6)


@each_likelihood
@pytest.mark.parametrize("size", [0, 1])
def test_batches_of_none_and_one(likelihood, x, size):
    assert likelihood.log_prob(x[:size], LOGITS[:size]).shape == (size,)


@pytest.mark.parametrize("name", BY_NAME)
def test_xla_computes_the_same(name):
    """By it Keras compiles a reader's training; most tests do without."""
    likelihood = get(name)
    params = RNG.normal(size=(5, *likelihood.params_shape((11,)))).astype("float32")
    compiled = tf.function(likelihood.log_prob, jit_compile=True)
    found, expected = compiled(BINARY, params), likelihood.log_prob(BINARY, params)
    np.testing.assert_allclose(found, expected, rtol=1e-4)


def test_logits_of_ten_thousand_stay_exact():
    logits = np.array([[1e4], [-1e4], [1e4], [-1e4]], "float32")
    x = np.array([[1], [0], [0], [1]], "float32")
    np.testing.assert_array_equal(Bernoulli().log_prob(x, logits), [0, 0, -1e4, -1e4])


def test_gradient_with_respect_to_the_logits_is_x_minus_rho():
    logits = tf.Variable(np.concatenate([LOGITS, np.zeros((1, 11)), np.full((1, 11), 1e4)]))
    x = np.concatenate([BINARY, BINARY[:2]]).astype("float64")
    with tf.GradientTape() as tape:
        total = ops.sum(Bernoulli().log_prob(x, logits))
    expected = x - scipy.special.expit(logits.numpy())
    np.testing.assert_allclose(tape.gradient(total, logits), expected, atol=1e-12)


def test_gradient_with_respect_to_mu_is_the_error_over_the_variance():
    mu = tf.Variable(LOGITS.astype("float64"))
    with tf.GradientTape() as tape:
        total = ops.sum(Gaussian(0.3).log_prob(REAL, mu))
    np.testing.assert_allclose(tape.gradient(total, mu), (REAL - LOGITS) / 0.3**2, rtol=1e-6)


def test_bernoulli_samples_have_the_mean_rho():
    logits = np.tile(np.array([[-2.0, 0.0, 1.5]], "float32"), (20_000, 1))
    draws = np.asarray(Bernoulli().sample(ops.convert_to_tensor(logits), seed=1))
    rho = scipy.special.expit(logits[0])
    assert set(np.unique(draws)) == {0.0, 1.0}
    assert (abs(draws.mean(0) - rho) < 4 * np.sqrt(rho * (1 - rho) / 20_000)).all()


def test_gaussian_samples_have_mean_mu_and_standard_deviation_sigma():
    mu = ops.convert_to_tensor(np.full((20_000, 2), 0.7, "float32"))
    draws = np.asarray(Gaussian(0.2).sample(mu, seed=1))
    assert (abs(draws.mean(0) - 0.7) < 4 * 0.2 / np.sqrt(20_000)).all()
    assert (abs(draws.std(0) - 0.2) < 4 * 0.2 / np.sqrt(40_000)).all()


def test_means():
    np.testing.assert_allclose(Bernoulli().mean(LOGITS), scipy.special.expit(LOGITS), rtol=1e-5)
    assert Gaussian(1.0).mean(LOGITS) is LOGITS


def test_grey_levels_are_no_bernoulli_data():
    with pytest.raises(ValueError, match="x must be 0 or 1 .*binarise.* such as 0.5"):
        Bernoulli().log_prob(np.full((2, 3), 0.5), np.zeros((2, 3)))


@pytest.mark.parametrize("likelihood", [Bernoulli(), ContinuousBernoulli(), Gaussian(1.0)])
def test_shapes_must_match(likelihood):
    with pytest.raises(ValueError, match=r"Received x of shape \(2, 3\) and .* \(2, 4\)"):
        likelihood.log_prob(np.zeros((2, 3)), np.zeros((2, 4)))


@pytest.mark.parametrize("sigma", [0.0, -1.0, np.nan, "1"])
def test_sigma_must_be_positive(sigma):
    with pytest.raises(ValueError, match="sigma must be a finite number above 0. Received"):
        Gaussian(sigma)
