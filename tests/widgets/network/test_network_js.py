"""Networks in the page's script against Keras, with and without WebAssembly, in Deno."""

import base64

import deno_script
import keras
import numpy as np
import pytest
from keras import layers

from vae_book.widgets import Decoder
from vae_book.widgets.network.arrays import pack_arrays
from vae_book.widgets.network.packing import ACTIVATION_NAMES
from vae_lib.networks import conv_decoder

COUNT = 43  # more than one batch, and no multiple of the four rows that the kernel takes at once

SCRIPT = """
show(values.packed.map(({ state, data, z, wasm }) => {
  const packed = { ...state, data: new DataView(Uint8Array.fromBase64(data).buffer) };
  try {
    const { run, backend } = createNetwork({ get: (name) => packed[name] }, { wasm });
    return { backend, images: asText(run(floats(z))) };
  } catch (error) {
    return error.message;
  }
}));
"""


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


def packed(decoder, z, wasm=True, data=None):
    data = decoder.data if data is None else data
    return {
        "state": decoder.get_state(["layers", "input_size"]),
        "data": base64.b64encode(data).decode(),
        "z": deno_script.as_text(z),
        "wasm": wasm,
    }


def run(*networks):
    """What each network makes of its inputs, or says instead."""
    return deno_script.run("network/network.js", SCRIPT, packed=networks)


@pytest.mark.parametrize("kind", MODELS)
def test_agrees_with_keras(kind):
    keras.utils.set_random_seed(3)
    model = with_random_biases(MODELS[kind]())
    z = 2 * np.random.default_rng(1).normal(size=(COUNT, model.input_shape[1]))
    expected = np.asarray(keras.ops.sigmoid(model(z.astype("float32"))))
    assert np.std(expected) > 0.01
    for dtype, tolerance in (("float32", 5e-6), ("float16", 1 / 255)):
        decoder = Decoder.from_keras(model, dtype=dtype)
        both = run(packed(decoder, z), packed(decoder, z, wasm=False))
        assert [found["backend"] for found in both] == ["wasm", "js"]
        for found in both:
            images = deno_script.as_array(found["images"])
            assert np.max(np.abs(images - expected.ravel())) < tolerance


def test_activations_agree_with_keras():
    z = np.concatenate([np.linspace(-12, 12, 4001), [-60, 60]]).astype("float32")[:, None]
    expected, networks = [], []
    for name in ACTIVATION_NAMES:
        model = keras.Sequential([keras.Input((1,)), layers.Dense(1, activation=name)])
        model.layers[0].kernel.assign([[1.0]])
        expected.append(model(z).numpy().ravel())
        decoder = Decoder.from_keras(model, "linear", image_shape=(1, 1), dtype="float32")
        networks.append(packed(decoder, z))
    for name, found, right in zip(ACTIVATION_NAMES, run(*networks), expected, strict=True):
        images = deno_script.as_array(found["images"])
        np.testing.assert_allclose(images, right, rtol=1e-6, atol=1e-6, err_msg=name)


def test_damaged_data_give_a_sentence():
    decoder = Decoder.from_keras(dense("relu"))
    data, whole = decoder.data, len(decoder.data) - 16
    damaged = [
        (b"", "Its data is missing."),
        (data[:5], "Its data is missing."),
        (data[:-40], f"it has {whole - 40} bytes, and should have {whole}."),
        (b"PK" + data[2:], "Its data is of an unknown kind."),
        (data[:4] + b"\x09" + data[5:], "Its data is of version 9, and this page reads version 2."),
        (pack_arrays(weights=np.zeros(4, "float32")), "but 4 arrived."),
    ]
    said = run(*(packed(decoder, np.zeros((1, 2)), data=block) for block, _ in damaged))
    for (_, expected), sentence in zip(damaged, said, strict=True):
        assert expected in sentence
