"""Log-densities of the latent variables: the prior and the approximate posterior, in nats."""

import math

from keras import ops

LOG_2PI = math.log(2.0 * math.pi)


def log_prior(z):
    """log N(z | 0, I), summed over the latent dimensions (equation 5).

    Args:
        z: Shape `(..., K)`.

    Returns:
        Shape `(...,)`, in nats.
    """
    return -0.5 * ops.sum(ops.square(z) + LOG_2PI, axis=-1)


def log_posterior(z, mean, logvar):
    """log N(z | m, diag(s^2)), summed over the latent dimensions (equation 12).

    Args:
        z: Shape `(..., K)`, usually `(sample, batch, K)`.
        mean: The mean m, shape `(batch, K)`.
        logvar: The log-variance log s^2, shape `(batch, K)`.

    Returns:
        Shape `(...,)`, in nats. z - m is rounded: in float32 for s far below m, as for
        `logvar` = -28 at m = 3, that is some tenths of a nat.
    """
    squares = ops.square(z - mean) * ops.exp(-logvar)
    return -0.5 * ops.sum(squares + logvar + LOG_2PI, axis=-1)
