"""Likelihoods p(x|z): what the decoder's output means (section 1.3)."""

from vae_lib.likelihoods.base import Likelihood
from vae_lib.likelihoods.bernoulli import Bernoulli
from vae_lib.likelihoods.continuous_bernoulli import ContinuousBernoulli
from vae_lib.likelihoods.gaussian import Gaussian, optimal_sigma
from vae_lib.likelihoods.gaussian_noise_levels import LearnedGaussian, OptimalGaussian

__all__ = [
    "Bernoulli",
    "ContinuousBernoulli",
    "Gaussian",
    "LearnedGaussian",
    "Likelihood",
    "OptimalGaussian",
    "optimal_sigma",
]
