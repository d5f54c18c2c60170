"""The small dense VAE that many tests look at or train, and an encoder of a reader's own."""

import keras
from keras import layers

from vae_lib import likelihoods
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder


def dense_networks(size=12, latent_size=2, hidden=(8,), params=None):
    """An encoder and a decoder of `size` pixels, of the same weights each time.

    Args:
        params: How many numbers the decoder returns, if not one for each pixel.
    """
    keras.utils.set_random_seed(0)
    encoder = dense_encoder(size, latent_size, hidden)
    return encoder, dense_decoder(params or size, latent_size, hidden)


def dense_vae(kind=VAE, likelihood="bernoulli", size=12, latent_size=2, hidden=(8,), **options):
    """A VAE of such networks, not compiled; `options` are the class's own."""
    likelihood = likelihoods.get(likelihood)
    params = likelihood.params_shape((size,))[-1]
    networks = dense_networks(size, latent_size, hidden, params)
    return kind(*networks, likelihood, **{"seed": 0, **options})


@keras.saving.register_keras_serializable(package="tests")
class OwnEncoder(keras.Model):
    """A subclassed encoder, which has no input shape before it is called."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.heads = {name: layers.Dense(2) for name in ("mean", "logvar")}

    def call(self, x):
        return {name: head(x) for name, head in self.heads.items()}
