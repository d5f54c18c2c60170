"""The linear-Gaussian model as a VAE of Keras layers, to try estimators where truth is known."""

import keras
import numpy as np

from vae_lib.checks import require_positive
from vae_lib.likelihoods import Gaussian
from vae_lib.model import VAE


def linear_gaussian_vae(model, widening=1.0, seed=None):
    """A `VAE` whose decoder is that of `model` and whose encoder is the best factorised one.

    Decoder and encoder are one `Dense` layer for each head, with the weights set. The encoder
    gives the posterior's mean, and the variances 1 / P_kk of the factorised q that is closest to
    it, where P is the posterior precision. Where W^T W is diagonal this q is the posterior.

    Args:
        model: A `vae_lib.linear_gaussian.LinearGaussian`.
        widening: Float above 0 by which the encoder's standard deviations are multiplied, to
            make it worse on purpose.
        seed: Integer, optional seed of the model's samples.

    Returns:
        A `vae_lib.model.VAE` with a `Gaussian` likelihood.

    Raises:
        ValueError: If `widening` is not a finite number above 0.
    """
    widening = require_positive(widening, "widening")
    size, latent_size = model.data_size, model.latent_size
    to_mean = model.W @ np.linalg.inv(model.precision) / model.sigma**2
    logvar = 2 * np.log(widening) - np.log(np.diag(model.precision))

    x = keras.Input((size,), name="x")
    heads = {name: keras.layers.Dense(latent_size, name=name) for name in ("mean", "logvar")}
    encoder = keras.Model(x, {name: head(x) for name, head in heads.items()}, name="encoder")
    heads["mean"].set_weights([to_mean, -model.b @ to_mean])
    heads["logvar"].set_weights([np.zeros((size, latent_size)), logvar])

    z = keras.Input((latent_size,), name="z")
    params = keras.layers.Dense(size, name="params")
    decoder = keras.Model(z, params(z), name="decoder")
    params.set_weights([model.W.T, model.b])
    return VAE(encoder, decoder, Gaussian(model.sigma), seed=seed)
