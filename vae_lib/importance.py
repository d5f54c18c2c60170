"""Formulas for importance weights, from their logarithms so that nothing overflows."""

import math

from keras import ops


def log_mean_exp(log_weights):
    """Logarithm of the mean weight over the sample axis, log (1/k sum_i w_i).

    Args:
        log_weights: log w_i, shape `(samples, ...)`, in nats.

    Returns:
        Shape `(...,)`, in nats.
    """
    return ops.logsumexp(log_weights, axis=0) - math.log(log_weights.shape[0])


def effective_sample_size(log_weights):
    """How many equal weights say as much as these, (sum_i w_i)^2 / sum_i w_i^2 (Kong, 1992).

    Args:
        log_weights: log w_i, shape `(samples, ...)`, in nats.

    Returns:
        Shape `(...,)`, from 1, where one sample has all the weight, to the number of samples.
    """
    log_squares = ops.logsumexp(2 * log_weights, axis=0)
    return ops.exp(2 * ops.logsumexp(log_weights, axis=0) - log_squares)
