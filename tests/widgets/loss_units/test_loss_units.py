"""What the switches of a loss amount to: symbolically, by gradients, and in the linear model."""

import itertools

import keras
import numpy as np
import pytest
import sympy as sp
import tensorflow as tf
from keras import ops

from vae_book.widgets.loss_units.models import train_for_weights
from vae_book.widgets.loss_units.weights import all_weights, effective_beta, kl_weight
from vae_lib.likelihoods import Gaussian
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder

D, K = 12, 3
SWITCHES = list(itertools.product(["sum", "mean"], repeat=2))
RNG = np.random.default_rng(0)
X = RNG.random((64, D)).astype("float32")


def small_vae(**options):
    keras.utils.set_random_seed(0)
    encoder, decoder = dense_encoder(D, K, (8,)), dense_decoder(D, K, (8,))
    return VAE(encoder, decoder, options.pop("likelihood", None) or Gaussian(1.0), **options)


@pytest.mark.parametrize(("pixels", "latents"), SWITCHES)
def test_the_switched_loss_is_a_multiple_of_the_elbo_with_the_effective_beta(pixels, latents):
    """Exactly: c * loss = R + beta_eff KL, and c' * loss = squared error / 2 + lambda KL."""
    beta, sigma, d, k = sp.symbols("beta sigma D K", positive=True)
    i, j = sp.symbols("d k", integer=True)
    error, kl_unit = sp.IndexedBase("e"), sp.IndexedBase("KL")
    squared_error = sp.Sum(error[i] ** 2, (i, 1, d))
    kl = sp.Sum(kl_unit[j], (j, 1, k))
    reconstruction = squared_error / (2 * sigma**2)
    by_pixels, by_latents = {"sum": 1, "mean": d}[pixels], {"sum": 1, "mean": k}[latents]
    loss = reconstruction / by_pixels + beta * kl / by_latents
    factor = {"D": 784, "K": 32}
    beta_eff = sp.simplify((by_pixels * loss - reconstruction) / kl)
    assert beta_eff.free_symbols <= {beta, d, k}  # the same for all data and all models
    lam = beta_eff * sigma**2
    halves = sp.expand(by_pixels * sigma**2 * loss - squared_error / 2 - lam * kl)
    assert sp.simplify(halves) == 0
    numbers = {beta: sp.Rational(1, 4), sigma: sp.Rational(1, 8), d: 784, k: 32}
    got = effective_beta(0.25, pixels, latents, factor["D"], factor["K"])
    assert got == float(beta_eff.subs(numbers))
    assert kl_weight(0.125, got) == float(lam.subs(numbers))


@pytest.mark.parametrize(("pixels", "latents"), SWITCHES)
def test_the_gradients_of_both_losses_are_parallel(pixels, latents):
    """The loss as a reader would write it, against `VAE` with the effective beta."""
    beta, sigma = 0.5, 0.7
    beta_eff = effective_beta(beta, pixels, latents, D, K)
    vae = small_vae(likelihood=Gaussian(sigma), beta=beta_eff, seed=0)
    reduce = {"sum": ops.sum, "mean": ops.mean}
    with tf.GradientTape(persistent=True) as tape:
        outputs = vae(X)
        mean, logvar = outputs["mean"], outputs["logvar"]
        kl = (ops.square(mean) + ops.exp(logvar) - logvar - 1) / 2
        errors = ops.square(X - outputs["params"][0]) / (2 * sigma**2)
        written = reduce[pixels](errors, axis=-1) + beta * reduce[latents](kl, axis=-1)
        written = ops.mean(written)
        terms = vae.elbo_terms(X, outputs)
        ours = vae.training_loss(X, outputs, *terms)
    weights = vae.trainable_variables
    for a, b in zip(tape.gradient(written, weights), tape.gradient(ours, weights), strict=True):
        factor = D if pixels == "mean" else 1
        np.testing.assert_allclose(factor * a, b, rtol=2e-4, atol=1e-5)


def test_the_mistake_of_the_keras_guide():
    """Means over 784 pixels and 32 latents, squared error without 1/2: sigma^2 = 12.25."""
    beta_eff = effective_beta(1.0, "mean", "mean", 784, 32)
    assert kl_weight(np.sqrt(0.5), beta_eff) == pytest.approx(12.25)


def test_the_first_nats_save_the_variance_over_sigma_squared():
    """Where no unit is used: a code of size c costs c^2 / 2 nats, and saves v / sigma^2 times it.

    The code is m = c t / sqrt(v) for a direction t of variance v; q keeps s = 1 to first order.
    """
    c, v, w, sigma = sp.symbols("c v w sigma", positive=True)
    expected_error = v - 2 * w * c * sp.sqrt(v) + w**2 * (c**2 + 1)  # E (t - w (m + epsilon))^2
    best = sp.solve(sp.diff(expected_error, w), w)[0]
    saved = (v - expected_error.subs(w, best)) / (2 * sigma**2)
    assert sp.simplify(sp.limit(saved / (c**2 / 2), c, 0) - v / sigma**2) == 0


def test_settings_that_coincide_are_counted_once():
    weights = all_weights([0.25, 1.0, 4.0], [0.125, 0.25, 0.5, 1.0], 784, 4)
    powers = [4.0**k for k in range(-5, 2)]
    np.testing.assert_allclose(weights, sorted([*powers, *(784 * p for p in powers)]))


@pytest.fixture(scope="module")
def outcomes():
    vae = small_vae(seed=0)
    return train_for_weights(vae, X, [1e-4, 10.0, 1e-4], X[:20], shown=2, epochs=60, peak=0.05)


def test_each_model_starts_anew(outcomes):
    first, dear, again = outcomes
    np.testing.assert_allclose(first.kl, again.kl, rtol=1e-3)
    assert first.squared_error == pytest.approx(again.squared_error, rel=1e-3)
    assert dear.kl.sum() < 0.05 < 1 < first.kl.sum()


def test_an_outcome_has_what_is_shown(outcomes):
    for outcome in outcomes:
        assert outcome.reconstructions.shape == outcome.samples.shape == (2, D)
        assert np.all(np.diff(outcome.kl) <= 0) and outcome.kl.shape == (K,)
    assert outcomes[0].squared_error < outcomes[1].squared_error


def test_another_likelihood_is_refused():
    with pytest.raises(ValueError, match=r"needs a VAE with the likelihood Gaussian\(1.0\)"):
        train_for_weights(small_vae(likelihood=Gaussian(0.5)), X, [1.0], X)
