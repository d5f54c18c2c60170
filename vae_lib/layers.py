"""Layers: the reparametrised sample of the approximate posterior."""

import keras
from keras import ops

from vae_lib.checks import require_count
from vae_lib.engine.seeds import seed_generator, standard_normal


def reparametrise(mean, logvar, epsilon):
    """The sample z = m + s * epsilon (equation 22).

    The noise does not depend on the parameters, so gradients reach `mean` and `logvar`.

    Args:
        mean: The mean m, shape `(batch, K)`.
        logvar: The log-variance log s^2, shape `(batch, K)`.
        epsilon: Noise from N(0, I), shape `(batch, K)` or `(sample, batch, K)`.

    Returns:
        z, in the shape of `epsilon`.
    """
    return mean + ops.exp(logvar / 2.0) * epsilon


def exact_dtype():
    """The type of heads and noise: float32 or finer, also where mixed precision takes 16 bits."""
    policy = keras.config.dtype_policy()
    return "float32" if "16" in policy.compute_dtype else policy


@keras.saving.register_keras_serializable(package="vae_lib")
class Sampling(keras.layers.Layer):
    """Draw z = m + s * epsilon with epsilon ~ N(0, I) (equations 20 to 22).

    The noise is drawn in training and in evaluation alike: the ELBO is an expectation over z in
    both. Under mixed precision it stays float32, as `mean` and `logvar` have to.

    Args:
        samples: Integer L, how many z to draw for each example.
        seed: Integer, optional random seed for identical runs.

    Call arguments:
        mean: The mean m, shape `(batch, K)`.
        logvar: The log-variance log s^2, shape `(batch, K)`.

    Returns:
        z, shape `(samples, batch, K)`.

    Raises:
        ValueError: If `samples` is not a whole number of at least 1.
    """

    def __init__(self, samples=1, seed=None, **kwargs):
        super().__init__(**{"dtype": exact_dtype(), **kwargs})
        self.samples = require_count(samples, "samples")
        self.seed = seed
        self.seed_generator = seed_generator(seed)
        self.built = True

    def call(self, mean, logvar):
        shape = (self.samples, *ops.shape(mean))
        epsilon = standard_normal(shape, self.seed_generator, mean.dtype)
        return reparametrise(mean, logvar, epsilon)

    def compute_output_shape(self, mean_shape, logvar_shape=None):
        return (self.samples, *mean_shape)

    def get_config(self):
        return {**super().get_config(), "samples": self.samples, "seed": self.seed}
