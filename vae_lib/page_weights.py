"""The model that a reader trained in the book's page, as a VAE."""

import json

import keras
import numpy as np
from keras import ops

from vae_lib.likelihoods import Bernoulli, Gaussian
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder

FORMAT = 1
PIXELS, HIDDEN = 784, 256
SETTINGS = {"K", "L", "beta", "head", "likelihood", "sigma"}


def load_page_weights(path, seed=None):
    """The VAE whose weights "Take my weights" has written.

    Its networks are those of `vae_lib.networks` with one hidden layer of 256 units. Where the
    reader chose s as the encoder's second output, its logarithm is taken here. A mean in place of
    a sum is no part of a model: the loss of the VAE that is returned is the ELBO's, with `beta`.

    Args:
        path: Of the `.npz` file, or the file itself, opened in binary mode.
        seed: Integer, optional seed of the VAE's samples.

    Returns:
        A `vae_lib.model.VAE` with the same predictions as in the page.

    Raises:
        ValueError: If the file is of another kind, or an array of another shape; the message
            names the array and both shapes.
    """
    arrays, setting = _read(path)
    latent_size = setting["K"]
    encoder = dense_encoder(PIXELS, latent_size, hidden=(HIDDEN,))
    decoder = dense_decoder(PIXELS, latent_size, hidden=(HIDDEN,))
    shapes = {
        "encoder_hidden": (PIXELS, HIDDEN),
        "encoder_heads": (HIDDEN, 2 * latent_size),
        "decoder_hidden": (latent_size, HIDDEN),
        "decoder_params": (HIDDEN, PIXELS),
    }
    kernels = {name: _layer(arrays, name, shape) for name, shape in shapes.items()}
    heads = [np.split(array, 2, axis=-1) for array in kernels["encoder_heads"]]
    encoder.layers[1].set_weights(kernels["encoder_hidden"])
    for k, name in enumerate(("mean", "logvar")):
        encoder.get_layer(name).set_weights([head[k] for head in heads])
    decoder.layers[1].set_weights(kernels["decoder_hidden"])
    decoder.get_layer("params").set_weights(kernels["decoder_params"])
    if setting["head"]:
        outputs = encoder.output | {"logvar": 2.0 * ops.log(encoder.output["logvar"])}
        encoder = keras.Model(encoder.input, outputs, name="encoder")
    likelihood = Gaussian(setting["sigma"]) if setting["likelihood"] else Bernoulli()
    beta, samples = setting["beta"], setting["L"]
    return VAE(encoder, decoder, likelihood, samples=samples, beta=beta, seed=seed)


def _read(path):
    """All arrays of the file, and the reader's choices."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = dict(file.items())
        setting = json.loads(bytes(arrays.pop("setting")))
    except (AttributeError, KeyError, ValueError) as error:
        raise ValueError(
            f"This is no file of weights from the page: {path}. Press 'Take my weights' in the "
            f"figure, and pass the path of the .npz file that it saves. The cause: {error}"
        ) from error
    if setting.get("format") != FORMAT or not SETTINGS <= set(setting):
        raise ValueError(
            f"The file is of format {setting.get('format')!r}, and this version of vae_lib reads "
            f"format {FORMAT}. Train the model again in this version's page."
        )
    return arrays, setting


def _layer(arrays, name, shape):
    """Kernel and bias of a layer, of the shapes that its place asks for."""
    found = []
    for part, expected in (("kernel", shape), ("bias", shape[1:])):
        array = arrays.get(f"{name}_{part}")
        if array is None or array.shape != expected:
            got = "nothing" if array is None else f"shape {array.shape}"
            raise ValueError(f"{name}_{part} must have shape {expected}. Received: {got}.")
        if not np.all(np.isfinite(array)):
            raise ValueError(f"{name}_{part} holds numbers that are not finite: the run broke off.")
        found.append(array)
    return found
