"""Two Monte Carlo estimators of the phi-gradient of E_q[f(z)] (section 1.5).

Under q = N(m, diag(s^2)) the gradient is taken with respect to the encoder's outputs, m and
log s^2; by the chain rule it goes on from there to the encoder's weights. Both estimators are
unbiased. They return the gradient of every single draw, so that means and variances can be
taken over the draws; the mean over L draws is the estimate of equation 29. Keras has no
differentiation of its own, hence TensorFlow.
"""

import keras
import tensorflow as tf
from keras import ops

from vae_lib.checks import require_count


def reparametrised_gradient(f, mean, logvar, samples, seed=None):
    """Gradient of f(m + s * epsilon), one for each draw of epsilon (equation 27).

    Args:
        f: Function from z, shape `(samples, K)`, to shape `(samples,)`, made of differentiable
            `keras.ops`. Each value may depend on its own row of z only.
        mean: m, shape `(K,)`.
        logvar: log s^2, shape `(K,)`.
        samples: Integer L, how many draws.
        seed: Integer, optional.

    Returns:
        The gradients by m and by log s^2, both of shape `(samples, K)`.

    Raises:
        ValueError: If the shapes of mean and logvar are not one shape `(K,)`, or `samples` is
            not a whole number of at least 1.
    """
    mean, logvar = _parameters(mean, logvar)
    epsilon = _noise(mean, samples, seed)
    s = ops.exp(logvar / 2)
    z = mean + s * epsilon
    with tf.GradientTape() as tape:
        tape.watch(z)
        total = ops.sum(f(z))
    by_z = tape.gradient(total, z)
    return by_z, by_z * s * epsilon / 2


def score_function_gradient(f, mean, logvar, samples, seed=None):
    """f(z) times the gradient of log q(z), one for each draw of z (eq-score).

    This is REINFORCE (Williams, 1992). `f` is only evaluated, so it need not be differentiable.

    Args:
        f: Function from z, shape `(samples, K)`, to shape `(samples,)`.
        mean: m, shape `(K,)`.
        logvar: log s^2, shape `(K,)`.
        samples: Integer L, how many draws.
        seed: Integer, optional.

    Returns:
        The gradients by m and by log s^2, both of shape `(samples, K)`.

    Raises:
        ValueError: As for `reparametrised_gradient`.
    """
    mean, logvar = _parameters(mean, logvar)
    epsilon = _noise(mean, samples, seed)
    s = ops.exp(logvar / 2)
    value = f(mean + s * epsilon)[:, None]
    return value * epsilon / s, value * (ops.square(epsilon) - 1) / 2


def _parameters(mean, logvar):
    mean, logvar = ops.convert_to_tensor(mean), ops.convert_to_tensor(logvar)
    if len(mean.shape) != 1 or tuple(mean.shape) != tuple(logvar.shape):
        raise ValueError(
            "mean and logvar must both have shape (K,), those of one example. Received "
            f"{tuple(mean.shape)} and {tuple(logvar.shape)}."
        )
    return mean, logvar


def _noise(mean, samples, seed):
    shape = (require_count(samples, "samples"), *mean.shape)
    return keras.random.normal(shape, dtype=mean.dtype, seed=seed)
