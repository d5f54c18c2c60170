"""What the browser cannot decode is refused in Python, by name and with advice."""

import struct

import keras
import numpy as np
import pytest
from keras import layers

from vae_book.widgets import Decoder
from vae_book.widgets.network.arrays import open_arrays, pack_arrays


def chain(*parts, latent=2):
    return keras.Sequential([keras.Input((latent,)), *parts])


def small(*parts, **options):
    return Decoder.from_keras(chain(*parts), image_shape=(2, 2), **options)


def weights(decoder):
    return open_arrays(decoder.data)["weights"]


def test_the_block_on_the_wire():
    data = pack_arrays(a=np.array([1, 2], "uint8"), b=np.array([0.5], "float16"))
    names = b'[["a", "uint8", 2], ["b", "float16", 1]]'
    assert data[:16] == struct.pack("<4sHHII", b"VAEA", 2, 0, len(names), 8)
    assert data[16:] == names + b"\1\2\0\0" + b"\0\x38\0\0"
    assert {name: array.tolist() for name, array in open_arrays(data).items()} == {
        "a": [1, 2],
        "b": [0.5],
    }


def test_layers_and_numbers():
    model = chain(layers.Dense(3, activation="relu"), layers.Dense(4))
    decoder = Decoder.from_keras(model, image_shape=(2, 2), dtype="float32")
    expected = np.concatenate([weight.numpy().ravel() for weight in model.weights])
    np.testing.assert_array_equal(weights(decoder), expected)
    assert [step["activation"] for step in decoder.layers] == ["relu", "linear", "sigmoid"]


def test_float16_halves_the_bytes():
    model = chain(layers.Dense(4))
    half, single = (
        weights(Decoder.from_keras(model, image_shape=(2, 2), dtype=dtype))
        for dtype in ("float16", "float32")
    )
    assert single.nbytes == 2 * half.nbytes


@pytest.mark.parametrize("output", ["sigmoid", "linear"])
def test_the_probe_holds_what_keras_decodes(output):
    model = chain(layers.Dense(4, kernel_initializer="random_normal"), layers.Dropout(0.5))
    decoder = Decoder.from_keras(model, output, image_shape=(2, 2))
    arrays = open_arrays(decoder.data)
    z = arrays["probe"].reshape(6, 2)
    decoded = z @ model.layers[0].kernel.numpy() + model.layers[0].bias.numpy()
    expected = 1 / (1 + np.exp(-decoded)) if output == "sigmoid" else np.clip(decoded, 0, 1)
    np.testing.assert_allclose(arrays["answer"].reshape(6, 4), 255 * expected, atol=0.501)
    assert np.max(np.abs(z)) <= 2


def test_the_probe_is_the_same_in_every_run():
    model = chain(layers.Dense(4))
    first, second = (Decoder.from_keras(model, image_shape=(2, 2)) for _ in range(2))
    assert first.data == second.data


def test_nested_models_are_opened():
    inner = chain(layers.Dense(3, activation="tanh"))
    z = keras.Input((2,))
    nested = keras.Model(z, layers.Dense(4)(inner(z)))
    steps = Decoder.from_keras(nested, output="linear", image_shape=(2, 2)).layers
    assert [(step["inputs"], step["outputs"]) for step in steps] == [(2, 3), (3, 4)]


def test_a_missing_bias_is_zero():
    decoder = small(layers.Dense(4, use_bias=False, kernel_initializer="ones"), dtype="float32")
    np.testing.assert_array_equal(weights(decoder), [1] * 8 + [0] * 4)


@pytest.mark.parametrize(
    "parts, message",
    [
        ([layers.Dense(4), layers.BatchNormalization(name="bn")], "'bn' is a BatchNormalization"),
        ([layers.Dense(4, activation="selu", name="d")], "'d' has activation selu.*Use one of"),
        ([layers.Dense(4, activation=lambda x: 2 * x, name="d")], "'d' has activation <lambda>"),
        ([layers.Reshape((1, 2)), layers.Dense(2, name="d")], "'d' receives shape .1, 2."),
        ([layers.Dense(5)], r"has 5 numbers, .*image_shape=\(2, 2\) needs 4"),
        ([layers.Dense(4, activation="sigmoid")], 'second one.*output="linear"'),
        ([layers.Dense(4, bias_initializer=keras.initializers.Constant(7e4))], 'dtype="float32"'),
    ],
)
def test_refused_layers(parts, message):
    with pytest.raises(ValueError, match=message):
        small(*parts)


@pytest.mark.parametrize(
    "options, message",
    [
        ({"padding": "valid"}, "'up' has padding='valid'.*Use padding='same'"),
        ({"strides": (1, 2)}, r"'up' has strides=\(1, 2\)"),
        ({"dilation_rate": 2}, r"'up' has dilation_rate=\(2, 2\)"),
        ({"data_format": "channels_first"}, "'up' has data_format='channels_first'"),
    ],
)
def test_refused_convolutions(options, message):
    options = {"padding": "same", "name": "up"} | options
    parts = [layers.Reshape((2, 2, 1)), layers.Conv2DTranspose(1, 3, **options)]
    with pytest.raises(ValueError, match=message + ".*format=.onnx"):
        Decoder.from_keras(chain(*parts, latent=4), image_shape=(2, 2))


def test_refuses_a_branch():
    z = keras.Input((2,))
    image = layers.Add(name="join")([layers.Dense(4)(z), layers.Dense(4)(z)])
    with pytest.raises(ValueError, match="'join' .Add. joins 2 tensors.*onnx"):
        Decoder.from_keras(keras.Model(z, image), image_shape=(2, 2))


def test_refuses_two_outputs():
    z = keras.Input((2,))
    with pytest.raises(ValueError, match="1 inputs and 2 outputs"):
        Decoder.from_keras(keras.Model(z, [layers.Dense(4)(z), layers.Dense(4)(z)]))


def test_refuses_a_subclassed_model():
    class Own(keras.Model):
        def __init__(self):
            super().__init__(name="own")
            self.dense = layers.Dense(4)

        def call(self, z):
            return self.dense(z)

    model = Own()
    model(np.zeros((1, 2)))
    with pytest.raises(ValueError, match="'own' is a Own, whose layers cannot be listed"):
        Decoder.from_keras(model)


def test_refuses_a_model_without_weights():
    with pytest.raises(ValueError, match="has no weights yet. Give it an Input layer"):
        Decoder.from_keras(keras.Sequential([layers.Dense(4)]))


@pytest.mark.parametrize("shape", [(0,), (2, 3)])
def test_refuses_a_latent_space_that_is_none(shape):
    z = keras.Input(shape)
    with pytest.raises(ValueError, match="K at least 1. Received: input shape"):
        Decoder.from_keras(keras.Model(z, layers.Flatten()(z)))


def test_refuses_weights_that_are_not_finite():
    model = chain(layers.Dense(4, name="d"))
    model.layers[0].kernel.assign(np.full((2, 4), np.nan))
    with pytest.raises(ValueError, match="'d' has 8 weights in its kernel that are not finite"):
        Decoder.from_keras(model, image_shape=(2, 2))


@pytest.mark.parametrize("name, value", [("output", "softmax"), ("dtype", "int8")])
def test_refuses_unknown_options(name, value):
    with pytest.raises(ValueError, match=f"Received: {name}='{value}'"):
        small(layers.Dense(4), **{name: value})
