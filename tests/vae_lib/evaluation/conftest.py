"""A linear-Gaussian VAE, of which every number is known, and some of its data."""

import numpy as np
import pytest

from vae_lib.evaluation.linear_gaussian_vae import linear_gaussian_vae
from vae_lib.linear_gaussian import LinearGaussian

W = np.array([[1, 0.8], [0.5, 0.9], [0, 0.5], [-1, -0.5], [0.5, 0.2]])


@pytest.fixture(scope="session")
def model():
    """Its posterior is correlated, so a factorised q leaves a gap."""
    return LinearGaussian(W, np.linspace(-0.2, 0.2, 5), 0.5)


@pytest.fixture(scope="session")
def vae(model):
    return linear_gaussian_vae(model, widening=1.3)


@pytest.fixture(scope="session")
def x(model):
    return model.sample(np.random.default_rng(0), 12)
