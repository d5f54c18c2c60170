"""Priors: the standard normal one, and a learned mixture that beats it."""

import keras
import numpy as np
import pytest
import scipy.special
import scipy.stats
from keras import ops
from small_models import dense_networks, dense_vae

from vae_lib.evaluation import elbo, sample_log_weights
from vae_lib.model import VAE
from vae_lib.priors import MixturePrior, StandardNormal

RNG = np.random.default_rng(0)
Z = RNG.normal(size=(7, 5, 2)).astype("float32")
X = (RNG.random((64, 12)) < 0.4).astype("float32")


def mixture():
    prior = MixturePrior(2, components=3)
    prior.mean.assign(RNG.normal(size=(3, 2)))
    prior.logvar.assign(RNG.normal(size=(3, 2)))
    return prior


def test_the_mixture_agrees_with_scipy():
    prior = mixture()
    means, deviations = np.asarray(prior.mean), np.exp(np.asarray(prior.logvar) / 2)
    each = [
        scipy.stats.norm.logpdf(Z, m, s).sum(-1) for m, s in zip(means, deviations, strict=True)
    ]
    expected = scipy.special.logsumexp(each, axis=0) - np.log(3)
    np.testing.assert_allclose(prior.log_prob(Z), expected, rtol=1e-4)


def test_the_estimated_kl_agrees_with_the_exact_one_where_there_is_one():
    prior = MixturePrior(2, components=2)
    prior.mean.assign(np.zeros((2, 2)))  # both components are N(0, I)
    mean, logvar = np.array([[1.0, -0.5]], "float32"), np.array([[-1.0, 0.3]], "float32")
    z = mean + np.exp(logvar / 2) * RNG.normal(size=(100_000, 1, 2)).astype("float32")
    exact = StandardNormal().kl(mean, logvar, None)
    np.testing.assert_allclose(prior.kl(mean, logvar, z), exact, atol=0.02)


def test_the_mixture_in_double_precision(set_policy):
    set_policy("float64")
    prior = MixturePrior(2, 3)
    assert prior.log_prob(ops.cast(Z, "float64")).dtype.name == "float64"
    assert prior.sample(4, 2, seed=0).shape == (4, 2)
    vae = dense_vae(prior=prior)
    vae.compile("sgd", run_eagerly=True)
    assert np.isfinite(vae.fit(X, verbose=0).history["loss"]).all()
    assert vae.sample(4, seed=0).shape == (4, 12)


def test_draws_come_from_all_components():
    prior = mixture()
    prior.mean.assign([[-20.0, 0.0], [0.0, 0.0], [20.0, 0.0]])
    draws = np.asarray(prior.sample(3000, 2, seed=1))
    shares = [np.mean(np.round(draws[:, 0] / 20) == k) for k in (-1, 0, 1)]
    np.testing.assert_allclose(shares, 1 / 3, atol=0.04)
    np.testing.assert_array_equal(draws, prior.sample(3000, 2, seed=1))


def test_a_vae_learns_its_prior_and_keeps_it(tmp_path):
    vae = dense_vae(prior=MixturePrior(2, 4))
    vae.compile(keras.optimizers.SGD(1e-2), run_eagerly=True)
    before = np.array(vae.prior.mean)
    vae.fit(X, epochs=10, verbose=0)
    assert abs(np.asarray(vae.prior.mean) - before).max() > 1e-3
    vae.save(tmp_path / "vae.keras")
    again = keras.models.load_model(tmp_path / "vae.keras")
    np.testing.assert_array_equal(again.prior.mean, vae.prior.mean)
    np.testing.assert_array_equal(again.sample(3, seed=1), vae.sample(3, seed=1))
    low = elbo(vae, X, 400, seed=0)
    by_weights = sample_log_weights(vae, X, 400, seed=1).mean(0)
    assert abs(low.mean - by_weights.mean()) < 6 * low.monte_carlo_error


def test_free_bits_need_the_standard_normal():
    with pytest.raises(ValueError, match="free_bits=0.1, prior=MixturePrior"):
        dense_vae(prior=MixturePrior(2), free_bits=0.1)
    with pytest.raises(ValueError, match="components must be .* Received: 0"):
        MixturePrior(2, components=0)


@pytest.mark.parametrize("prior", ["mixture", MixturePrior, StandardNormal])
def test_a_prior_is_an_object(prior):
    with pytest.raises(ValueError, match="prior must be an object from vae_lib.priors.*Received"):
        dense_vae(prior=prior)


@pytest.mark.parametrize("size", [1, 3])
def test_a_mixture_of_another_latent_size(size):
    with pytest.raises(ValueError, match=f"one of {size} latent units.*MixturePrior.latent_size=2"):
        dense_vae(prior=MixturePrior(size, 5))


@keras.saving.register_keras_serializable(package="tests")
class Wide(StandardNormal):
    """N(0, 9 I), to which the KL is known exactly."""

    def log_prob(self, z):
        return ops.sum(-ops.square(z / 3) / 2 - np.log(3 * np.sqrt(2 * np.pi)), axis=-1)

    def kl(self, mean, logvar, z):
        return ops.sum(Units.kl_per_unit(self, mean, logvar), axis=-1)


class Units(Wide):
    def kl_per_unit(self, mean, logvar):
        return ((ops.square(mean) + ops.exp(logvar)) / 9 - 1 - logvar) / 2 + np.log(3)


def test_an_own_prior_has_its_own_kl_everywhere():
    networks = dense_networks()
    vae = VAE(*networks, "bernoulli", prior=Wide(), seed=0)
    low = elbo(vae, X, 400, seed=0)
    by_weights = sample_log_weights(vae, X, 400, seed=1).mean(0)
    assert abs(low.mean - by_weights.mean()) < 6 * low.monte_carlo_error
    with pytest.raises(ValueError, match="a method kl_per_unit.*free_bits=2.0, prior=Wide"):
        VAE(*networks, "bernoulli", prior=Wide(), free_bits=2.0)
    free = VAE(*networks, "bernoulli", prior=Units(), free_bits=1e-6)
    outputs = free(X)
    log_likelihood, kl = free.elbo_terms(X, outputs)
    expected = -np.mean(log_likelihood) + np.mean(kl)
    found = float(free.training_loss(X, outputs, log_likelihood, kl))
    assert found == pytest.approx(expected, rel=1e-5)


def test_the_standard_normal_draws_and_scores():
    draws = np.asarray(StandardNormal().sample(20_000, 2, seed=0))
    assert abs(draws.mean()) < 0.03 and abs(draws.std() - 1) < 0.03
    expected = scipy.stats.norm.logpdf(Z).sum(-1)
    np.testing.assert_allclose(ops.convert_to_numpy(StandardNormal().log_prob(Z)), expected, 1e-4)
