"""Draw z from q(z|x) many times for many images, without keeping the decoded images."""

import keras
import numpy as np
from keras import ops

from vae_lib.checks import require_count
from vae_lib.engine.doors import looked_at_images
from vae_lib.layers import Sampling, exact_dtype

# Images that a network reads or makes at a time: at most so many, and within so many bytes for the
# outputs of its layers.
ROWS = 5000
BYTES = 250_000_000
# What a network whose layers do not tell their outputs may need, in units of its own output.
HIDDEN_SHARE = 20
# For fewer blocks than this, tracing a graph takes longer than it saves.
WORTH_COMPILING = 10


def sample_log_weights(vae, x, samples: int, seed: int | None = None) -> np.ndarray:
    """log p(x|z) + log p(z) - log q(z|x) at `samples` draws of z from q(z|x), for each image.

    Everything that importance sampling needs, in the memory of one float32 a draw; the decoded
    images are made, used and dropped in blocks.

    Args:
        vae: A `vae_lib.model.VAE`.
        x: Images, shape `(N, *data_shape)`.
        samples: Integer, draws for each image.
        seed: Integer, optional.

    Returns:
        float32 array of shape `(samples, N)`, in nats.

    Raises:
        ValueError: If `x` is not what the VAE models, or `samples` is not a whole number of at
            least 1.
    """
    return draw(vae, vae.log_weights, checked_images(vae, x), samples, seed)


def draw(vae, quantity, x, samples, seed=None):
    """`quantity(x, outputs)`, of shape `(samples, batch)`, for all images and samples.

    Args:
        vae: A `vae_lib.model.VAE`.
        quantity: Function of images and of what `vae(x)` returns.
        x: Images that have been checked, shape `(N, *data_shape)`.
        samples: Integer, draws for each image.
        seed: Integer, optional.

    Returns:
        float32 array of shape `(samples, N)`.

    Raises:
        ValueError: If `samples` is not a whole number of at least 1.
    """
    samples = require_count(samples, "samples")
    rows = rows_at_a_time(vae.decoder, (vae.decoder_size,))
    rows_of_encoder = rows_at_a_time(vae.encoder, x.shape[1:])
    eagerly = samples * len(x) < WORTH_COMPILING * rows
    generator = keras.random.SeedGenerator(seed)
    passes = np.array_split(np.arange(samples), -(-samples // rows))
    models = {n: _Draws(vae, quantity, n, generator, eagerly) for n in set(map(len, passes))}
    blocks = []
    for part in passes:
        batch_size = min(max(1, rows // len(part)), rows_of_encoder)
        block = models[len(part)].predict(x, batch_size=batch_size, verbose=0)
        blocks.append(np.transpose(block))
    return np.concatenate(blocks)


def checked_images(vae, x):
    """`x` as float32 images that `vae` models; raises a `ValueError` that says why not."""
    if vae.keys is not None:
        raise ValueError(
            f"vae_lib.evaluation reads images alone, and a {type(vae).__name__} dictionaries with "
            f"the keys {list(vae.keys)}: its ELBO is minus the loss of its `evaluate`."
        )
    return looked_at_images(vae, np.asarray(x), "x", True)


def rows_at_a_time(network, shape) -> int:
    """How many examples of that shape a network may be given at once, by a budget of memory."""
    try:
        numbers = _numbers(network) if _tells_layers(network) else None
    except (AttributeError, TypeError):  # one that has not been built, or reads any size
        numbers = None
    if numbers is None:
        outputs = keras.tree.flatten(network(keras.Input(shape)))
        numbers = HIDDEN_SHARE * max(int(np.prod(shape)), sum(map(_size, outputs)))
    return int(np.clip(BYTES // (4 * max(numbers, 1)), 1, ROWS))


def _tells_layers(network):
    """Whether all that a network does is in its layers: not so in a subclassed one."""
    return isinstance(network, keras.Sequential) or hasattr(network, "operations")


def _numbers(network):
    """How many numbers the outputs of all layers have, those of nested networks included."""
    if _tells_layers(network):
        return sum(map(_numbers, network.layers))
    share = HIDDEN_SHARE if hasattr(network, "layers") else 1
    return share * sum(map(_size, keras.tree.flatten(network.output)))


def _size(tensor):
    return int(np.prod(tensor.shape[1:]))


class _Draws(keras.Model):
    """From images to a quantity at each draw, shape `(batch, samples)`, as `predict` wants it."""

    def __init__(self, vae, quantity, samples, generator, eagerly):
        super().__init__(name="draws", dtype=exact_dtype())
        self.built = True
        self.vae = vae
        self.quantity = quantity
        self.sampling = Sampling(samples)
        self.sampling.seed_generator = generator
        self.compile(jit_compile=False, run_eagerly=eagerly)

    def call(self, x):
        outputs = self.vae.draw(x, self.sampling)
        return ops.transpose(self.quantity(x, outputs))
