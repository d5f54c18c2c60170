"""Likelihoods p(x|z): what the decoder's output means (section 1.3).

A likelihood turns the decoder's output `params` into a density of the data. Log-probabilities
are in nats, one number per example: summed over the D data dimensions, never averaged.
"""

import math

import keras
from keras import ops

from vae_lib.checks import concrete, require_binary, require_positive, require_same_axes

LOG_2PI = math.log(2.0 * math.pi)


class Likelihood:
    """What all likelihoods share: they are saved with the model, and look at their data."""

    def check_data(self, x):
        """Raise a `ValueError` where `x` has a value that this likelihood cannot have made."""

    def get_config(self):
        return {}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


@keras.saving.register_keras_serializable(package="vae_lib")
class Bernoulli(Likelihood):
    """Factorised Bernoulli likelihood of binary data, from logits (equations 6 and 7).

    The decoder gives the logits a = log(rho / (1 - rho)), so that rho = sigmoid(a). Then
    x log(rho) + (1 - x) log(1 - rho) = x a - softplus(a), which stays exact where rho itself
    would round to 0 or 1.
    """

    def log_prob(self, x, params):
        """Log-probability of `x` in nats.

        Args:
            x: Zeros and ones, shape `(batch, D)`.
            params: Logits, shape `(batch, D)` or `(sample, batch, D)`.

        Returns:
            Shape `(batch,)` or `(sample, batch)`, summed over D.

        Raises:
            ValueError: If the shapes differ, or `x` holds anything but 0 and 1 (seen only
                where `x` has a value, that is outside a compiled graph).
        """
        self.check_data(x)
        logits = ops.convert_to_tensor(params)
        x = ops.cast(x, logits.dtype)
        require_same_axes(x, logits, "x", "logits")
        return ops.sum(x * logits - ops.softplus(logits), axis=-1)

    def mean(self, params):
        """The probabilities rho of a pixel being 1, in the shape of the logits `params`."""
        return ops.sigmoid(params)

    def sample(self, params, seed=None):
        """Zeros and ones drawn with the probabilities rho, in the shape of `params`."""
        rho = self.mean(params)
        noise = keras.random.uniform(ops.shape(rho), dtype=rho.dtype, seed=seed)
        return ops.cast(noise < rho, rho.dtype)

    def check_data(self, x):
        """Raise a `ValueError` where `x` has a value and is not binary."""
        values = concrete(x)
        if values is not None:
            require_binary(values, "x")


@keras.saving.register_keras_serializable(package="vae_lib")
class Gaussian(Likelihood):
    """Factorised Gaussian likelihood with one fixed standard deviation (section 1.3).

    log p(x|z) = - sum_d (x_d - mu_d)^2 / (2 sigma^2) - D/2 log(2 pi sigma^2), a density: it can
    be positive. The decoder gives mu.

    Args:
        sigma: Float above 0, the standard deviation of every pixel.

    Raises:
        ValueError: If `sigma` is not a finite number above 0.
    """

    def __init__(self, sigma=1.0):
        self.sigma = require_positive(sigma, "sigma")

    def log_prob(self, x, params):
        """Log-density of `x` in nats.

        Args:
            x: Real numbers, shape `(batch, D)`.
            params: Means mu, shape `(batch, D)` or `(sample, batch, D)`.

        Returns:
            Shape `(batch,)` or `(sample, batch)`, summed over D.

        Raises:
            ValueError: If the shapes differ.
        """
        mu = ops.convert_to_tensor(params)
        x = ops.cast(x, mu.dtype)
        require_same_axes(x, mu, "x", "mu")
        squared_error = ops.square((x - mu) / self.sigma)
        log_normaliser = LOG_2PI / 2.0 + math.log(self.sigma)
        return -ops.sum(squared_error / 2.0 + log_normaliser, axis=-1)

    def mean(self, params):
        """The mean mu, which is `params` itself."""
        return params

    def sample(self, params, seed=None):
        """Draws from N(mu, sigma^2), in the shape of `params`."""
        noise = keras.random.normal(ops.shape(params), dtype=params.dtype, seed=seed)
        return params + self.sigma * noise

    def get_config(self):
        return {"sigma": self.sigma}
