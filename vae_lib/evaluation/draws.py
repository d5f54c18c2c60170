"""Draw z from q(z|x) many times for many images, without keeping the decoded images."""

import keras
import numpy as np
from keras import ops

from vae_lib.checks import require_count, require_rows
from vae_lib.layers import Sampling

# Decoded images in memory at a time. A row is the decoder's output and its hidden layers: with
# 784 pixels about 10 kB in float32.
ROWS = 5000
# For fewer blocks than this, tracing a graph takes longer than it saves.
WORTH_COMPILING = 10


def sample_log_weights(vae, x, samples: int, seed: int | None = None) -> np.ndarray:
    """log p(x|z) + log p(z) - log q(z|x) at `samples` draws of z from q(z|x), for each image.

    Everything that importance sampling needs, in the memory of one float32 a draw; the decoded
    images are made, used and dropped in blocks.

    Args:
        vae: A `vae_lib.model.VAE`.
        x: Images, shape `(N, D)`.
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
        x: Images that have been checked, shape `(N, D)`.
        samples: Integer, draws for each image.
        seed: Integer, optional.

    Returns:
        float32 array of shape `(samples, N)`.

    Raises:
        ValueError: If `samples` is not a whole number of at least 1.
    """
    samples = require_count(samples, "samples")
    eagerly = samples * len(x) < WORTH_COMPILING * ROWS
    generator = keras.random.SeedGenerator(seed)
    passes = np.array_split(np.arange(samples), -(-samples // ROWS))
    models = {n: _Draws(vae, quantity, n, generator, eagerly) for n in set(map(len, passes))}
    blocks = []
    for part in passes:
        batch_size = max(1, ROWS // len(part))
        block = models[len(part)].predict(x, batch_size=batch_size, verbose=0)
        blocks.append(np.transpose(block))
    return np.concatenate(blocks)


def checked_images(vae, x):
    """Return `x` as float32 images that `vae` models, or raise a `ValueError` that says why not."""
    x = require_rows(x, "x")
    size = vae.encoder.input_shape[-1]
    if not len(x) or x.shape[1] != size:
        raise ValueError(
            f"x must have shape (N, {size}) with N of at least 1, as the encoder reads it. "
            f"Received shape {x.shape}."
        )
    vae.likelihood.check_data(x)
    return x


class _Draws(keras.Model):
    """From images to a quantity at each draw, shape `(batch, samples)`, as `predict` wants it."""

    def __init__(self, vae, quantity, samples, generator, eagerly):
        super().__init__(name="draws")
        self.built = True
        self.vae = vae
        self.quantity = quantity
        self.sampling = Sampling(samples)
        self.sampling.seed_generator = generator
        self.compile(jit_compile=False, run_eagerly=eagerly)

    def call(self, x):
        q = self.vae.encoder(x)
        z = self.sampling(q["mean"], q["logvar"])
        outputs = {**q, "z": z, "params": self.vae.decode(z)}
        return ops.transpose(self.quantity(x, outputs))
