"""The book's ways: `fit` on `batches`, an epoch a call; or, with `stacks`, one XLA program for it.

With `anew` they binarise in every epoch.
"""

import sys

import keras
from turns import ANEW, BATCH, HIDDEN, LATENT, PIXELS, RATE, binary_digits, take_turns

from vae_lib.data import batches, load_digits, steps
from vae_lib.likelihoods import Bernoulli
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder

STACKS = "stacks" in sys.argv[1:]
keras.utils.set_random_seed(0)
X, DRAWS = (load_digits("train")[0], "dynamic") if ANEW else (binary_digits(), None)
N = steps(X, BATCH)
sizes = (PIXELS, LATENT, (HIDDEN,), "relu")
vae = VAE(dense_encoder(*sizes), dense_decoder(*sizes), Bernoulli(), seed=0)
way = {"jit_compile": True} if STACKS else {"steps_per_execution": N}
vae.compile(keras.optimizers.Adam(RATE), **way)
stream = batches(X, BATCH, DRAWS, stack=N if STACKS else None)


def train(epochs):
    calls = 1 if STACKS else N
    history = vae.fit(stream, steps_per_epoch=calls, epochs=epochs, shuffle=False, verbose=0)
    return history.history["loss"][-1]


take_turns(train, N * BATCH if STACKS else len(X))
