"""Encoders and decoders: plain Keras models with named outputs."""

import keras
from keras import layers

from vae_lib.checks import require_count


def dense_encoder(data_size, latent_size, hidden=(500, 500), activation="gelu"):
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
    """
    latent_size = require_count(latent_size, "latent_size")
    x = keras.Input((require_count(data_size, "data_size"),), name="x")
    h = _hidden_layers(x, hidden, activation)
    outputs = {name: layers.Dense(latent_size, name=name)(h) for name in ("mean", "logvar")}
    return keras.Model(x, outputs, name="encoder")


def dense_decoder(data_size, latent_size, hidden=(500, 500), activation="gelu"):
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
    params = layers.Dense(require_count(data_size, "data_size"), name="params")(h)
    return keras.Model(z, params, name="decoder")


def _hidden_layers(h, hidden, activation):
    for width in hidden:
        h = layers.Dense(require_count(width, "hidden width"), activation=activation)(h)
    return h
