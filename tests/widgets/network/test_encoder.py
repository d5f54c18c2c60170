"""The encoder's packing, and the arguments of its figure."""

import re

import keras
import numpy as np
import pytest
from keras import layers

from vae_book.widgets import Decoder, EncodeFigure, Encoder
from vae_book.widgets.maths.random import normals
from vae_book.widgets.network.arrays import open_arrays
from vae_lib.divergences import kl_to_standard_normal
from vae_lib.networks import conv_encoder, dense_decoder, dense_encoder


def heads(*outputs, x, names=("mean", "logvar")):
    return keras.Model(x, dict(zip(names, outputs, strict=True)))


def numbers_of(encoder):
    return open_arrays(encoder.data)["weights"]


@pytest.mark.parametrize("hidden", [(), (3,), (5, 4)])
def test_the_heads_are_one_layer(hidden):
    model = dense_encoder(6, 2, hidden)
    encoder = Encoder.from_keras(model, "float32")
    mean, logvar = (model.get_layer(name).get_weights() for name in ("mean", "logvar"))
    first, last = encoder.layers[0], encoder.layers[-1]
    assert (first["inputs"], last["outputs"], last["activation"]) == (6, 4, "linear")
    inner = (6, *hidden)[-1]
    kernel, bias = np.split(numbers_of(encoder)[-4 * inner - 4 :], [4 * inner])
    np.testing.assert_array_equal(kernel.reshape(inner, 4), np.hstack([mean[0], logvar[0]]))
    np.testing.assert_array_equal(bias, np.hstack([mean[1], logvar[1]]))
    assert repr(encoder) == "Encoder: 6 pixels to 2 latent variables"


def test_the_probe_holds_what_keras_encodes():
    model = dense_encoder(6, 2, (5,))
    encoder = Encoder.from_keras(model)
    arrays = open_arrays(encoder.data)
    x = arrays["probe"].reshape(4, 6)
    assert set(np.unique(x)) == {0, 1}
    q = model(x.astype("float32"))
    expected = np.hstack([q["mean"], q["logvar"]])
    np.testing.assert_allclose(arrays["answer"].reshape(4, 4), expected, atol=1e-5)


def test_refused_encoders():
    x = keras.Input((6,))
    mean, logvar = layers.Dense(2), layers.Dense(2)
    h = layers.Dense(3)(x)
    cases = {
        "returns {'mean': ..., 'logvar': ...}.*Received: Functional": keras.Model(x, mean(h)),
        "Received: Sequential": keras.Sequential([keras.Input((6,)), layers.Dense(4)]),
        "'mean' and 'logvar' must share their input": heads(mean(h), logvar(x), x=x),
        "must be a Dense layer without an activation": heads(
            mean(h), layers.Dense(2, activation="tanh", name="bent")(h), x=x
        ),
        "is a Conv2D, which the browser cannot run": conv_encoder((8, 8), 2, (4,), 4),
    }
    for message, model in cases.items():
        with pytest.raises(ValueError, match=message):
            Encoder.from_keras(model)


@pytest.fixture(scope="module")
def packed():
    encoder, decoder = dense_encoder(784, 2, (3,)), dense_decoder(784, 2, (3,))
    return Encoder.from_keras(encoder), Decoder.from_keras(decoder)


def test_refers_to_the_shared_networks(packed):
    state = EncodeFigure(*packed, np.zeros((10, 784))).get_state()
    assert state["encoder"] == f"anywidget:{packed[0].model_id}"
    assert state["decoder"] == f"anywidget:{packed[1].model_id}"
    arrays = open_arrays(state["data"])
    assert arrays["digits"].tolist() == [0] * 7840 and arrays["points"].size == 0
    assert state["average"] == []


def test_the_still_picture_is_of_the_chosen_sample(packed):
    digits = np.random.default_rng(1).random((10, 784))
    figure = EncodeFigure(*packed, digits, preset=4, right=2, up=-3, sample=7)
    x = np.zeros((28, 28))
    x[3:, 2:] = np.round(255 * digits[4]).reshape(28, 28)[:-3, :-2] >= 127.5
    mean, logvar = np.split(packed[0].run(x.reshape(1, 784)), 2, axis=1)
    z = mean + np.exp(logvar / 2) * normals(0, 14)[12:]
    kl = kl_to_standard_normal(mean, logvar)[0]
    expected = [*mean[0], *np.exp(logvar[0] / 2), *z[0], kl]
    text = figure.still().alt.replace("−", "-")
    found = [float(number) for number in re.findall(r"-?\d+\.\d+", text)]
    np.testing.assert_allclose(found, expected, atol=0.00501)
    assert EncodeFigure(*packed, digits, preset=10).still() is None


@pytest.mark.parametrize(
    "options, message",
    [
        ({"digits": np.zeros((9, 784))}, r"digit from 0 to 9, shape \(10, 784\).*\(9, 784\)"),
        ({"digits": np.full((10, 784), 2.0)}, "digits must lie in"),
        ({"points": np.zeros((3, 3))}, r"points must have shape \(n, 2\).*\(3, 3\)"),
        ({"points": np.zeros((3, 2)), "point_classes": [1]}, r"classes of shape \(1,\)"),
        ({"points": np.zeros((1, 2)), "point_classes": [10]}, "from 0 to 9. Received: 10"),
        ({"average": [1.0]}, r"average must be \(reconstruction, kl\).*\(1,\)"),
        ({"average": [1.0, float("nan")]}, "average must be finite"),
        ({"limit": 0.5}, "limit must be from 1 to 10. Received: limit=0.5"),
        ({"preset": 12}, "preset must be a whole number between -1 and 11.*preset=12"),
        ({"right": 0.5}, "right must be a whole number.*right=0.5"),
        ({"encoder": "encoder"}, r"Encoder.from_keras\(model\). Received: str"),
    ],
)
def test_bad_arguments(packed, options, message):
    given = {"encoder": packed[0], "decoder": packed[1], "digits": np.zeros((10, 784))}
    with pytest.raises(ValueError, match=message):
        EncodeFigure(**(given | options))


def test_models_that_the_figure_cannot_show(packed):
    encoder, decoder = packed
    other = Encoder.from_keras(dense_encoder(784, 3, (3,)))
    gaussian = Decoder.from_keras(dense_decoder(784, 2, (3,)), output="linear")
    for pair, message in [
        ((other, decoder), "two latent variables. Received: an Encoder: 784 pixels to 3"),
        ((encoder, gaussian), 'Bernoulli model: pack it with .*output="sigmoid"'),
    ]:
        with pytest.raises(ValueError, match=message):
            EncodeFigure(*pair, np.zeros((10, 784)))
