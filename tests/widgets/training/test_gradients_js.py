"""The trainer's loss and gradients against Keras's, for every choice, without a browser."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from deno_script import run
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
SCRIPT = """
const { setting, images, epsilon, weights, wasm, epochs } = values;
const vae = createDenseVae(setting, wasm);
vae.write(weights);
const found = vae.gradients(
  Float32Array.from(images), Float32Array.from(epsilon), weightsAt(setting, epochs));
const slopes = vae.slopes().map((each) => [...each]);
vae.update(setting.rate);
const numbers = (arrays) => arrays.map((each) => [...each]);
show({ ...found, losses: [...found.losses], units: [...found.units], backend: vae.backend,
  shapes: vae.shapes, slopes, updated: numbers(vae.weights()) });
"""


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
    """The loss as its equations say, and both terms in nats."""
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
    loss = pixels * ops.mean(losses) + beta * ops.mean(kl)
    if setting["gradient"]:  # its value is not the loss, its gradient is that of equation eq-score
        log_q = log_posterior(z, mean, logvar)
        loss += pixels * ops.mean(ops.stop_gradient(losses) * log_q)
    return loss, losses, kl


@pytest.mark.parametrize("wasm", [True, False], ids=["wasm", "js"])
@pytest.mark.parametrize("choice", CHOICES)
def test_gradients_and_step_agree_with_keras(choice, wasm):
    setting = DEFAULT | CHOICES[choice]
    encoder, decoder = networks(setting)
    layers = [encoder.layers[1], encoder.get_layer("mean"), encoder.get_layer("logvar")]
    variables = [each for layer in layers + decoder.layers[1:] for each in layer.weights]
    weights = in_order(variables)
    rng = np.random.default_rng(0)
    x = rng.random((COUNT, D)).astype("float32")
    x = x if setting["likelihood"] else (x < 0.2).astype("float32")
    epsilon = rng.normal(size=(setting["L"], COUNT, setting["K"])).astype("float32")
    with tf.GradientTape() as tape:
        loss, losses, kl = keras_loss(x, epsilon, encoder, decoder, setting)
    slopes = tape.gradient(loss, variables)
    keras.optimizers.Adam(setting["rate"]).apply(slopes, variables)

    got = run(
        "training/trainer.js",
        SCRIPT,
        setting=setting,
        images=x.ravel().tolist(),
        epsilon=epsilon.ravel().tolist(),
        weights=[each.ravel().tolist() for each in weights],
        wasm=wasm,
        epochs=EPOCHS,
    )
    assert got["backend"] == ("wasm" if wasm else "js")
    np.testing.assert_allclose(got["losses"], np.ravel(losses), rtol=1e-4)
    np.testing.assert_allclose(got["kl"], np.sum(kl), rtol=1e-4)
    for shape, slope, right in zip(got["shapes"], got["slopes"], in_order(slopes), strict=True):
        assert tuple(shape) == right.shape
        error = np.abs(np.reshape(slope, shape) - right).max()
        assert error <= 1e-4 * np.abs(right).max()
    for updated, right in zip(got["updated"], in_order(variables), strict=True):
        # Where a gradient is all but 0, rounding decides its sign, and Adam steps by the sign.
        error = np.abs(np.reshape(updated, right.shape) - right)
        assert np.mean(error > 0.01 * setting["rate"]) < 0.01
