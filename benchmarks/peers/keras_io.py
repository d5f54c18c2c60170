"""The style of keras.io's example: layers, a `train_step` with a tape, `fit` on an array."""

import keras
import tensorflow as tf
from keras import layers, ops
from turns import BATCH, HIDDEN, LATENT, PIXELS, RATE, binary_digits, take_turns


class Sample(layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.noise = keras.random.SeedGenerator(0)

    def call(self, inputs):
        mean, logvar = inputs
        noise = keras.random.normal(ops.shape(mean), seed=self.noise)
        return mean + ops.exp(logvar / 2) * noise


class Autoencoder(keras.Model):
    def __init__(self, encoder, decoder):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder
        names = ("loss", "reconstruction", "kl")
        self.trackers = [keras.metrics.Mean(name=name) for name in names]

    @property
    def metrics(self):
        return self.trackers

    def train_step(self, x):
        with tf.GradientTape() as tape:
            mean, logvar, z = self.encoder(x)
            rho = self.decoder(z)
            cross_entropy = PIXELS * keras.losses.binary_crossentropy(x, rho)
            reconstruction = ops.mean(cross_entropy)
            kl = ops.sum(ops.square(mean) + ops.exp(logvar) - logvar - 1, axis=1) / 2
            kl = ops.mean(kl)
            loss = reconstruction + kl
        gradients = tape.gradient(loss, self.trainable_weights)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_weights, strict=True))
        for tracker, value in zip(self.trackers, (loss, reconstruction, kl), strict=True):
            tracker.update_state(value)
        return {tracker.name: tracker.result() for tracker in self.trackers}


def networks():
    x = keras.Input((PIXELS,))
    h = layers.Dense(HIDDEN, activation="relu")(x)
    mean, logvar = layers.Dense(LATENT)(h), layers.Dense(LATENT)(h)
    encoder = keras.Model(x, [mean, logvar, Sample()([mean, logvar])])
    z = keras.Input((LATENT,))
    h = layers.Dense(HIDDEN, activation="relu")(z)
    return encoder, keras.Model(z, layers.Dense(PIXELS, activation="sigmoid")(h))


keras.utils.set_random_seed(0)
X = binary_digits()
model = Autoencoder(*networks())
model.compile(keras.optimizers.Adam(RATE))


def train(epochs):
    return model.fit(X, batch_size=BATCH, epochs=epochs, verbose=0).history["loss"][-1]


take_turns(train, len(X))
