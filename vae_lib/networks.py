"""Encoders and decoders: plain Keras models with named outputs."""

from collections.abc import Sequence

import keras
import numpy as np
from keras import layers

from vae_lib.checks import require_count, require_image_shape
from vae_lib.layers import exact_dtype


def dense_encoder(
    data_size: int, latent_size: int, hidden: Sequence[int] = (500, 500), activation="gelu"
) -> keras.Model:
    """Encoder of fully connected layers: x to the parameters of q(z|x) (equation 10).

    The second head gives the log-variance: any real number is one, so the network needs no
    constraint, and the closed-form KL takes it as it is.

    Args:
        data_size: Integer D, pixels per image.
        latent_size: Integer K, latent dimensions.
        hidden: Widths of the hidden layers.
        activation: Their activation.

    Returns:
        A `keras.Model` from `(batch, D)` to `{"mean": (batch, K), "logvar": (batch, K)}`.

    Raises:
        ValueError: If a size is not a whole number of at least 1.

    Example:
        >>> from vae_lib.networks import dense_encoder
        >>> q = dense_encoder(784, 20)(np.zeros((5, 784)))
        >>> print({name: tuple(head.shape) for name, head in q.items()})
        {'mean': (5, 20), 'logvar': (5, 20)}
    """
    latent_size = require_count(latent_size, "latent_size")
    x = keras.Input((require_count(data_size, "data_size"),), name="x")
    h = _hidden_layers(x, hidden, activation)
    return keras.Model(x, _heads(h, latent_size), name="encoder")


def dense_decoder(
    data_size: int, latent_size: int, hidden: Sequence[int] = (500, 500), activation="gelu"
) -> keras.Model:
    """Decoder of fully connected layers: z to the parameters of p(x|z) (section 1.3).

    The last layer is linear: its output is the logits of a Bernoulli likelihood or the mean mu
    of a Gaussian one.

    Args:
        data_size: Integer D, pixels per image.
        latent_size: Integer K, latent dimensions.
        hidden: Widths of the hidden layers.
        activation: Their activation.

    Returns:
        A `keras.Model` from `(batch, K)` to `(batch, D)`.

    Raises:
        ValueError: If a size is not a whole number of at least 1.
    """
    z = keras.Input((require_count(latent_size, "latent_size"),), name="z")
    h = _hidden_layers(z, hidden, activation)
    size = require_count(data_size, "data_size")
    params = layers.Dense(size, name="params", dtype=exact_dtype())(h)
    return keras.Model(z, params, name="decoder")


def _heads(h, latent_size):
    """Mean and log-variance of q(z|x) from the last hidden layer."""
    return {
        name: layers.Dense(latent_size, name=name, dtype=exact_dtype())(h)
        for name in ("mean", "logvar")
    }


def _hidden_layers(h, hidden, activation):
    for width in hidden:
        h = layers.Dense(require_count(width, "hidden width"), activation=activation)(h)
    return h


def conv_encoder(
    image_shape: Sequence[int],
    latent_size: int,
    filters: Sequence[int] = (16, 32),
    hidden: int = 128,
    activation="gelu",
) -> keras.Model:
    """Encoder of strided convolutions, with the same interface as `dense_encoder`.

    Each convolution halves height and width. Weights are shared between places, so it needs
    fewer of them than dense layers, and more time on a CPU.

    Args:
        image_shape: `(height, width)` in pixels for flat images of D = height * width numbers,
            or `(height, width, channels)` for images of that shape.
        latent_size: Integer K, latent dimensions.
        filters: Channels of the convolutions, from the image inwards.
        hidden: Width of the dense layer behind them.
        activation: Of all hidden layers.

    Returns:
        A `keras.Model` from `(batch, D)`, or from `(batch, height, width, channels)`, to
        `{"mean": (batch, K), "logvar": (batch, K)}`.

    Raises:
        ValueError: If a size is not a whole number of at least 1, or the image cannot be halved
            that often.
    """
    latent_size = require_count(latent_size, "latent_size")
    height, width, channels, event = _require_halvable(image_shape, len(filters))
    x = keras.Input(event, name="x")
    h = x if len(event) == 3 else layers.Reshape((height, width, channels))(x)
    for channels in filters:
        channels = require_count(channels, "channels")
        h = layers.Conv2D(channels, 3, strides=2, padding="same", activation=activation)(h)
    h = layers.Dense(require_count(hidden, "hidden"), activation=activation)(layers.Flatten()(h))
    return keras.Model(x, _heads(h, latent_size), name="encoder")


def conv_decoder(
    image_shape: Sequence[int],
    latent_size: int,
    filters: Sequence[int] = (32, 16),
    hidden: int = 128,
    activation="gelu",
) -> keras.Model:
    """Decoder of strided transposed convolutions, with the same interface as `dense_decoder`.

    Args:
        image_shape: As for `conv_encoder`; with `likelihood.params_shape((height, width, 3))` for
            colour images of a likelihood that needs two numbers a pixel.
        latent_size: Integer K, latent dimensions.
        filters: Channels that enter each transposed convolution, which doubles height and width;
            the last one gives the channels of the image.
        hidden: Width of the dense layer in front of them.
        activation: Of all hidden layers.

    Returns:
        A `keras.Model` from `(batch, K)` to `(batch, D)` or `(batch, height, width, channels)`.

    Raises:
        ValueError: As for `conv_encoder`.

    Example:
        >>> from vae_lib.likelihoods import DecoderGaussian
        >>> from vae_lib.networks import conv_decoder
        >>> shape = DecoderGaussian().params_shape((16, 16, 3))
        >>> print(shape, tuple(conv_decoder(shape, 8)(np.zeros((5, 8))).shape))
        (16, 16, 6) (5, 16, 16, 6)
    """
    height, width, last, event = _require_halvable(image_shape, len(filters))
    filters = [require_count(channels, "channels") for channels in filters]
    rows, columns = height >> len(filters), width >> len(filters)
    z = keras.Input((require_count(latent_size, "latent_size"),), name="z")
    h = layers.Dense(require_count(hidden, "hidden"), activation=activation)(z)
    h = layers.Dense(rows * columns * filters[0], activation=activation)(h)
    h = layers.Reshape((rows, columns, filters[0]))(h)
    for channels in filters[1:]:
        h = layers.Conv2DTranspose(channels, 3, 2, padding="same", activation=activation)(h)
    h = layers.Conv2DTranspose(last, 3, 2, padding="same", name="params", dtype=exact_dtype())(h)
    params = h if len(event) == 3 else layers.Reshape(event, dtype=exact_dtype())(h)
    return keras.Model(z, params, name="decoder")


def _require_halvable(image_shape, times):
    """Height, width, channels and the shape of an image; the first two halve `times` times."""
    colour = np.ndim(image_shape) == 1 and len(image_shape) == 3
    height, width = require_image_shape(image_shape[:2] if colour else image_shape)
    channels = require_count(image_shape[2], "channels") if colour else 1
    if times == 0 or height % 2**times or width % 2**times:
        raise ValueError(
            f"Each of the filters halves the image, so image_shape must be divisible by 2 once "
            f"for each, and there must be one. Received image_shape={(height, width)} and "
            f"{times} filters. Take fewer filters, or pad the images."
        )
    return height, width, channels, (height, width, channels) if colour else (height * width,)
