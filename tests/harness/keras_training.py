"""The training figure's loss and gradients by Keras, for every choice of the reader."""

import keras
import numpy as np
import tensorflow as tf
from keras import ops

from vae_lib.densities import log_posterior
from vae_lib.divergences import kl_to_standard_normal
from vae_lib.likelihoods import Bernoulli, Gaussian
from vae_lib.networks import dense_decoder, dense_encoder

COUNT, D = 7, 784  # no multiple of the four rows that the kernel takes at once
DEFAULT = {"likelihood": 0, "sigma": 1, "pixels": 0, "latents": 0, "beta": 1, "warmup": 0}
DEFAULT |= {"L": 1, "head": 0, "gradient": 0, "K": 2, "rate": 2e-3}
CHOICES = {
    "the book's": {},
    "grey": {"likelihood": 1, "sigma": 0.3},
    "means": {"pixels": 1, "latents": 1, "K": 3},
    "beta": {"beta": 10, "latents": 1},
    "warm-up": {"warmup": 10},
    "s": {"head": 1},
    "score": {"gradient": 1, "L": 3},
    "score and s": {"gradient": 1, "head": 1, "likelihood": 1, "sigma": 0.5},
    "K = 1": {"K": 1, "L": 2},
    "K = 20": {"K": 20, "L": 5},
}
EPOCHS = 4  # since the start, for the warm-up


def networks(setting):
    """The library's networks with biases that are not at their start; s is above 0."""
    keras.utils.set_random_seed(1)
    encoder = dense_encoder(D, setting["K"], hidden=(256,))
    decoder = dense_decoder(D, setting["K"], hidden=(256,))
    rng = np.random.default_rng(2)
    for weight in encoder.weights + decoder.weights:
        if len(weight.shape) == 1:
            weight.assign(0.1 * rng.normal(size=weight.shape))
    if setting["head"]:
        encoder.get_layer("logvar").bias.assign(np.full(setting["K"], 1.5))
    return encoder, decoder


def in_order(values):
    """The trainer's order of what belongs to `variables`: there the two heads are one layer."""
    arrays = [keras.ops.convert_to_numpy(value) for value in values]
    first, bias, mean, mean_bias, second, second_bias, *decoder = arrays
    heads = np.concatenate([mean, second], -1), np.concatenate([mean_bias, second_bias])
    return [first, bias, *heads, *decoder]


def keras_loss(x, epsilon, encoder, decoder, setting):
    """The loss as its equations say, the same with the gradient that is asked for, both terms."""
    q = encoder(x)
    mean, second = q["mean"], q["logvar"]
    logvar = 2 * ops.log(second) if setting["head"] else second
    z = mean + ops.exp(logvar / 2) * epsilon
    if setting["gradient"]:
        z = ops.stop_gradient(z)
    flat = decoder(ops.reshape(z, (-1, setting["K"])))
    params = ops.reshape(flat, (setting["L"], len(x), D))
    likelihood = Gaussian(setting["sigma"]) if setting["likelihood"] else Bernoulli()
    losses = -likelihood.log_prob(x, params)
    kl = kl_to_standard_normal(mean, logvar)
    ramp = min(EPOCHS / setting["warmup"], 1) if setting["warmup"] else 1
    beta = setting["beta"] * ramp / (setting["K"] if setting["latents"] else 1)
    pixels = 1 / D if setting["pixels"] else 1
    loss = surrogate = pixels * ops.mean(losses) + beta * ops.mean(kl)
    if setting["gradient"]:  # its value is not the loss, its gradient is that of equation eq-score
        log_q = log_posterior(z, mean, logvar)
        surrogate += pixels * ops.mean(ops.stop_gradient(losses) * log_q)
    return loss, surrogate, losses, kl


def reference(choice):
    """What a choice, a name of `CHOICES`, is given, and what Keras makes of it.

    Returns:
        The figure's setting; `given`, the images, the noise and the weights; and `right`: the
        loss, the reconstructions, the KL, the gradients and the weights after a step of Adam.
    """
    setting = DEFAULT | CHOICES[choice]
    encoder, decoder = networks(setting)
    layers = [encoder.layers[1], encoder.get_layer("mean"), encoder.get_layer("logvar")]
    variables = [each for layer in layers + decoder.layers[1:] for each in layer.weights]
    rng = np.random.default_rng(0)
    x = rng.random((COUNT, D)).astype("float32")
    x = x if setting["likelihood"] else (x < 0.2).astype("float32")
    epsilon = rng.normal(size=(setting["L"], COUNT, setting["K"])).astype("float32")
    given = {"images": x, "epsilon": epsilon, "weights": in_order(variables)}
    with tf.GradientTape() as tape:
        loss, surrogate, losses, kl = keras_loss(x, epsilon, encoder, decoder, setting)
    slopes = tape.gradient(surrogate, variables)
    keras.optimizers.Adam(setting["rate"]).apply(slopes, variables)
    right = {"loss": float(loss), "losses": np.ravel(losses), "kl": float(np.sum(kl))}
    return setting, given, right | {"slopes": in_order(slopes), "updated": in_order(variables)}


def check(got, right):
    """Loss, terms and gradients agree to 1e-4, each gradient by the largest of its array."""
    for name in ("loss", "losses", "kl"):
        np.testing.assert_allclose(got[name], right[name], rtol=1e-4, err_msg=name)
    assert len(got["slopes"]) == len(right["slopes"])
    for slope, each in zip(got["slopes"], right["slopes"], strict=True):
        error = np.abs(np.reshape(slope, each.shape) - each).max()
        assert error <= 1e-4 * np.abs(each).max()
