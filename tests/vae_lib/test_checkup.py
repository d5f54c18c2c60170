"""The check-up ends, prints what it found, and tells a broken model from one that learns."""

import keras
import numpy as np
import pytest
from keras import layers

from vae_lib.checkup import checkup
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder

RNG = np.random.default_rng(0)
SOURCE = RNG.integers(0, 2, (2, 24)).astype("float32")
# One of two images, each pixel turned over with probability 0.02.
X = np.abs(SOURCE[RNG.integers(0, 2, 60)] - (RNG.random((60, 24)) < 0.02)).astype("float32")


def vae(decoder=None, encoder=None):
    keras.utils.set_random_seed(0)
    encoder = encoder or dense_encoder(24, 2, (16,))
    return VAE(encoder, decoder or dense_decoder(24, 2, (16,)), "bernoulli", seed=0)


def verdicts(findings):
    return {finding.name: finding.fine for finding in findings}


def test_a_trained_model_is_fine_and_stays_as_it_is(capsys):
    model = vae()
    model.compile(keras.optimizers.Adam(2e-2))
    model.fit(X, epochs=60, batch_size=60, verbose=0)
    before = model.get_weights()
    findings = checkup(model, X, steps=150)
    assert list(verdicts(findings)) == ["images", "start", "one batch", "floor", "units", "bound"]
    assert all(finding.fine for finding in findings)
    assert capsys.readouterr().out.count("fine ") == 6
    for weight, again in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(weight, again)


def test_a_decoder_that_does_not_read_z_is_seen():
    z = keras.Input((2,))
    deaf = keras.Model(z, layers.Dense(24)(layers.Rescaling(0.0)(z)))
    found = verdicts(checkup(vae(deaf), X, steps=60))
    assert not found["one batch"] and not found["floor"] and found["bound"]


def test_what_cannot_be_looked_at_is_refused():
    with pytest.raises(ValueError, match="x must be 0 or 1"):
        checkup(vae(), X / 2)
    with pytest.raises(ValueError, match="steps must be .* Received: 0"):
        checkup(vae(), X, steps=0)
