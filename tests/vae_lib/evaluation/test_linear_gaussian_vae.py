"""The VAE made from the linear-Gaussian model is that model."""

import numpy as np
import pytest

from vae_lib.evaluation.linear_gaussian_vae import linear_gaussian_vae
from vae_lib.linear_gaussian import LinearGaussian

MODEL = LinearGaussian([[1.0, 0.5], [0.3, -1.0], [0.4, 0.2]], [0.5, -1.0, 2.0], 0.6)
X = MODEL.sample(np.random.default_rng(0), 5)


@pytest.mark.parametrize("widening", [1.0, 2.0])
def test_networks(widening):
    vae = linear_gaussian_vae(MODEL, widening)
    q = vae.encoder(X)
    np.testing.assert_allclose(q["mean"], MODEL.posterior(X)[0], atol=1e-5)
    s = np.tile(widening / np.sqrt(np.diag(MODEL.precision)), (5, 1))
    np.testing.assert_allclose(np.exp(q["logvar"] / 2), s, rtol=1e-5)
    z = np.array([[1.0, -2.0]])
    np.testing.assert_allclose(vae.decoder(z), z @ MODEL.W.T + MODEL.b, rtol=1e-5)
    assert vae.likelihood.sigma == MODEL.sigma


def test_its_width_is_the_best_one():
    """A q a little wider or narrower leaves a larger gap."""
    mean, s = MODEL.posterior(X)[0], np.diag(MODEL.precision) ** -0.5
    gaps = [MODEL.gap(X, mean, np.tile(f * s, (5, 1))) for f in (0.95, 1.0, 1.05)]
    assert (gaps[1] < gaps[0]).all() and (gaps[1] < gaps[2]).all()


@pytest.mark.parametrize("seed", [0, 1])
def test_noise_of_a_seed_is_none_of_its_latents(seed):
    """x = z + noise has variance 2; were the noise z itself, x would have 4."""
    vae, n = linear_gaussian_vae(LinearGaussian([[1.0]], [0.0], 1.0)), 100_000
    x = np.asarray(vae.sample(n, seed=seed, noise=True))
    assert abs(x.var() - 2) < 4 * 2 * np.sqrt(2 / n)
    np.testing.assert_array_equal(x, vae.sample(n, seed=seed, noise=True))
    np.testing.assert_allclose(vae.sample(n, seed=seed), vae.prior.sample(n, 1, seed), rtol=1e-6)


def test_widening_must_be_positive():
    with pytest.raises(ValueError, match="widening must be .* Received: 0"):
        linear_gaussian_vae(MODEL, widening=0)
