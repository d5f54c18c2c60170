"""The Gaussian likelihood of real numbers."""

import keras
from keras import ops

from vae_lib.checks import require_positive
from vae_lib.densities import LOG_2PI
from vae_lib.likelihoods.base import Likelihood, aligned, per_example


class GaussianLikelihood(Likelihood):
    """Factorised Gaussian likelihood of real numbers (section 1.3).

    log p(x|z) = - sum_d ((x_d - mu_d)^2 / (2 sigma_d^2) + 1/2 log(2 pi sigma_d^2)), a density: it
    can be positive. The decoder gives mu. The subclasses say what `sigma` is: one number for all
    pixels, or one for each, in the shape of an image.
    """

    def log_prob(self, x, params):
        """Log-density of `x` in nats.

        Args:
            x: Real numbers, shape `(batch, *event)`; for flat images `event` is `(D,)`.
            params: Means mu in the shape of `x`, or with a sample axis in front.

        Returns:
            Shape `(batch,)` or `(sample, batch)`, summed over the event.

        Raises:
            ValueError: If the shapes differ.
        """
        x, mu = aligned(x, params, "mu")
        sigma = ops.cast(self.sigma, mu.dtype)
        squared_error = ops.square((x - mu) / sigma)
        log_normaliser = LOG_2PI / 2.0 + ops.log(sigma)
        return -per_example(squared_error / 2.0 + log_normaliser, x)

    def mean(self, params):
        """The mean mu, which is `params` itself."""
        return params

    def sample(self, params, seed=None):
        """Draws from N(mu, sigma^2), in the shape of `params`."""
        noise = keras.random.normal(ops.shape(params), dtype=params.dtype, seed=seed)
        return params + ops.cast(self.sigma, params.dtype) * noise


@keras.saving.register_keras_serializable(package="vae_lib")
class Gaussian(GaussianLikelihood):
    """Gaussian likelihood with one fixed standard deviation, as in the assignment.

    Args:
        sigma: Float above 0, the standard deviation of every pixel.

    Raises:
        ValueError: If `sigma` is not a finite number above 0.
    """

    def __init__(self, sigma=1.0, **kwargs):
        super().__init__(**kwargs)
        self.sigma = require_positive(sigma, "sigma")

    def get_config(self):
        return {**super().get_config(), "sigma": self.sigma}


def optimal_sigma(x, params):
    """The one standard deviation that gives `x` the highest Gaussian likelihood.

    Setting the derivative of log p(x|z) by sigma to zero gives sigma^2 = the mean of
    (x_d - mu_d)^2 over pixels, images and samples (Rybkin et al., 2021). A sigma computed from
    the very images whose likelihood is reported has seen the answer: compute it from validation
    images, and report the likelihood of others.

    Args:
        x: Real numbers, shape `(batch, *event)`.
        params: Means mu in the shape of `x`, or with a sample axis in front.

    Returns:
        A scalar tensor above 0, or 0 where `params` equals `x`.

    Raises:
        ValueError: If the shapes differ.
    """
    x, mu = aligned(x, params, "mu")
    return ops.sqrt(ops.mean(ops.square(x - mu)))
