"""The Gaussian likelihood whose standard deviations the decoder gives."""

import keras
from keras import ops

from vae_lib.checks import require_positive
from vae_lib.densities import LOG_2PI
from vae_lib.likelihoods.base import Likelihood, aligned, at_least_float32, per_example
from vae_lib.likelihoods.gaussian_noise_levels import GREY_LEVEL


def halves(params, name):
    """The two halves of the last axis: the first and the second parameter of each pixel."""
    params = at_least_float32(params)
    if params.shape[-1] is None or params.shape[-1] % 2:
        raise ValueError(
            f"{name} needs two numbers for each number of the data, so the decoder's last axis "
            f"must be even. Received params of shape {tuple(params.shape)}."
        )
    return ops.split(params, 2, axis=-1)


class TwoParameters(Likelihood):
    """A likelihood with a mean and a spread for each pixel, in the two halves of the last axis.

    The spread is `smallest` + softplus(w), with w the decoder's output.
    """

    smallest: float

    def params_shape(self, data_shape):
        """That of the data, with a last axis of twice the length."""
        return (*data_shape[:-1], 2 * data_shape[-1])

    def both(self, params):
        """The means and the spreads, each in the shape of the data."""
        mean, raw = halves(params, type(self).__name__)
        return mean, self.smallest + ops.softplus(raw)

    def mean(self, params):
        """The mean of each pixel, in the shape of the data."""
        return self.both(params)[0]


@keras.saving.register_keras_serializable(package="vae_lib")
class DecoderGaussian(TwoParameters):
    """Gaussian likelihood with a sigma that the decoder gives for each pixel of each image.

    The decoder returns 2 D numbers for D pixels: the first half of its last axis is mu, the second
    half w, and sigma = min_sigma + softplus(w). `min_sigma` is what keeps the density from
    growing without limit where the decoder is certain.

    Args:
        min_sigma: Float above 0, the limit that sigma approaches. By default one grey level of
            8-bit data.

    Raises:
        ValueError: If `min_sigma` is not a finite number above 0.
    """

    def __init__(self, min_sigma=GREY_LEVEL, **kwargs):
        super().__init__(**kwargs)
        self.smallest = require_positive(min_sigma, "min_sigma")

    def log_prob(self, x, params):
        """Log-density of `x` in nats.

        Args:
            x: Real numbers, shape `(batch, *event)`.
            params: mu and w, in the shape of `x` with a last axis of twice the length, or with a
                sample axis in front.

        Returns:
            Shape `(batch,)` or `(sample, batch)`, summed over the event.

        Raises:
            ValueError: If the shapes do not fit.
        """
        mu, sigma = self.both(params)
        x, mu = aligned(x, mu, "mu")
        squared_error = ops.square((x - mu) / sigma)
        return -per_example(squared_error / 2 + LOG_2PI / 2 + ops.log(sigma), x)

    def sample(self, params, seed=None):
        """Draws from N(mu, sigma^2), in the shape of the data."""
        mu, sigma = self.both(params)
        return mu + sigma * keras.random.normal(ops.shape(mu), dtype=mu.dtype, seed=seed)

    def get_config(self):
        return {**super().get_config(), "min_sigma": self.smallest}
