"""How `quality.py` trains: each recipe adds one thing to the one before it.

All train for the same seconds on the same 4,000 digits. Without copies of them a VAE overfits:
those recipes keep the weights with the lowest -ELBO of the same 500 validation digits, looked at
every 20th epoch and at the end, with four draws of z for each digit: with one, luck has more say.
With copies the last weights are kept, and no second goes into looking.

Copies are not quite what people write. The whole recipe ends with the digits themselves: it learns
most from the copies, and has no time left to overfit.
"""

import time

import keras
import numpy as np

from vae_lib.data import batches, binarise, steps
from vae_lib.data.augmentation import augmented
from vae_lib.likelihoods import Bernoulli, LearnedGaussian
from vae_lib.model import VAE
from vae_lib.networks import conv_decoder, conv_encoder, dense_decoder, dense_encoder

# The one that came last stands first.
PARTS = ("originals", "bends", "copies", "means", "large", "schedule", "dynamic", "stacks")
BATCH, COPIES, LOOK = 256, 130, 20
MOVED = {"contrast": 1.4, "degrees": 3.0, "shift": 0.4, "zoom": 0.03}
BENT = {"slant": 0.06, "stretch": 0.04, "bend": 0.6}


class Seconds(keras.callbacks.Callback):
    """Ends training `until` some of the seconds are over, and keeps the best weights it looked at.

    With a `peak`, the learning rate rises over the first tenth of the time and falls to 0 after it.
    """

    def __init__(self, seconds, validation, peak=None, look=None):
        super().__init__()
        self.seconds, self.peak, self.look = seconds, peak, look
        self.validation = np.repeat(validation, 4, axis=0)
        self.best, self.weights, self.epochs = np.inf, None, 0
        self.until, self.start = seconds, None

    def on_train_begin(self, logs=None):
        self.start = self.start or time.perf_counter()

    def on_epoch_begin(self, epoch, logs=None):
        if self.peak:
            done = min((time.perf_counter() - self.start) / self.seconds, 1.0)
            part = max(min(done / 0.1, (1.0 - done) / 0.9), 1e-3)
            self.model.optimizer.learning_rate = self.peak * part

    def on_epoch_end(self, epoch, logs=None):
        self.epochs += 1
        self.model.stop_training = time.perf_counter() - self.start > self.until
        if self.look and self.epochs % self.look == 0:
            self.keep_the_best()

    def keep_the_best(self):
        """Look at the validation digits."""
        results = self.model.evaluate(self.validation, batch_size=500, verbose=0, return_dict=True)
        if results["loss"] < self.best:
            self.best, self.weights = results["loss"], self.model.get_weights()


def fitted(vae, data, validation, seconds, peak=None, look=LOOK, jit=True, last=None, **options):
    """The VAE, trained; and the epochs that it took and the validation -ELBO of its weights.

    The last tenth of the seconds belongs to the data `last`, where there are any.
    """
    watch = Seconds(seconds, validation, peak, look)
    adam = keras.optimizers.Adam(1e-3, beta_2=0.99 if peak else 0.999)
    vae.compile(adam, jit_compile=jit)
    options |= {"verbose": 0, "epochs": 10**6, "callbacks": [watch]}
    if last is not None:
        watch.until = 0.9 * seconds
        vae.fit(data, **options)
        watch.until, data = seconds, last
    vae.fit(data, **options)
    watch.keep_the_best()
    vae.set_weights(watch.weights)
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
    dynamic = "dynamic" if parts["dynamic"] and likelihood.binary else None
    how = {"batch_size": BATCH, "binarisation": dynamic, "stack": steps(x, BATCH)}
    many = x
    if parts["copies"]:
        many = augmented(x, COPIES, seed=seed, **MOVED, **(BENT if parts["bends"] else {}))
    return fitted(
        vae, batches(many, **how), held_out, seconds,
        peak=3e-3 if parts["schedule"] else None,
        look=None if parts["copies"] else LOOK,
        last=batches(x, **how) if parts["originals"] else None,
        steps_per_epoch=1, shuffle=False,
    )  # fmt: skip


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
    "+ compiled stacks": without(*PARTS[:7]),
    "+ new zeros and ones": without(*PARTS[:6]),
    "+ a schedule": without(*PARTS[:5]),
    "+ two layers, gelu": without(*PARTS[:4]),
    "+ the mean image": without(*PARTS[:3]),
    "+ moved copies": without(*PARTS[:2]),
    "+ bent copies": without(*PARTS[:1]),
    "+ originals last": dense,
    "keras.io": keras_io,
    "2 latents": lambda *arguments: dense(*arguments, latent=2),
    "gaussian": lambda *arguments: dense(*arguments, likelihood=LearnedGaussian(), originals=0),
}
