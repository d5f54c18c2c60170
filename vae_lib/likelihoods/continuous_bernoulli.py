"""The continuous Bernoulli likelihood of grey levels."""

import keras
from keras import ops

from vae_lib.likelihoods.base import Likelihood, aligned, per_example

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

    support = "in [0, 1]: divide grey levels from 0 to 255 by 255"
    of_logits = True

    def log_prob(self, x, params):
        """Log-density of `x` in nats.

        Args:
            x: Grey levels in [0, 1], shape `(batch, *event)`.
            params: Logits in the shape of `x`, or with a sample axis in front.

        Returns:
            Shape `(batch,)` or `(sample, batch)`, summed over the event.

        Raises:
            ValueError: If the shapes differ, or `x` leaves [0, 1] (seen only where `x` has a
                value, that is outside a compiled graph).
        """
        self.check_data(x)
        x, logits = aligned(x, params, "logits")
        return per_example(x * logits - log_integral(logits), x)

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

    def supports(self, x):
        """Where `x` is in [0, 1]."""
        return ops.logical_and(ops.greater_equal(x, 0), ops.less_equal(x, 1))


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
