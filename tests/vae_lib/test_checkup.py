"""The check-up ends, prints what it found, and tells a broken model from one that learns."""

import keras
import numpy as np
import pytest
from keras import layers
from small_models import OwnEncoder, dense_networks, dense_vae

from vae_lib.checkup import _copy, _loss_of_the_average_image, checkup
from vae_lib.likelihoods import DiscretisedLogistic
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder

RNG = np.random.default_rng(0)
SOURCE = RNG.integers(0, 2, (2, 24)).astype("float32")
# One of two images, each pixel turned over with probability 0.02.
X = np.abs(SOURCE[RNG.integers(0, 2, 60)] - (RNG.random((60, 24)) < 0.02)).astype("float32")


def vae(decoder=None):
    encoder, own = dense_networks(24, 2, (16,))
    return VAE(encoder, decoder or own, "bernoulli", seed=0)


def verdicts(findings):
    return {finding.name: finding.fine for finding in findings}


@pytest.mark.filterwarnings("error::UserWarning")
def test_a_trained_model_is_fine_and_stays_as_it_is(capsys):
    model = vae()
    model.compile(keras.optimizers.Adam(2e-2))
    model.fit(np.tile(X, (60, 1)), batch_size=60, shuffle=False, verbose=0)
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


def best_constant_loss(x):
    """The least loss of a DiscretisedLogistic whose parameters do not depend on z, by a grid."""
    means = np.linspace(0, 1, 511)[:, None]
    spreads = np.geomspace(2e-4, 0.5, 40)
    raw = np.log(np.expm1(spreads - 1e-4))
    mu, w = (np.ravel(part).astype("float32") for part in np.broadcast_arrays(means, raw))
    total = 0.0
    for pixel in x.T:
        params = np.stack([mu, w], axis=-1)[:, None] * np.ones((1, len(pixel), 1), "float32")
        log_p = DiscretisedLogistic().log_prob(pixel[:, None], params)
        total -= np.max(np.mean(log_p, axis=1))
    return total


def test_the_floor_of_grey_levels_is_near_that_of_the_best_constant():
    ink = RNG.random((60, 6)) < [0.15, 0.15, 0, 0, 0, 0]  # four pixels never change
    x = (np.round(255 * np.where(ink, 0.1, [0.9] * 3 + [0.5] * 3)) / 255).astype("float32")
    model = dense_vae(likelihood="discretised_logistic", size=6)
    best = best_constant_loss(x)
    assert best - 0.1 < _loss_of_the_average_image(model, x, 300) < 1.2 * best


class Unregistered(OwnEncoder):
    """An encoder that a copy of the model cannot be made of."""


def test_what_cannot_be_copied_or_trained_is_a_finding(eagerly):
    model = VAE(Unregistered(), dense_decoder(24, 2, (8,)), "bernoulli", data_shape=(24,))
    with pytest.warns(UserWarning, match="not registered"):
        findings = {finding.name: finding for finding in checkup(model, X, steps=5)}
    assert "Could not locate class 'Unregistered'" in findings["one batch"].text
    assert "config" not in findings["one batch"].text and "units" in findings
    bounded = keras.Sequential([keras.Input((2,)), layers.Dense(24, activation="sigmoid")])
    findings = {finding.name: finding for finding in checkup(vae(bounded), X, steps=5)}
    assert "take the sigmoid away from its end" in findings["one batch"].text


def test_a_beta_of_zero_does_not_count_against_the_model():
    model = dense_vae(size=24, beta=0.0)
    assert float(_copy(model).beta) == 1 and float(model.beta) == 0
