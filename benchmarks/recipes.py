"""How `quality.py` trains: each recipe takes grey digits, epochs and a seed, and returns a VAE."""

import io
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import keras
import numpy as np
from environments import python_of

from vae_lib.data import batches, binarise, steps
from vae_lib.data.augmentation import augmented
from vae_lib.likelihoods import Bernoulli, LearnedGaussian
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder


def best(
    x,
    epochs,
    seed,
    latent=20,
    likelihood=None,
    rate=2e-3,
    copied=100_000,
    moves=(5.0, 0.6, 0.035),
    contrast=1.4,
):
    """Two hidden layers of 500, gelu; moved copies; one warm-up and a cosine decay.

    There are about `copied` copies; `moves` are the standard deviations of
    `vae_lib.data.augmentation.augmented`.
    """
    keras.utils.set_random_seed(seed)
    sizes = (x.shape[1], latent, (500, 500), "gelu")
    likelihood = likelihood or Bernoulli()
    vae = VAE(dense_encoder(*sizes), dense_decoder(*sizes), likelihood, seed=seed)
    n = steps(x)
    schedule = keras.optimizers.schedules.CosineDecay(
        rate / 25, 0.9 * n * epochs, warmup_target=rate, warmup_steps=0.1 * n * epochs
    )
    vae.compile(keras.optimizers.Adam(schedule), jit_compile=True)
    binarisation = "dynamic" if isinstance(likelihood, Bernoulli) else None
    if copied:
        x = augmented(x, -(-copied // len(x)), *moves, seed=seed, contrast=contrast)
    # An epoch of 60,000 digits would make a stack of 200 MB: take parts of it.
    parts = -(-n // 40)
    stream = batches(x, binarisation=binarisation, seed=seed, stack=-(-n // parts))
    vae.fit(stream, steps_per_epoch=parts, epochs=epochs, shuffle=False, verbose=0)
    return vae


def gaussian(x, epochs, seed):
    """The same for grey levels, with one sigma learned."""
    return best(x, epochs, seed, likelihood=LearnedGaussian())


def two_dimensional(x, epochs, seed):
    """The same with a latent space that can be drawn."""
    return best(x, epochs, seed, latent=2)


def plain(x, epochs, seed):
    """A first VAE: 400 relu units, Adam 1e-3, binarised once, and nobody stops it early."""
    keras.utils.set_random_seed(seed)
    sizes = (x.shape[1], 20, (400,), "relu")
    vae = VAE(dense_encoder(*sizes), dense_decoder(*sizes), Bernoulli(), seed=seed)
    vae.compile(keras.optimizers.Adam(1e-3))
    vae.fit(binarise(x, seed=seed), batch_size=128, epochs=epochs, verbose=0)
    return vae


# What `quality.py --choose` compares on validation digits. The one with the lowest -ELBO there
# gave the defaults of `best`.
CANDIDATES = {
    "contrast 1.4": best,
    "contrast 1": partial(best, contrast=1.0),
    "rate 3e-3": partial(best, rate=3e-3),
    "larger moves": partial(best, moves=(8.0, 0.9, 0.055)),
    "no copies": partial(best, copied=0),
}


def pythae(x, epochs, seed):
    """pythae's defaults, trained by pythae in its own environment; the weights come back."""
    peer = Path(__file__).resolve().parent / "peers" / "pythae_defaults.py"
    content = io.BytesIO()
    np.save(content, binarise(x, seed=seed))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.npz"
        command = [python_of("pythae"), peer, path, str(epochs), str(seed)]
        subprocess.run(command, input=content.getvalue(), stdout=sys.stderr, check=True)
        with np.load(path) as weights:
            return _from_pythae(dict(weights))


def _from_pythae(weights):
    """pythae's multilayer perceptrons as a VAE of this library; its sigmoid becomes logits."""
    hidden, pixels = weights["encoder.layers.0.0.weight"].shape
    latent = len(weights["encoder.embedding.bias"])
    sizes = (pixels, latent, (hidden,), "relu")
    vae = VAE(dense_encoder(*sizes), dense_decoder(*sizes), Bernoulli())
    names = {
        vae.encoder.layers[1]: "encoder.layers.0.0",
        vae.encoder.get_layer("mean"): "encoder.embedding",
        vae.encoder.get_layer("logvar"): "encoder.log_var",
        vae.decoder.layers[1]: "decoder.layers.0.0",
        vae.decoder.get_layer("params"): "decoder.layers.1.0",
    }
    for layer, name in names.items():
        layer.set_weights([weights[f"{name}.weight"].T, weights[f"{name}.bias"]])
    return vae


RECIPES = {
    "bernoulli": best,
    "bernoulli-2": two_dimensional,
    "gaussian": gaussian,
    "plain": plain,
    "pythae": pythae,
}
