"""Evaluation takes as many rows at a time as a budget of memory allows, and no number changes."""

import keras
import numpy as np
import pytest

from vae_lib.evaluation import draws, elbo, encode
from vae_lib.likelihoods import Gaussian
from vae_lib.model import VAE
from vae_lib.networks import conv_decoder, conv_encoder, dense_decoder, dense_encoder


def test_the_networks_of_the_chapters_take_all_rows():
    for network, size in ((dense_encoder(784, 20), 784), (dense_decoder(784, 20), 20)):
        assert draws.rows_at_a_time(network, (size,)) == draws.ROWS


def test_the_outputs_of_all_layers_fit_the_budget():
    decoder = conv_decoder((64, 64, 3), 16, (64, 32))
    numbers = sum(np.prod(layer.output.shape[1:]) for layer in decoder.layers)
    rows = draws.rows_at_a_time(decoder, (16,))
    assert 1 <= rows < draws.ROWS
    assert 0.9 * draws.BYTES < 4 * numbers * rows <= draws.BYTES


def test_a_subclassed_network_is_guessed_from_its_output():
    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(100_000)

        def call(self, z):
            return self.dense(z)

    expected = draws.BYTES // (4 * draws.HIDDEN_SHARE * 100_000)
    assert draws.rows_at_a_time(Own(), (2,)) == expected


def test_small_blocks_give_the_same_codes_and_a_fair_estimate(monkeypatch):
    keras.utils.set_random_seed(0)
    shape = (8, 8, 3)
    networks = conv_encoder(shape, 2, (4,), hidden=8), conv_decoder(shape, 2, (4,), hidden=8)
    vae = VAE(*networks, Gaussian(0.5), seed=0)
    x = np.random.default_rng(0).random((7, *shape)).astype("float32")
    whole, codes = elbo(vae, x, 200, seed=0), encode(vae, x)[0]
    monkeypatch.setattr(draws, "BYTES", 20_000)
    assert draws.rows_at_a_time(vae.decoder, (2,)) < 20
    parts = elbo(vae, x, 200, seed=1)
    assert abs(parts.mean - whole.mean) < 5 * (parts.monte_carlo_error + whole.monte_carlo_error)
    np.testing.assert_allclose(encode(vae, x)[0], codes, rtol=1e-4, atol=1e-5)
    assert whole.mean == pytest.approx(np.mean(whole.values))


def test_the_layers_of_nested_networks_count():
    inner = conv_decoder((64, 64, 3), 8, (16, 8), hidden=8)
    z = keras.Input((8,))
    nested = keras.Model(z, inner(z))
    flat_rows, nested_rows = (draws.rows_at_a_time(net, (8,)) for net in (inner, nested))
    assert flat_rows < draws.ROWS and nested_rows == pytest.approx(flat_rows, rel=0.01)


def test_a_heavy_encoder_bounds_the_images_at_a_time(monkeypatch):
    shape, seen = (8, 8, 3), []
    x = keras.Input(shape)
    h = keras.layers.GlobalAveragePooling2D()(keras.layers.Conv2D(64, 3, padding="same")(x))
    encoder = keras.Model(x, {name: keras.layers.Dense(2)(h) for name in ("mean", "logvar")})
    z = keras.Input((2,))
    light = keras.Model(z, keras.layers.Reshape(shape)(keras.layers.Dense(192)(z)))
    vae = VAE(encoder, light, Gaussian(0.5), seed=0)
    monkeypatch.setattr(draws, "BYTES", 4 * 5 * 4500)
    rows = draws.rows_at_a_time(encoder, shape)
    predict = keras.Model.predict
    monkeypatch.setattr(
        draws._Draws, "predict", lambda self, x, **o: seen.append(o) or predict(self, x, **o)
    )
    draws.sample_log_weights(vae, np.zeros((30, *shape), "float32"), 1, seed=0)
    assert seen[0]["batch_size"] == rows < draws.rows_at_a_time(light, (2,))
