"""The digits: load, binarise, and feed them to `fit`."""

import functools
import hashlib
import io
from importlib import resources

import numpy as np

from vae_lib.checks import require_count, require_images
from vae_lib.data.image_files import load_images
from vae_lib.engine.seeds import seed_of_noise
from vae_lib.engine.stacks import IMAGES, Stack

DIGITS_SHA256 = "d7a6693c545713fe35d46b37e1d84b894e48eeb5eda911493be8c069c21d5787"
TRAIN_SIZE = 4500


def load_digits(split: str = "train", source: str = "shipped") -> tuple[np.ndarray, np.ndarray]:
    """Handwritten digits of MNIST as flattened grey images.

    Args:
        split: `"train"` or `"test"`. Of the shipped set, 4,500 and 500 images, stratified.
        source: `"shipped"` for the 5,000 digits inside the package, `"mnist"` for all 70,000,
            which `keras.datasets` fetches from the network once.

    Returns:
        `(images, labels)`: float32 grey levels in [0, 1] of shape `(N, 784)`, 0 the background
        and 1 the ink; and uint8 digits of shape `(N,)`.

    Raises:
        ValueError: For another split or source, or if the shipped file has been altered.
        ConnectionError: If the full set cannot be fetched.
    """
    if split not in ("train", "test"):
        raise ValueError(f"split must be 'train' or 'test'. Received: {split!r}.")
    if source not in ("shipped", "mnist"):
        raise ValueError(f"source must be 'shipped' or 'mnist'. Received: {source!r}.")
    images, labels = (_shipped if source == "shipped" else _full_mnist)(split)
    return images.reshape(len(images), -1).astype("float32") / 255.0, labels


def _shipped(split):
    images, labels = _unpacked(DIGITS_SHA256)
    rows = slice(None, TRAIN_SIZE) if split == "train" else slice(TRAIN_SIZE, None)
    return images[rows], labels[rows].copy()


@functools.cache
def _unpacked(expected):
    """The digits and labels of the shipped file, 4 MB that are unpacked once."""
    content = (resources.files("vae_lib.data") / "digits.npz").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != expected:
        raise ValueError(
            f"The shipped digits are damaged: SHA-256 {digest}, expected {expected}. "
            "Install vae_lib again, or restore vae_lib/data/digits.npz."
        )
    with np.load(io.BytesIO(content)) as file:
        return file["images"], file["labels"]


def _full_mnist(split):
    from keras.datasets import mnist

    try:
        train, test = mnist.load_data()
    except Exception as error:  # Keras raises a bare Exception when a download fails
        raise ConnectionError(
            "The full MNIST could not be fetched. Connect to a network, or use the 5,000 digits "
            f"that ship with the book: load_digits(split={split!r}). The cause: {error}"
        ) from error
    return train if split == "train" else test


def binarise(images: np.ndarray, seed: int = 0) -> np.ndarray:
    """Draw each pixel as 0 or 1, with its grey level as the probability of a 1.

    Drawn once, this is static binarisation. For dynamic binarisation, a new draw each time an
    image is seen, leave the images grey and let `batches` draw.

    Args:
        images: Grey levels in [0, 1], shape `(N, D)`.
        seed: Integer seed of the draw.

    Returns:
        float32 zeros and ones, shape `(N, D)`.

    Raises:
        ValueError: If `images` is not of that kind.
    """
    images = require_images(images, flat=False)
    noise = np.random.default_rng(seed).random(images.shape, dtype="float32")
    return (noise < images).astype("float32")


def dequantise(images: np.ndarray, seed: int = 0, levels: int = 256) -> np.ndarray:
    """Grey levels k / 255 as real numbers, spread evenly over the 256 intervals of [0, 1).

    A density of grey levels as they are can grow without limit, because they are points. Of
    these numbers it cannot: see `vae_lib.evaluation.bits_per_dimension`.

    Args:
        images: Grey levels in [0, 1], shape `(N, D)` or `(N, *event)`.
        seed: Integer seed of the noise.
        levels: Integer, how many grey levels there are.

    Returns:
        float32 in [0, 1), in the same shape: (k + u) / `levels` with u from 0 to 1.

    Raises:
        ValueError: If `images` is not of that kind.
    """
    images = require_images(images, flat=False)
    level = np.round(images * (require_count(levels, "levels") - 1))
    noise = np.random.default_rng(seed).random(images.shape, dtype="float32")
    # Short of 1 by what float32 can tell apart, so that no number is rounded up to the next level.
    return (level + np.minimum(noise, np.float32(1 - levels * 2.0**-23))) / np.float32(levels)


def batches(images, batch_size=128, binarisation="dynamic", seed=0, stack=None):
    """An endless stream of shuffled batches, made for a fast `fit`.

    Pass `steps_per_epoch` to `fit`, and the same number as `steps_per_execution` to `compile`:
    an epoch is then one call into the compiled graph. `steps(images, batch_size)` counts them.
    Faster still, from some dozen epochs on, are the stacks of an epoch's n batches with XLA,
    which first compiles for some seconds:

        vae.compile(keras.optimizers.Adam(1e-3), jit_compile=True)
        vae.fit(batches(x, stack=n), steps_per_epoch=1, epochs=100, shuffle=False)

    Batches are gathered by index from the array in memory, and the autotuner of `tf.data` is
    off: it gains nothing here and delays the end of each epoch.

    Args:
        images: Grey levels or zeros and ones in [0, 1], shape `(N, D)` or `(N, *event)`.
        batch_size: Integer, images a batch; the last batch of an epoch may be smaller.
        binarisation: `"dynamic"` to draw zeros and ones anew each time an image is seen (see
            `binarise`), or `None` to pass the images on as they are.
        seed: Integer seed of the order and of the draws.
        stack: Integer, optional. Hand over so many batches at once, for `VAE.train_step`. All
            of them are full: the last may reach into the next pass over the images. XLA draws
            and trains them whole, in memory; of many images, take a part of an epoch.

    Returns:
        A `tf.data.Dataset` of float32 batches of shape `(batch, *event)`, or of `Stack`s of
        batches, of shape `(stack, batch, *event)`.

    Raises:
        ValueError: If an argument is not of that kind.
    """
    import tensorflow as tf

    images = require_images(images, flat=False)
    if binarisation not in ("dynamic", None):
        raise ValueError(
            f"binarisation must be 'dynamic' or None. Received: {binarisation!r}. "
            "For static binarisation pass binarise(images) with binarisation=None."
        )
    options = tf.data.Options()
    options.autotune.enabled = False
    pixels = tf.constant(images)

    # What XLA makes of Threefry draws several times faster than TensorFlow's kernel of Philox;
    # without XLA there is no Threefry on a CPU.
    generator = "auto_select" if stack is None else "threefry"

    # The noise of `Sampling` counts its steps, too.
    seed_of_pixels = seed_of_noise(seed)

    def gather(step, rows):
        grey = tf.gather(pixels, rows)
        if binarisation is None:
            return grey
        noise = tf.random.stateless_uniform(
            tf.shape(grey), seed=(seed_of_pixels, step), alg=generator
        )
        return tf.cast(noise < grey, tf.float32)

    batch_size = require_count(batch_size, "batch_size")
    rows = tf.data.Dataset.range(len(images)).shuffle(max(len(images), 1), seed=seed)
    if stack is None:
        stream = rows.batch(batch_size).repeat().enumerate().map(gather)
        return _to_look_at(stream.prefetch(2).with_options(options), images, binarisation)
    rows = rows.repeat().batch(batch_size, drop_remainder=True)
    rows = rows.batch(require_count(stack, "stack"), drop_remainder=True)
    # Not fetched ahead: the draws use both cores, and so does the training that they would delay.
    draw = tf.function(gather, jit_compile=True)
    stream = rows.enumerate().map(draw).map(Stack).with_options(options)
    return _to_look_at(stream, images, binarisation)


def _to_look_at(stream, images, binarisation):
    """The stream, with images that `fit` may check in place of a batch."""
    setattr(stream, IMAGES, images if binarisation is None else np.zeros_like(images[:1]))
    return stream


def steps(images: np.ndarray, batch_size: int = 128) -> int:
    """How many batches of `batch_size` one pass over `images` takes."""
    return -(-len(images) // require_count(batch_size, "batch_size"))
