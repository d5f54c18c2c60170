"""The densities of the latent variables against scipy.stats."""

import numpy as np
import scipy.stats

from vae_lib.densities import log_posterior, log_prior

RNG = np.random.default_rng(0)
Z, MEAN, LOGVAR = RNG.normal(size=(7, 5, 3)), RNG.normal(size=(5, 3)), RNG.normal(size=(5, 3))


def test_prior():
    np.testing.assert_allclose(log_prior(Z), scipy.stats.norm.logpdf(Z).sum(-1))


def test_approximate_posterior():
    expected = scipy.stats.norm.logpdf(Z, MEAN, np.exp(LOGVAR / 2)).sum(-1)
    np.testing.assert_allclose(log_posterior(Z, MEAN, LOGVAR), expected)
