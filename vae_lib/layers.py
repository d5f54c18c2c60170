"""Layers: the reparametrised sample of the approximate posterior."""

import keras
import tensorflow as tf
from keras import ops

from vae_lib.checks import require_count
from vae_lib.engine.replicas import replica, replicas


class Seeds(keras.random.SeedGenerator):
    """Keras's `SeedGenerator`, with one counter in place of its pair of numbers as state.

    The seeds are the pairs (seed, 0), (seed, 1) and so on, as Keras's are. Where XLA compiles for
    a CPU, noise seeded by a pair that is a variable is slow: it takes a fifth of the training of
    a small model. Noise seeded by a constant and a counter is not.

    Under `tf.distribute` the seeds are dealt out to the replicas in turn, so that no two replicas
    use the same noise.
    """

    state: keras.Variable

    def __init__(self, seed=None, **kwargs):
        super().__init__(seed, **kwargs)
        self.first = int(ops.convert_to_numpy(self.state)[0]) % 2**31
        self.state = keras.Variable(0, trainable=False, dtype=self.state.dtype, name="draws")

    def next(self, ordered=True):
        """The pair (seed, number of this draw), int32 of shape `(2,)`."""
        number = ops.cast(self.state, "int32")
        if replicas() > 1:
            number = replicas() * number + replica()
        self.state.assign_add(1)
        return ops.stack([ops.full((), self.first, dtype="int32"), number])


def standard_normal(shape, seed, dtype):
    """Draw from N(0, I): the very numbers of `keras.random.normal`, with their generator named.

    Keras leaves the generator to TensorFlow, which under XLA on a CPU chooses a slow one: the
    noise then takes three times as long.

    Args:
        shape: Tuple of integers.
        seed: Pair of int32, as of `Seeds.next`.
        dtype: Name of the floats' type.

    Returns:
        Tensor of shape `shape`.
    """
    return tf.random.stateless_normal(shape, seed=seed, dtype=dtype, alg="philox")


@keras.saving.register_keras_serializable(package="vae_lib")
class Sampling(keras.layers.Layer):
    """Draw z = m + s * epsilon with epsilon ~ N(0, I) (equations 20 to 22).

    The noise does not depend on the parameters, so gradients reach `mean` and `logvar`. It is
    drawn in training and in evaluation alike: the ELBO is an expectation over z in both.

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
        super().__init__(**kwargs)
        self.samples = require_count(samples, "samples")
        self.seed = seed
        self.seed_generator = Seeds(seed)

    def call(self, mean, logvar):
        shape = (self.samples, *ops.shape(mean))
        epsilon = standard_normal(shape, self.seed_generator.next(), mean.dtype)
        return mean + ops.exp(logvar / 2.0) * epsilon

    def compute_output_shape(self, mean_shape, logvar_shape=None):
        return (self.samples, *mean_shape)

    def get_config(self):
        return {**super().get_config(), "samples": self.samples, "seed": self.seed}
