"""How `quality.py` trains: each recipe takes grey digits, epochs and a seed, and returns a VAE."""

import keras

from vae_lib.augmentation import augmented
from vae_lib.data import batches, binarise, steps
from vae_lib.likelihoods import Bernoulli, LearnedGaussian
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder


def best(x, epochs, seed, latent=20, likelihood=None, rate=3e-3, hidden=(500, 500), copies=12):
    """Two hidden layers of 500, gelu; moved copies; one warm-up and a cosine decay."""
    keras.utils.set_random_seed(seed)
    sizes = (x.shape[1], latent, hidden, "gelu")
    likelihood = likelihood or Bernoulli()
    vae = VAE(dense_encoder(*sizes), dense_decoder(*sizes), likelihood, seed=seed)
    n = steps(x)
    schedule = keras.optimizers.schedules.CosineDecay(
        rate / 25, 0.9 * n * epochs, warmup_target=rate, warmup_steps=0.1 * n * epochs
    )
    vae.compile(keras.optimizers.Adam(schedule), jit_compile=True)
    binarisation = "dynamic" if isinstance(likelihood, Bernoulli) else None
    copied = augmented(x, copies, seed=seed) if copies else x
    # An epoch of 60,000 digits would make a stack of 200 MB: take parts of it.
    parts = -(-n // 40)
    stream = batches(copied, binarisation=binarisation, seed=seed, stack=-(-n // parts))
    vae.fit(stream, steps_per_epoch=parts, epochs=epochs, shuffle=False, verbose=0)
    return vae


def gaussian(x, epochs, seed):
    """The same for grey levels, with one sigma learned."""
    return best(x, epochs, seed, likelihood=LearnedGaussian())


def two_dimensional(x, epochs, seed):
    """The same with a latent space that can be drawn."""
    return best(x, epochs, seed, latent=2)


def keras_io(x, epochs, seed):
    """As keras.io's example: relu, Adam 1e-3, `fit` on an array; 400 units, binarised once."""
    keras.utils.set_random_seed(seed)
    sizes = (x.shape[1], 20, (400,), "relu")
    vae = VAE(dense_encoder(*sizes), dense_decoder(*sizes), Bernoulli(), seed=seed)
    vae.compile(keras.optimizers.Adam(1e-3))
    vae.fit(binarise(x, seed=seed), batch_size=128, epochs=epochs, verbose=0)
    return vae


RECIPES = {
    "bernoulli": best,
    "bernoulli-2": two_dimensional,
    "gaussian": gaussian,
    "keras.io": keras_io,
}
