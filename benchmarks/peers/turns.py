"""What all peers share: the workload, and taking turns in one benchmark.

A peer calls `take_turns(train, images)` with a function that trains for a number of epochs. It
says how long the first epoch took since its process started, then trains as often as it is told
to on its standard input, and at the end tells its peak memory.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np  # noqa: E402

from vae_lib.data import binarise, load_digits  # noqa: E402

PIXELS, HIDDEN, LATENT = 784, 400, 20
BATCH, RATE = 128, 1e-3


# Whether a hand-written loop binarises in every epoch, or once.
ANEW = "anew" in sys.argv[1:]


def binary_digits(seed=0):
    """The 4,500 training digits, binarised: float32 zeros and ones, shape `(4500, 784)`."""
    return binarise(load_digits("train")[0], seed)


def epochs_of_digits():
    """Binary digits without end, one array an epoch: anew each time, or the same."""
    grey, random = load_digits("train")[0], np.random.default_rng(0)
    binary = binary_digits()
    while True:
        yield binary
        if ANEW:
            binary = (random.random(grey.shape, dtype="float32") < grey).astype("float32")


def take_turns(train, images):
    """Train when told to: a number of epochs a line in, a line of JSON out.

    Args:
        train: Function from a number of epochs to the loss after them.
        images: How many images it sees in an epoch.
    """
    reply = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # whatever a framework prints goes to stderr
    loss = train(1)
    started = float(os.environ["STARTED"])
    reply.write(json.dumps({"first_epoch": time.time() - started, "loss": loss}) + "\n")
    for line in sys.stdin:
        epochs = int(line)
        start = time.perf_counter()
        loss = train(epochs)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate = images * epochs / seconds
        reply.write(json.dumps({"images_per_second": rate, "loss": loss, "peak_mb": peak}) + "\n")
