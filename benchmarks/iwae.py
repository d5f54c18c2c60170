"""Whether training on the importance-weighted bound pays, early and late.

    python benchmarks/iwae.py          a VAE and an IWAE, 12 and 60 epochs, 3 seeds: 5 minutes
    python benchmarks/iwae.py --save   also writes the table into README.md and chapter 13

The models, digits and samples are those of chapter 13, where one seed runs for 12 epochs.
"""

import datetime

import keras
import numpy as np
import readme

from vae_lib.data import binarise, load_digits
from vae_lib.evaluation import importance_weighted_bound, sample_log_weights
from vae_lib.iwae import IWAE
from vae_lib.likelihoods import Bernoulli
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder
from vae_lib.training import train

EPOCHS, SEEDS = (12, 60), 3
DIGITS = 1  # after the point
KINDS = {"ELBO, L = 5": VAE, "bound, k = 5": IWAE}


def bounds(kind, epochs, seed):
    """The ELBO and the bound of 500 samples, each the mean over the validation digits, in nats."""
    grey = load_digits("train")[0]
    keras.utils.set_random_seed(seed)
    sizes = (784, 10, (200,))
    model = kind(dense_encoder(*sizes), dense_decoder(*sizes), Bernoulli(), seed=seed, samples=5)
    train(model, grey[:4000], epochs=epochs)
    weights = sample_log_weights(model, binarise(grey[4000:], seed=1), samples=500, seed=0)
    return [importance_weighted_bound(weights, k).mean for k in (1, 500)]


def main():
    today, backend = datetime.date.today(), keras.config.backend()
    lines = [f"{today}, Keras {keras.__version__} on {backend}:", ""]
    lines += readme.heading("epochs", "trained on", "k = 1 (ELBO)", "k = 500", texts=2)
    for epochs in EPOCHS:
        found = {
            name: np.array([bounds(kind, epochs, seed) for seed in range(SEEDS)])
            for name, kind in KINDS.items()
        }
        elbo, bound = found.values()
        for name, values in (found | {"difference": bound - elbo}).items():
            cells = (readme.with_error(column, DIGITS) for column in values.T)
            lines.append(readme.row(str(epochs), name, *cells))
        print("\n".join(lines), flush=True)
    readme.save_if_asked("iwae", lines)


if __name__ == "__main__":
    main()
