"""Run by test_replicas.py in processes of its own: TensorFlow gets its devices only once.

Prints what one step of training does on one device, on two devices and, where TF_CONFIG is set,
as one of several workers.
"""

import json
import os
import sys

import keras
import numpy as np
import tensorflow as tf

from vae_lib.data import batches, binarise, load_digits
from vae_lib.iwae import IWAE
from vae_lib.layers import reparametrise
from vae_lib.likelihoods import Bernoulli, LearnedGaussian, OptimalGaussian, optimal_sigma
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder

GREY = load_digits("test")[0][:64]
X = binarise(GREY)


class WithLoss(VAE):
    """A VAE whose `call` adds a loss of its own, as a regulariser does."""

    def call(self, x, training=None):
        self.add_loss(keras.ops.sum(keras.ops.square(self.encoder.weights[0])))
        return super().call(x, training)


# Exact for parts of the batch as for the whole: none of them looks at more than one image.
MODELS = {
    "vae": (VAE, Bernoulli, X),
    "iwae": (IWAE, Bernoulli, X),
    "learned sigma": (VAE, LearnedGaussian, GREY),
    "loss of a layer": (WithLoss, Bernoulli, X),
}


def same_noise(mean, logvar):
    """`Sampling.call` with the same noise for every image, whatever batch the image is in."""
    epsilon = np.random.default_rng(0).normal(size=(4, 1, 3)).astype("float32")
    return reparametrise(mean, logvar, epsilon)


def model(strategy, kind=VAE, likelihood=Bernoulli):
    keras.utils.set_random_seed(0)
    with strategy.scope():
        vae = kind(dense_encoder(784, 3, (16,)), dense_decoder(784, 3, (16,)), likelihood(), seed=0)
        vae.compile(keras.optimizers.SGD(1e-3))
    return vae


def one_step(strategy, kind, likelihood, images):
    """Minus the gradient, times the learning rate, of one step; and the metrics."""
    vae = model(strategy, kind, likelihood)
    vae.sampling.call = same_noise
    before = np.concatenate([w.numpy().ravel() for w in vae.trainable_weights])
    step = tf.function(lambda batch: strategy.run(vae.train_step, args=(batch,)))
    data = tf.data.Dataset.from_tensors(images)
    step(next(iter(strategy.experimental_distribute_dataset(data))))
    after = np.concatenate([w.numpy().ravel() for w in vae.trainable_weights])
    metrics = {name: float(value) for name, value in vae.get_metrics_result().items()}
    return (after - before).tolist(), metrics


def steps_of(strategy, names=tuple(MODELS)):
    return {name: one_step(strategy, *MODELS[name]) for name in names}


def history(strategy):
    """Of `fit` and `evaluate`, with an odd last batch."""
    vae = model(strategy)
    vae.sampling.call = same_noise
    vae.fit(X[:60], batch_size=32, epochs=2, shuffle=False, verbose=0)
    return vae.evaluate(X[:60], batch_size=32, verbose=0, return_dict=True)


def seeds(strategy):
    """The seeds of the noise that two replicas draw in two steps."""
    generator = model(strategy).sampling.seed_generator
    draw = tf.function(lambda: strategy.run(generator.next))
    return [np.asarray(seed).tolist() for _ in range(2) for seed in draw().values]


def with_an_empty_part(strategy):
    """Losses of `fit` and `evaluate` whose last batch of one image leaves a replica without any."""
    found = []
    for likelihood in (Bernoulli, OptimalGaussian):
        vae = model(strategy, likelihood=likelihood)
        vae.sampling.call = same_noise
        history = vae.fit(X[:33], batch_size=32, shuffle=False, verbose=0).history
        found += [history["loss"][0], vae.evaluate(X[:33], batch_size=32, verbose=0)[0]]
    return found


def of_a_distributed_dataset(strategy):
    """Loss of `fit` on a dataset that the strategy has shared out."""
    data = tf.data.Dataset.from_tensor_slices(X).batch(32)
    data = strategy.experimental_distribute_dataset(data)
    return model(strategy).fit(data, verbose=0).history["loss"][0]


def sigmas(strategy):
    """Sigma on both replicas after a step, and the best for each half at the start."""
    vae = model(strategy, likelihood=OptimalGaussian)
    vae.sampling.call = same_noise
    best = [float(optimal_sigma(half, vae(half)["params"])) for half in (GREY[:32], GREY[32:])]
    vae.fit(GREY, batch_size=64, shuffle=False, verbose=0)
    seen = (vae.likelihood.mean_square, vae.likelihood.seen)
    square, count = ([float(v.numpy()) for v in average.value.values] for average in seen)
    return [(a / b) ** 0.5 for a, b in zip(square, count, strict=True)], best


def refusals(strategy):
    """Messages of what `fit` cannot do there."""
    found = {}
    for name, data, steps in (
        ("stack", batches(X, 16, None, stack=2), 1),
        ("steps_per_execution", batches(X, 16, None), 2),
    ):
        vae = model(strategy)
        vae.compile(keras.optimizers.SGD(1e-3), steps_per_execution=steps)
        try:
            vae.fit(data, steps_per_epoch=2, verbose=0)
        except ValueError as error:
            found[name] = str(error)
    return found


def main():
    if "TF_CONFIG" in os.environ:
        return {"workers": steps_of(tf.distribute.MultiWorkerMirroredStrategy(), ["vae"])}
    cpu = tf.config.list_physical_devices("CPU")[0]
    two = [tf.config.LogicalDeviceConfiguration()] * 2
    tf.config.set_logical_device_configuration(cpu, two)
    one = tf.distribute.OneDeviceStrategy("CPU:0")
    mirrored = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    return {
        "one": steps_of(one),
        "two": steps_of(mirrored),
        "history": [history(one), history(mirrored)],
        "empty part": [with_an_empty_part(one), with_an_empty_part(mirrored)],
        "distributed dataset": of_a_distributed_dataset(mirrored),
        "seeds": seeds(mirrored),
        "sigmas": sigmas(mirrored),
        "refusals": refusals(mirrored),
    }


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
