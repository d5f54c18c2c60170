"""Keras's own way, and nothing else: `compute_loss`, `fit` on an array."""

import keras
from turns import BATCH, HIDDEN, LATENT, PIXELS, RATE, binary_digits, take_turns

from vae_lib.likelihoods import Bernoulli
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder

keras.utils.set_random_seed(0)
X = binary_digits()
sizes = (PIXELS, LATENT, (HIDDEN,), "relu")
vae = VAE(dense_encoder(*sizes), dense_decoder(*sizes), Bernoulli(), seed=0)
vae.compile(keras.optimizers.Adam(RATE))


def train(epochs):
    return vae.fit(X, batch_size=BATCH, epochs=epochs, verbose=0).history["loss"][-1]


take_turns(train, len(X))
