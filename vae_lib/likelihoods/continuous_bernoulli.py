"""The continuous Bernoulli likelihood of grey levels."""

import keras
from keras import ops

from vae_lib.checks import concrete, require_images, require_same_axes
from vae_lib.likelihoods.base import Likelihood

# Below this size of the logit the closed forms lose digits in float32; above it the series do.
SERIES_LIMIT = 0.5


@keras.saving.register_keras_serializable(package="vae_lib")
class ContinuousBernoulli(Likelihood):
    """Factorised continuous Bernoulli likelihood of data in [0, 1], from logits.

    The Bernoulli formula rho^x (1 - rho)^(1 - x) is proportional to e^(a x) with the logit a. On
    the whole interval [0, 1] it does not integrate to 1. Divided by its integral it is a density:
    log p(x|z) = sum_d (a_d x_d - log((e^a_d - 1) / a_d)) (Loaiza-Ganem and Cunningham, 2019).
    The mean of a pixel is not rho; see `mean`.
    """

    def log_prob(self, x, params):
        """Log-density of `x` in nats.

        Args:
            x: Grey levels in [0, 1], shape `(batch, D)`.
            params: Logits, shape `(batch, D)` or `(sample, batch, D)`.

        Returns:
            Shape `(batch,)` or `(sample, batch)`, summed over D.

        Raises:
            ValueError: If the shapes differ, or `x` leaves [0, 1] (seen only where `x` has a
                value, that is outside a compiled graph).
        """
        self.check_data(x)
        logits = ops.convert_to_tensor(params)
        x = ops.cast(x, logits.dtype)
        require_same_axes(x, logits, "x", "logits")
        return ops.sum(x * logits - log_integral(logits), axis=-1)

    def mean(self, params):
        """The mean grey level 1 / (1 - e^-a) - 1 / a of each pixel, in the shape of `params`."""
        logits = ops.convert_to_tensor(params)
        square = ops.square(logits)
        series = 0.5 + logits * (1 / 12 - square * (1 / 720 - square / 30240))
        size = _away_from_zero(logits)
        of_size = -1.0 / ops.expm1(-size) - 1.0 / size
        closed = ops.where(logits > 0, of_size, 1.0 - of_size)
        return ops.where(ops.abs(logits) < SERIES_LIMIT, series, closed)

    def sample(self, params, seed=None):
        """Draws in [0, 1] by the inverse of the distribution function, in the shape of `params`."""
        logits = ops.convert_to_tensor(params)
        u = keras.random.uniform(ops.shape(logits), dtype=logits.dtype, seed=seed)
        size = ops.maximum(ops.abs(logits), 1e-6)
        towards_zero = -ops.log1p(u * ops.expm1(-size)) / size
        return ops.where(logits > 0, 1.0 - towards_zero, towards_zero)

    def check_data(self, x):
        """Raise a `ValueError` where `x` has a value and leaves [0, 1]."""
        values = concrete(x)
        if values is not None and values.ndim == 2 and values.shape[1]:
            require_images(values, "x")


def log_integral(logits):
    """log of the integral of e^(a x) over x from 0 to 1, which is log((e^a - 1) / a).

    Args:
        logits: a, any shape.

    Returns:
        The same shape. The value at a = 0 is 0, and so smooth that gradients are exact there.
    """
    square = ops.square(logits)
    series = square * (1 / 24 - square * (1 / 2880 - square / 181440))
    size = _away_from_zero(logits)
    closed = size / 2 + ops.log(-ops.expm1(-size)) - ops.log(size)
    return logits / 2 + ops.where(ops.abs(logits) < SERIES_LIMIT, series, closed)


def _away_from_zero(logits):
    """|a|, with 1 where a series is used: a NaN there would spoil the gradient of `where`."""
    size = ops.abs(logits)
    return ops.where(size < SERIES_LIMIT, ops.ones_like(size), size)
