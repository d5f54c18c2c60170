"""decoder.js in a real browser against Keras, with and without WebAssembly."""

import base64

import keras
import numpy as np
import pytest
from keras import layers

from vae_book.widgets import Decoder
from vae_book.widgets.bundle import bundle
from vae_book.widgets.network.packing import ACTIVATION_NAMES
from vae_lib.networks import conv_decoder

COUNT = 43  # more than one batch, and no multiple of the four rows that the kernel takes at once

RUN = """
async ({ source, state, data, z, wasm }) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { createNetwork } = await import(url);
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const packed = { ...state, data: new DataView(bytes.buffer) };
  const { run, backend } = createNetwork({ get: (name) => packed[name] }, { wasm });
  return { backend, images: [...run(Float32Array.from(z))] };
}
"""


@pytest.fixture(scope="module")
def blank_page(browser):
    page = browser.new_page()
    yield page
    page.close()


def dense(activation):
    hidden = [layers.Dense(units, activation=activation) for units in (65, 130)]
    return keras.Sequential([keras.Input((2,)), *hidden, layers.Dense(784)])


def convolutional():
    return keras.Sequential(
        [
            keras.Input((3,)),
            layers.Dense(7 * 7 * 5, activation="relu"),
            layers.Reshape((7, 7, 5)),
            layers.Conv2DTranspose(6, 3, strides=2, padding="same", activation="gelu"),
            layers.Conv2DTranspose(3, 1, strides=2, padding="same", activation="silu"),
            layers.Conv2DTranspose(1, (4, 5), padding="same"),
        ]
    )


MODELS = {
    "relu": lambda: dense("relu"),
    "gelu": lambda: dense("gelu"),
    "convolutional": convolutional,
    "conv_decoder": lambda: conv_decoder((28, 28), 2, (8, 4), hidden=16),
}


def with_random_biases(model):
    random = np.random.default_rng(0)
    for weight in model.weights:
        if len(weight.shape) == 1:
            weight.assign(0.5 * random.normal(size=weight.shape))
    return model


def latent_vectors(model):
    shape = (COUNT, model.input_shape[1])
    return (2 * np.random.default_rng(1).normal(size=shape)).astype("float32")


def in_browser(page, decoder, z, wasm):
    packed = {"state": decoder.get_state(["layers", "input_size"])}
    packed["data"] = base64.b64encode(decoder.data).decode()
    options = {"source": bundle("network/network.js"), "z": z.ravel().tolist(), "wasm": wasm}
    result = page.evaluate(RUN, packed | options)
    assert result["backend"] == ("wasm" if wasm else "js")
    return np.reshape(result["images"], (len(z), -1))


@pytest.mark.parametrize("wasm", [True, False], ids=["wasm", "js"])
@pytest.mark.parametrize("dtype, tolerance", [("float32", 5e-6), ("float16", 1 / 255)])
@pytest.mark.parametrize("kind", MODELS)
def test_agrees_with_keras(blank_page, kind, dtype, tolerance, wasm):
    keras.utils.set_random_seed(3)
    model = with_random_biases(MODELS[kind]())
    z = latent_vectors(model)
    expected = keras.ops.sigmoid(model(z)).numpy().reshape(COUNT, -1)
    images = in_browser(blank_page, Decoder.from_keras(model, dtype=dtype), z, wasm)
    assert np.std(expected) > 0.01
    assert np.max(np.abs(images - expected)) < tolerance


@pytest.mark.parametrize("name", ACTIVATION_NAMES)
def test_activations_agree_with_keras(blank_page, name):
    model = keras.Sequential([keras.Input((1,)), layers.Dense(1, activation=name)])
    model.layers[0].kernel.assign([[1.0]])
    z = np.concatenate([np.linspace(-12, 12, 4001), [-60, 60]]).astype("float32")[:, None]
    decoder = Decoder.from_keras(model, "linear", image_shape=(1, 1), dtype="float32")
    images = in_browser(blank_page, decoder, z, wasm=True)
    np.testing.assert_allclose(images, model(z).numpy(), rtol=1e-6, atol=1e-6)
