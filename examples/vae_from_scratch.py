"""A variational autoencoder in plain Keras, in one file, for images of 28 x 28 x 1 pixels.

    python examples/vae_from_scratch.py

Nothing of `vae_lib` is in the model: only the digits come from there. A test compares the loss
with that of `vae_lib.model.VAE`.
"""

import keras
from keras import layers, ops

from vae_lib.data import binarise, load_digits


def log_bernoulli(x, logits):
    """log p(x|z) of equation 7, one number for each image, in nats."""
    return ops.sum(x * logits - ops.softplus(logits), axis=(1, 2, 3))


def kl(mean, logvar):
    """KL(q(z|x) || p(z)) of equation 13, one number for each image, in nats."""
    return 0.5 * ops.sum(ops.square(mean) + ops.expm1(logvar) - logvar, axis=-1)


def sample(mean, logvar, epsilon):
    """z = m + s * epsilon of equation 22."""
    return mean + ops.exp(logvar / 2) * epsilon


class MyVAE(keras.Model):
    """Encoder, sample, decoder; the loss is the negative ELBO of equation 8."""

    def __init__(self, latent_size=2, seed=0):
        super().__init__()
        x = keras.Input((28, 28, 1))
        h = layers.Conv2D(16, 3, strides=2, padding="same", activation="relu")(x)
        h = layers.Conv2D(32, 3, strides=2, padding="same", activation="relu")(h)
        h = layers.Dense(128, activation="relu")(layers.Flatten()(h))
        heads = layers.Dense(latent_size)(h), layers.Dense(latent_size)(h)
        self.encoder = keras.Model(x, heads)
        z = keras.Input((latent_size,))
        h = layers.Dense(7 * 7 * 32, activation="relu")(z)
        h = layers.Reshape((7, 7, 32))(h)
        h = layers.Conv2DTranspose(16, 3, strides=2, padding="same", activation="relu")(h)
        logits = layers.Conv2DTranspose(1, 3, strides=2, padding="same")(h)
        self.decoder = keras.Model(z, logits)
        self.seeds = keras.random.SeedGenerator(seed)

    def call(self, x):
        mean, logvar = self.encoder(x)
        epsilon = keras.random.normal(ops.shape(mean), seed=self.seeds)
        z = sample(mean, logvar, epsilon)
        return {"mean": mean, "logvar": logvar, "z": z, "logits": self.decoder(z)}

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        elbo = log_bernoulli(x, y_pred["logits"]) - kl(y_pred["mean"], y_pred["logvar"])
        return -ops.mean(elbo)


def train(vae, epochs=20):
    """Fit the model to the training digits; the test digits are not touched."""
    images = binarise(load_digits("train")[0]).reshape(-1, 28, 28, 1)
    vae.compile(keras.optimizers.Adam(2e-3))
    return vae.fit(images[:4000], validation_data=(images[4000:],), epochs=epochs, batch_size=100)


def reconstruct(vae, x):
    """The probabilities of the pixels at z = m."""
    return ops.sigmoid(vae.decoder(vae.encoder(x)[0]))


def generate(vae, count):
    """The probabilities of the pixels for z drawn from the prior."""
    z = keras.random.normal((count, vae.decoder.input_shape[-1]), seed=vae.seeds)
    return ops.sigmoid(vae.decoder(z))


if __name__ == "__main__":
    train(MyVAE())
