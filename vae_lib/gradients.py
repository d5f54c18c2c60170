"""Monte Carlo estimators of the phi-gradient of E_q[f(z)] and of the ELBO (section 1.5).

Under q = N(m, diag(s^2)) the gradient is taken with respect to the encoder's outputs, m and
log s^2; by the chain rule it goes on from there to the encoder's weights. All estimators are
unbiased. They return the gradient of every single draw, so that means and variances can be taken
over the draws; those with a leave-one-out baseline depend a little on each other. The mean over L
draws is the estimate of equation 29. Keras has no differentiation of its own, hence TensorFlow.
"""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from vae_lib.checks import require_count
from vae_lib.densities import log_posterior
from vae_lib.engine.replicas import require_tensorflow
from vae_lib.layers import reparametrise


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
    z = reparametrise(mean, logvar, epsilon)
    with tf.GradientTape() as tape:
        tape.watch(z)
        total = ops.sum(f(z))
    by_z = tape.gradient(total, z)
    return by_z, by_z * ops.exp(logvar / 2) * epsilon / 2


def score_function_gradient(f, mean, logvar, samples, seed=None, baseline=0.0):
    """(f(z) - baseline) times the gradient of log q(z), one for each draw of z (eq-score).

    This is REINFORCE (Williams, 1992). `f` is only evaluated, so it need not be differentiable.
    The score has mean zero, so a baseline that does not depend on its draw leaves the mean of
    the estimate as it is; near the mean of f it can take away most of the variance.

    Args:
        f: Function from z, shape `(samples, K)`, to shape `(samples,)`.
        mean: m, shape `(K,)`.
        logvar: log s^2, shape `(K,)`.
        samples: Integer L, how many draws.
        seed: Integer, optional.
        baseline: A finite number, or `"leave-one-out"` for the mean of f over the other draws,
            of which there must be at least one.

    Returns:
        The gradients by m and by log s^2, both of shape `(samples, K)`.

    Raises:
        ValueError: As for `reparametrised_gradient`, and for another baseline.
    """
    mean, logvar = _parameters(mean, logvar)
    epsilon = _noise(mean, samples, seed)
    value = _above_baseline(f(reparametrise(mean, logvar, epsilon)), baseline)[:, None]
    return value * epsilon / ops.exp(logvar / 2), value * (ops.square(epsilon) - 1) / 2


def elbo_gradient(log_joint, mean, logvar, samples, seed=None):
    """Gradient of log p(x, z) - log q(z|x) at z = m + s * epsilon, one for each draw.

    On the way through z and the direct way of m and s into q, log q keeps -epsilon^2 / 2 and
    loses log s: what is left of its gradient is -1/2 by log s^2, without noise.

    Args:
        log_joint: Function from z, shape `(samples, K)`, to log p(x, z), shape `(samples,)`, as
            `f` in `reparametrised_gradient`.
        mean: m, shape `(K,)`.
        logvar: log s^2, shape `(K,)`.
        samples: Integer L, how many draws.
        seed: Integer, optional.

    Returns:
        The gradients by m and by log s^2, both of shape `(samples, K)`.

    Raises:
        ValueError: As for `reparametrised_gradient`.
    """
    by_mean, by_logvar = reparametrised_gradient(log_joint, mean, logvar, samples, seed)
    return by_mean, by_logvar + 0.5


def sticking_the_landing_gradient(log_joint, mean, logvar, samples, seed=None):
    """`elbo_gradient` without its direct way of m and s into q (Roeder et al., 2017).

    What is dropped is the score of q, whose mean is zero. The rest goes through z alone. Where q
    is the posterior, log p(x, z) - log q(z|x) does not depend on z: then this gradient is zero for
    every draw, and an optimiser that has arrived stays.

    Its arguments, what it returns and what it raises are those of `elbo_gradient`.
    """
    mean, logvar = _parameters(mean, logvar)

    def log_weight(z):
        return log_joint(z) - log_posterior(z, mean, logvar)

    return reparametrised_gradient(log_weight, mean, logvar, samples, seed)


def importance_weighted_gradient(log_joint, mean, logvar, k, samples, seed=None, doubly=False):
    """Gradient of log (1/k sum_i w_i), w_i = p(x, z_i) / q(z_i|x), one for each draw of k noises.

    Plainly it is the sum of the gradients of log w_i with the weights v_i = w_i / sum_j w_j. As k
    grows, it becomes smaller than its noise (Rainforth et al., 2018). Doubly reparametrised, the
    score of q inside of it has gone through z as well, which leaves v_i^2 times the gradient of
    log w_i by z_i, and no such noise (Tucker et al., 2019). Both have the same mean.

    Args:
        log_joint: As for `elbo_gradient`, for z of shape `(n, K)`.
        mean: m, shape `(K,)`.
        logvar: log s^2, shape `(K,)`.
        k: Integer, samples of z in the bound.
        samples: Integer L, how many draws of k noises.
        seed: Integer, optional.
        doubly: Whether it is the doubly reparametrised one.

    Returns:
        The gradients by m and by log s^2, both of shape `(samples, K)`.

    Raises:
        ValueError: As for `reparametrised_gradient`, and if `k` is not a whole number of at least
            1.
    """
    mean, logvar = _parameters(mean, logvar)
    shape = (require_count(samples, "samples"), require_count(k, "k"), *mean.shape)
    epsilon = keras.random.normal(shape, dtype=mean.dtype, seed=seed)
    z = ops.reshape(reparametrise(mean, logvar, epsilon), (-1, *mean.shape))
    with tf.GradientTape() as tape:
        tape.watch(z)
        log_weights = log_joint(z) - log_posterior(z, mean, logvar)
        total = ops.sum(log_weights)
    by_z = ops.reshape(tape.gradient(total, z), shape)
    log_weights = ops.reshape(log_weights, shape[:2])
    # A softmax, of which Keras would warn where k is 1.
    v = ops.exp(log_weights - ops.logsumexp(log_weights, axis=1, keepdims=True))[..., None]
    s = ops.exp(logvar / 2)
    if doubly:
        by_z = ops.square(v) * by_z
        return ops.sum(by_z, axis=1), ops.sum(by_z * s * epsilon / 2, axis=1)
    by_mean = v * (by_z - epsilon / s)
    by_logvar = v * (by_z * s * epsilon - (ops.square(epsilon) - 1)) / 2
    return ops.sum(by_mean, axis=1), ops.sum(by_logvar, axis=1)


def _above_baseline(value, baseline):
    """f(z) minus the baseline, shape `(samples,)`."""
    if baseline == "leave-one-out":
        samples = value.shape[0]
        if samples < 2:
            raise ValueError(
                "A leave-one-out baseline needs another draw: samples must be at least 2. "
                f"Received: {samples}."
            )
        # f_i less the mean of the others, (sum_j f_j - f_i) / (L - 1).
        return (value - ops.mean(value)) * (samples / (samples - 1))
    if not isinstance(baseline, (int, float, np.number)) or not np.isfinite(baseline):
        raise ValueError(
            f"baseline must be a finite number or 'leave-one-out'. Received: {baseline!r}."
        )
    return value - float(baseline)


def _parameters(mean, logvar):
    require_tensorflow("vae_lib.gradients differentiates")
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
