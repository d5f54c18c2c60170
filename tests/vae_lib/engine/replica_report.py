"""Run by test_replicas.py in a process of its own: TensorFlow gets its devices only once.

Runs `examples/distributed.py`, which makes two devices of the processor and prints its table, and
then prints, as one line of JSON, what exactly the same training does on one of them and on both.
"""

import json
import runpy
import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

from vae_lib.data import batches, binarise, load_digits
from vae_lib.iwae import IWAE
from vae_lib.layers import reparametrise
from vae_lib.likelihoods import Bernoulli, LearnedGaussian, OptimalGaussian, optimal_sigma
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "distributed.py"
GREY = load_digits("test")[0][:64]
X = binarise(GREY)


class WithLoss(VAE):
    """A VAE whose `call` adds a loss of its own, as a regulariser does."""

    def call(self, x, training=None):
        self.add_loss(keras.ops.sum(keras.ops.square(self.encoder.weights[0])))
        return super().call(x, training)


# Exact for parts of the batch as for the whole: none of them looks at more than one image.
MODELS = {
    "iwae": (IWAE, Bernoulli, X),
    "learned sigma": (VAE, LearnedGaussian, GREY),
    "vae with the loss of a layer": (WithLoss, Bernoulli, X),
}


def same_noise(mean, logvar):
    """`Sampling.call` with the same noise for every image, whatever batch the image is in."""
    epsilon = np.random.default_rng(0).normal(size=(4, 1, 3)).astype("float32")
    return reparametrise(mean, logvar, epsilon)


def model(strategy, kind=VAE, likelihood=Bernoulli):
    keras.utils.set_random_seed(0)
    with strategy.scope():
        vae = kind(dense_encoder(784, 3, (16,)), dense_decoder(784, 3, (16,)), likelihood(), seed=0)
        vae.compile(keras.optimizers.SGD(1e-3), run_eagerly=strategy.num_replicas_in_sync == 1)
    vae.sampling.call = same_noise
    return vae


def one_step(strategy, kind, likelihood, images):
    """Minus the gradient, times the learning rate, of one step; and the metrics."""
    vae = model(strategy, kind, likelihood)
    before = np.concatenate([w.numpy().ravel() for w in vae.trainable_weights])
    step = tf.function(lambda batch: strategy.run(vae.train_step, args=(batch,)))
    data = tf.data.Dataset.from_tensors(images)
    step(next(iter(strategy.experimental_distribute_dataset(data))))
    after = np.concatenate([w.numpy().ravel() for w in vae.trainable_weights])
    metrics = {name: float(value) for name, value in vae.get_metrics_result().items()}
    return (after - before).tolist(), metrics


def with_an_empty_part(vae):
    """Losses of `fit` and `evaluate` whose last batch of one image leaves a replica without any."""
    fitted = vae.fit(X[:33], batch_size=32, shuffle=False, verbose=0).history["loss"][0]
    return [fitted, vae.evaluate(X[:33], batch_size=32, verbose=0)[0]]


def of_bernoulli(strategy):
    """What `fit` and `evaluate` find: with an odd last batch, with one image, shared out before."""
    vae = model(strategy)
    vae.fit(X[:60], batch_size=32, epochs=2, shuffle=False, verbose=0)
    found = {"odd": vae.evaluate(X[:60], batch_size=32, verbose=0, return_dict=True)}
    found["one image"] = with_an_empty_part(vae)
    data = tf.data.Dataset.from_tensor_slices(X).batch(32)
    data = strategy.experimental_distribute_dataset(data)
    found["shared out"] = vae.fit(data, verbose=0).history["loss"][0]
    return found | {"seeds": seeds(vae, strategy), "refusals": refusals(vae)}


def of_optimal_sigma(strategy):
    """Sigma on all replicas after a step, the best for each half at the start, and losses."""
    vae = model(strategy, likelihood=OptimalGaussian)
    best = [float(optimal_sigma(half, vae(half)["params"])) for half in (GREY[:32], GREY[32:])]
    vae.fit(GREY, batch_size=64, shuffle=False, verbose=0)
    averages = [
        [float(value.numpy()) for value in strategy.experimental_local_results(average.value)]
        for average in (vae.likelihood.mean_square, vae.likelihood.seen)
    ]
    sigmas = [(square / count) ** 0.5 for square, count in zip(*averages, strict=True)]
    return {"sigmas": sigmas, "best": best, "one image": with_an_empty_part(vae)}


def seeds(vae, strategy):
    """The seeds of the noise that the replicas draw in two steps."""
    draw = tf.function(lambda: strategy.run(vae.sampling.seed_generator.next))
    return [
        np.asarray(seed).tolist()
        for _ in range(2)
        for seed in strategy.experimental_local_results(draw())
    ]


def refusals(vae):
    """Messages of what `fit` cannot do on several replicas."""
    found = []
    for data, steps in ((batches(X, 16, None, stack=2), 1), (batches(X, 16, None), 2)):
        vae.compile(keras.optimizers.SGD(1e-3), steps_per_execution=steps, run_eagerly=True)
        try:
            vae.fit(data, steps_per_epoch=2, verbose=0)
        except ValueError as error:
            found.append(str(error))
    return found


def main():
    sys.argv = [str(EXAMPLE)]
    example = runpy.run_path(str(EXAMPLE), run_name="__main__")
    found = {
        way: {
            "steps": {name: one_step(example[way], *parts) for name, parts in MODELS.items()},
            "bernoulli": of_bernoulli(example[way]),
            "optimal sigma": of_optimal_sigma(example[way]),
        }
        for way in ("one", "two")
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
