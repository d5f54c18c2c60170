"""Gaussian likelihoods that find sigma themselves: density, gradient, limits, saving."""

import keras
import numpy as np
import pytest
import scipy.stats
import tensorflow as tf
from keras import ops
from small_models import dense_vae

from vae_lib.likelihoods import Gaussian, LearnedGaussian, OptimalGaussian, optimal_sigma

RNG = np.random.default_rng(0)
MU = RNG.random((6, 11)).astype("float32")
X = (MU + 0.2 * RNG.normal(size=MU.shape)).astype("float32")


@pytest.mark.parametrize("size", [1, 11])
def test_learned_gaussian_agrees_with_scipy(size):
    likelihood = LearnedGaussian(size)
    likelihood.log_excess.assign(RNG.normal(size=size) - 1)
    sigma = np.asarray(likelihood.sigma, "float64")
    expected = scipy.stats.norm.logpdf(X, MU, sigma).sum(axis=1)
    np.testing.assert_allclose(likelihood.log_prob(X, MU), expected, rtol=1e-4)
    draws = np.asarray(likelihood.sample(ops.zeros((20_000, 11)), seed=1))
    assert (abs(draws.std(0) - sigma) < 4 * sigma / np.sqrt(40_000)).all()


def test_learned_gaussian_starts_where_it_is_told():
    np.testing.assert_allclose(LearnedGaussian(3, initial_sigma=0.5).sigma, 0.5, rtol=1e-6)


def test_no_other_sigma_gives_a_higher_likelihood_than_the_optimal_one():
    best = float(optimal_sigma(X, MU))
    assert best == pytest.approx(np.sqrt(np.mean((X - MU) ** 2)), rel=1e-6)

    def total(sigma):
        return float(ops.sum(Gaussian(sigma).log_prob(X, MU)))

    assert all(total(best) > total(best * factor) for factor in (0.5, 0.95, 1.05, 2.0))


def test_a_constant_optimal_sigma_gives_the_gradient_of_the_optimised_likelihood():
    """With the optimal sigma the log-likelihood is -n/2 log(MSE) + constant, n the entries."""
    mu = tf.Variable(MU)
    likelihood = OptimalGaussian()
    with tf.GradientTape(persistent=True) as tape:
        likelihood.observe(X, mu)
        value = tf.reduce_sum(likelihood.log_prob(X, mu))
        profile = -0.5 * MU.size * tf.math.log(tf.reduce_mean(tf.square(X - mu)))
    np.testing.assert_allclose(
        tape.gradient(value, mu), tape.gradient(profile, mu), rtol=1e-4, atol=1e-4
    )
    constant = -0.5 * MU.size * (1 + np.log(2 * np.pi))
    assert float(value) == pytest.approx(float(profile) + constant, rel=1e-5)


def test_optimal_sigma_stops_at_its_limit():
    likelihood = OptimalGaussian(min_sigma=0.1)
    likelihood.observe(MU, MU)
    assert float(likelihood.sigma) == pytest.approx(0.1)


@pytest.mark.parametrize("likelihood", [LearnedGaussian(8), OptimalGaussian()])
def test_training_finds_sigma_and_the_model_keeps_it(tmp_path, likelihood):
    """Images of pure noise with standard deviation 0.1: there is nothing else to learn."""
    x = (0.5 + 0.1 * RNG.normal(size=(512, 8))).astype("float32")
    vae = dense_vae(likelihood=likelihood, size=8)
    vae.compile(keras.optimizers.Adam(0.05))
    vae.fit(np.tile(x, (12, 1)), batch_size=64, verbose=0)
    np.testing.assert_allclose(np.asarray(likelihood.sigma), 0.1, rtol=0.2)
    vae.save(tmp_path / "vae.keras")
    again = keras.models.load_model(tmp_path / "vae.keras").likelihood
    np.testing.assert_array_equal(again.sigma, likelihood.sigma)


def test_evaluation_leaves_sigma_alone():
    vae = dense_vae(likelihood=OptimalGaussian(), size=11)
    vae.compile(run_eagerly=True)
    vae.evaluate(X, verbose=0)
    assert float(vae.likelihood.sigma) == 1.0


def test_a_sigma_for_each_of_the_wrong_number_of_pixels():
    with pytest.raises(ValueError, match=r"each of 5 pixels.* image has 11. Pass .*size=11"):
        LearnedGaussian(5).log_prob(X, MU)
    images, means = X.reshape(6, 11, 1).repeat(2, axis=2), MU.reshape(6, 11, 1).repeat(2, axis=2)
    for size in (22, 2):
        with pytest.raises(ValueError, match=r"image has \(11, 2\). Pass .*size=\(11, 2\)"):
            LearnedGaussian(size).log_prob(images, means)
    LearnedGaussian((11, 2)).log_prob(images, means[None])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"size": 0}, "size must be a whole number of at least 1. Received: 0"),
        ({"size": (4, 0)}, "size must be a whole number .* Received: 0"),
        ({"size": ()}, "size must be a whole number .* Received: 0"),
        ({"initial_sigma": -1.0}, "initial_sigma must be a finite number above 0. Received: -1"),
        ({"min_sigma": 0.0}, "min_sigma must be a finite number above 0. Received: 0.0"),
        ({"initial_sigma": 0.1, "min_sigma": 0.2}, "above min_sigma. Received: .*=0.1, .*=0.2"),
    ],
)
def test_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        LearnedGaussian(**arguments)
