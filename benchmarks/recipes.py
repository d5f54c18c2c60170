"""How `quality.py` trains: each recipe adds one thing to the one before it.

All train for the same seconds on the same 4,000 digits, and keep the weights of the epoch with the
lowest -ELBO of the same 500 validation digits.
"""

import time

import keras
import numpy as np

from vae_lib.data import batches, binarise, steps
from vae_lib.data.augmentation import augmented
from vae_lib.likelihoods import Bernoulli, LearnedGaussian
from vae_lib.model import VAE
from vae_lib.networks import conv_decoder, conv_encoder, dense_decoder, dense_encoder

COPIES = 25


class Seconds(keras.callbacks.Callback):
    """Ends training after some seconds, with the weights that were best on validation digits.

    With a `peak`, the learning rate rises over the first tenth of the time and falls to 0 along a
    cosine.
    """

    def __init__(self, seconds, peak=None):
        super().__init__()
        self.seconds, self.peak = seconds, peak
        self.best, self.weights, self.epochs = np.inf, None, 0

    def on_train_begin(self, logs=None):
        self.start = time.perf_counter()

    def on_epoch_begin(self, epoch, logs=None):
        if self.peak:
            done = min((time.perf_counter() - self.start) / self.seconds, 1.0)
            fall = 0.5 + 0.5 * np.cos(np.pi * max(done - 0.1, 0.0) / 0.9)
            self.model.optimizer.learning_rate = self.peak * max(min(done / 0.1, fall), 0.04)

    def on_epoch_end(self, epoch, logs=None):
        self.epochs += 1
        if logs["val_loss"] < self.best:
            self.best, self.weights = logs["val_loss"], self.model.get_weights()
        if time.perf_counter() - self.start > self.seconds:
            self.model.stop_training = True

    def on_train_end(self, logs=None):
        self.model.set_weights(self.weights)


def fitted(vae, data, validation, seconds, peak=None, jit=True, **options):
    """The VAE, trained; and the epochs that it took and the best validation -ELBO."""
    watch = Seconds(seconds, peak)
    vae.compile(keras.optimizers.Adam(1e-3), jit_compile=jit)
    options |= {"validation_data": (validation,), "epochs": 10**6, "callbacks": [watch]}
    vae.fit(data, verbose=0, **options)
    return vae, watch.epochs, watch.best


def dense(x, validation, seconds, seed, stacks=1, dynamic=1, schedule=1, large=1, copies=1, **more):
    """A dense VAE of 20 latent variables, with all that helps, or with some of it left out."""
    keras.utils.set_random_seed(seed)
    sizes = (784, more.get("latent", 20), *(((500, 500), "gelu") if large else ((400,), "relu")))
    likelihood = more.get("likelihood") or Bernoulli()
    vae = VAE(dense_encoder(*sizes), dense_decoder(*sizes), likelihood, seed=seed)
    grey = not likelihood.binary
    held_out = validation if grey else binarise(validation, seed=1)
    if not dynamic:
        x = binarise(x, seed=seed)
    if not stacks:
        return fitted(vae, x, held_out, seconds, jit=False, batch_size=128)
    n = steps(x)
    if copies:
        x = augmented(x, COPIES, seed=seed, contrast=1.4)
    stream = batches(x, binarisation="dynamic" if dynamic and not grey else None, stack=n)
    peak = 2e-3 if schedule else None
    return fitted(vae, stream, held_out, seconds, peak, steps_per_epoch=1, shuffle=False)


def without(*names):
    """The recipe `dense` with some of its parts left out."""
    return lambda *arguments: dense(*arguments, **dict.fromkeys(names, 0))


class GreyAllowed(Bernoulli):
    """The cross-entropy of grey levels, as keras.io's example has it: no logarithm of a density."""

    def supports(self, x):
        return keras.ops.isfinite(x)


def keras_io(x, validation, seconds, seed):
    """keras.io's example as it is: convolutions, 2 latent variables, trained on grey levels."""
    keras.utils.set_random_seed(seed)
    encoder = conv_encoder((28, 28), 2, filters=(32, 64), hidden=16, activation="relu")
    decoder = conv_decoder((28, 28), 2, filters=(64, 32), hidden=16, activation="relu")
    vae, *found = fitted(
        VAE(encoder, decoder, GreyAllowed(), seed=seed), x, validation, seconds, jit=False,
        batch_size=128,
    )  # fmt: skip
    return VAE(vae.encoder, vae.decoder, Bernoulli(), seed=seed), *found


PARTS = ("copies", "large", "schedule", "dynamic", "stacks")
RECIPES = {
    "plain": without(*PARTS),
    "+ compiled stacks": without(*PARTS[:4]),
    "+ new zeros and ones": without(*PARTS[:3]),
    "+ a schedule": without(*PARTS[:2]),
    "+ two layers, gelu": without(*PARTS[:1]),
    "+ moved copies": dense,
    "keras.io": keras_io,
    "2 latents": lambda *arguments: dense(*arguments, latent=2),
    "gaussian": lambda *arguments: dense(*arguments, likelihood=LearnedGaussian()),
}
