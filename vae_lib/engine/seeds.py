"""Where the noise of `vae_lib.layers.Sampling` comes from: a counted seed and a fast generator."""

import keras
from keras import ops

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


def seed_of_noise(seed):
    """The seed of a second kind of noise where a first one is drawn from `seed` itself.

    Of one whole number both draws would make the same numbers. A generator moves on by itself.
    """
    moves_on = seed is None or isinstance(seed, keras.random.SeedGenerator)
    return seed if moves_on else seed ^ 0x5EED


def seed_generator(seed=None):
    """The generator of seeds that is fastest on this backend: `Seeds` on TensorFlow."""
    on_tensorflow = keras.backend.backend() == "tensorflow"
    return Seeds(seed) if on_tensorflow else keras.random.SeedGenerator(seed)


def standard_normal(shape, seeds, dtype):
    """A draw from N(0, I): the very numbers of `keras.random.normal`, with their generator named.

    Keras leaves the generator to TensorFlow, which under XLA on a CPU chooses a slow one: the
    noise then takes three times as long. On other backends it is Keras's own draw.

    Args:
        shape: Tuple of integers.
        seeds: A `keras.random.SeedGenerator`, which moves on by one draw.
        dtype: Name of the floats' type.

    Returns:
        Tensor of shape `shape`.
    """
    if keras.backend.backend() != "tensorflow":
        return keras.random.normal(shape, dtype=dtype, seed=seeds)
    import tensorflow as tf

    return tf.random.stateless_normal(shape, seed=seeds.next(), dtype=dtype, alg="philox")
