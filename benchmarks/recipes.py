"""How `quality.py` trains: each recipe adds one thing to the one before it.

All train for the same seconds on the same 4,000 digits, and keep the weights with the lowest -ELBO
of the same 500 validation digits, looked at every 20th epoch and at the end. Each digit is looked
at with four draws of z: with one, luck has more say in the choice, and test digits fare worse.
"""

import time

import keras
import numpy as np

from vae_lib.data import batches, binarise, steps
from vae_lib.data.augmentation import augmented
from vae_lib.likelihoods import Bernoulli, LearnedGaussian
from vae_lib.model import VAE
from vae_lib.networks import conv_decoder, conv_encoder, dense_decoder, dense_encoder

PARTS = ("bends", "copies", "means", "large", "schedule", "dynamic", "stacks")  # last one first
BATCH, COPIES, LOOK = 256, 130, 20
MOVED = {"contrast": 1.4, "degrees": 3.0, "shift": 0.4, "zoom": 0.03}
BENT = {"slant": 0.06, "stretch": 0.04, "bend": 0.6}


class Seconds(keras.callbacks.Callback):
    """Ends training after some seconds, with the weights that were best on validation digits.

    With a `peak`, the learning rate rises over the first tenth of the time and falls to 0 after it.
    """

    def __init__(self, seconds, validation, peak=None):
        super().__init__()
        self.seconds, self.peak = seconds, peak
        self.validation = np.repeat(validation, 4, axis=0)
        self.best, self.weights, self.epochs = np.inf, None, 0

    def on_train_begin(self, logs=None):
        self.start = time.perf_counter()

    def on_epoch_begin(self, epoch, logs=None):
        if self.peak:
            done = min((time.perf_counter() - self.start) / self.seconds, 1.0)
            part = max(min(done / 0.1, (1.0 - done) / 0.9), 1e-3)
            self.model.optimizer.learning_rate = self.peak * part

    def on_epoch_end(self, epoch, logs=None):
        self.epochs += 1
        over = time.perf_counter() - self.start > self.seconds
        if over or self.epochs % LOOK == 0:
            score = self.model.evaluate(
                self.validation, batch_size=500, verbose=0, return_dict=True
            )["loss"]
            if score < self.best:
                self.best, self.weights = score, self.model.get_weights()
        self.model.stop_training = over

    def on_train_end(self, logs=None):
        self.model.set_weights(self.weights)


def fitted(vae, data, validation, seconds, peak=None, jit=True, **options):
    """The VAE, trained; and the epochs that it took and the best validation -ELBO."""
    watch = Seconds(seconds, validation, peak)
    adam = keras.optimizers.Adam(1e-3, beta_2=0.99 if peak else 0.999)
    vae.compile(adam, jit_compile=jit)
    vae.fit(data, verbose=0, epochs=10**6, callbacks=[watch], **options)
    return vae, watch.epochs, watch.best


def dense(x, validation, seconds, seed, **parts):
    """A dense VAE of 20 latent variables, with all that helps, or with some of it left out."""
    parts = {"latent": 20, "likelihood": Bernoulli(), **dict.fromkeys(PARTS, True), **parts}
    keras.utils.set_random_seed(seed)
    likelihood = parts["likelihood"]
    sizes = (784, parts["latent"], *(((400, 400), "gelu") if parts["large"] else ((400,), "relu")))
    networks = dense_encoder(*sizes), dense_decoder(*sizes)
    if parts["means"]:
        networks = around_the_mean(*networks, x.mean(axis=0), likelihood.binary)
    vae = VAE(*networks, likelihood, seed=seed)
    held_out = binarise(validation, seed=1) if likelihood.binary else validation
    if not parts["dynamic"]:
        x = binarise(x, seed=seed)
    if not parts["stacks"]:
        return fitted(vae, x, held_out, seconds, jit=False, batch_size=BATCH)
    n = steps(x, BATCH)
    if parts["copies"]:
        x = augmented(x, COPIES, seed=seed, **MOVED, **(BENT if parts["bends"] else {}))
    dynamic = "dynamic" if parts["dynamic"] and likelihood.binary else None
    stream = batches(x, BATCH, binarisation=dynamic, stack=n)
    peak = 3e-3 if parts["schedule"] else None
    return fitted(vae, stream, held_out, seconds, peak, steps_per_epoch=1, shuffle=False)


def around_the_mean(encoder, decoder, mean, binary):
    """The networks, with the training images' mean where they begin and end.

    The encoder sees pixels less their mean, and the untrained decoder gives the mean image, as in
    the code of Burda et al. (2016).
    """
    centred = keras.layers.Normalization(mean=mean, variance=np.ones_like(mean))
    images = keras.Input(mean.shape)
    last = decoder.get_layer("params")
    rho = np.clip(mean, 0.01, 0.99)
    last.bias.assign(np.log(rho / (1 - rho)) if binary else mean)
    return keras.Model(images, encoder(centred(images)), name="encoder"), decoder


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


RECIPES = {
    "plain": without(*PARTS),
    "+ compiled stacks": without(*PARTS[:6]),
    "+ new zeros and ones": without(*PARTS[:5]),
    "+ a schedule": without(*PARTS[:4]),
    "+ two layers, gelu": without(*PARTS[:3]),
    "+ the mean image": without(*PARTS[:2]),
    "+ moved copies": without(*PARTS[:1]),
    "+ bent copies": dense,
    "keras.io": keras_io,
    "2 latents": lambda *arguments: dense(*arguments, latent=2),
    "gaussian": lambda *arguments: dense(*arguments, likelihood=LearnedGaussian()),
}
