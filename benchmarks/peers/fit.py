"""Keras's own way, `fit` on an array; the book's, `fit` on `batches`, an epoch a call.

With `stacks` an epoch is one XLA program; with `anew` the book's ways binarise in every epoch.
"""

import sys

import keras
from turns import ANEW, BATCH, HIDDEN, LATENT, PIXELS, RATE, binary_digits, take_turns

from vae_lib.data import batches, load_digits, steps
from vae_lib.likelihoods import Bernoulli
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder

WAY = sys.argv[1]
keras.utils.set_random_seed(0)
X, DRAWS = (load_digits("train")[0], "dynamic") if ANEW else (binary_digits(), None)
N = steps(X, BATCH)
sizes = (PIXELS, LATENT, (HIDDEN,), "relu")
vae = VAE(dense_encoder(*sizes), dense_decoder(*sizes), Bernoulli(), seed=0)
compiled = {"array": {}, "batches": {"steps_per_execution": N}, "stacks": {"jit_compile": True}}
vae.compile(keras.optimizers.Adam(RATE), **compiled[WAY])
if WAY == "array":
    x, options = X, {"batch_size": BATCH}
else:
    x = batches(X, BATCH, DRAWS, stack=N if WAY == "stacks" else None)
    options = {"steps_per_epoch": 1 if WAY == "stacks" else N, "shuffle": False}


def train(epochs):
    return vae.fit(x, epochs=epochs, verbose=0, **options).history["loss"][-1]


take_turns(train, N * BATCH if WAY == "stacks" else len(X))
