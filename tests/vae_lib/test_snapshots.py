"""The recording of a training run: what it holds, and that it changes nothing."""

import keras
import numpy as np
import pytest
from keras import ops
from small_models import dense_vae

from vae_lib.divergences import kl_to_standard_normal
from vae_lib.snapshots import Snapshots, early_epochs

RNG = np.random.default_rng(0)
X = (RNG.random((32, 12)) < 0.3).astype("float32")
OTHERS = (RNG.random((9, 12)) < 0.3).astype("float32")


def fitted(*callbacks, epochs=5):
    vae = dense_vae()
    vae.compile(keras.optimizers.Adam(0.02), run_eagerly=True)  # no graph to wait for
    vae.fit(X, batch_size=16, epochs=epochs, callbacks=list(callbacks), verbose=0)
    return vae


@pytest.fixture(scope="module")
def run():
    snapshots = Snapshots(OTHERS, shown=[4, 1], count=4)
    return fitted(snapshots), snapshots


@pytest.mark.parametrize(
    ("last", "count", "epochs"),
    [(4, 9, [0, 1, 2, 3, 4]), (16, 5, [0, 1, 4, 9, 16]), (1, 2, [0, 1]), (100, 3, [0, 25, 100])],
)
def test_epochs_are_dense_at_the_start(last, count, epochs):
    assert early_epochs(last, count) == epochs


def test_the_training_is_the_one_without_the_callback(run):
    for with_it, without in zip(run[0].get_weights(), fitted().get_weights(), strict=True):
        np.testing.assert_array_equal(with_it, without)


def test_the_last_snapshot_is_the_trained_model(run):
    vae, snapshots = run
    assert snapshots.epochs == [0, 1, 2, 5]
    q = vae.encoder(OTHERS)
    np.testing.assert_array_equal(snapshots.means[-1], q["mean"])
    np.testing.assert_allclose(
        snapshots.reconstructions[-1], vae.reconstruct(OTHERS[[4, 1]]), rtol=1e-6
    )
    kl = float(ops.mean(kl_to_standard_normal(q["mean"], q["logvar"])))
    assert snapshots.validation[-1][1] == pytest.approx(kl, rel=1e-6)


def test_the_reconstruction_term_is_an_unbiased_estimate(run):
    vae, snapshots = run
    q = vae.encoder(OTHERS)
    shape = (4000, *q["mean"].shape)
    epsilon = np.random.default_rng(5).standard_normal(shape, dtype="float32")
    params = vae.decode(q["mean"] + ops.exp(q["logvar"] / 2) * epsilon)
    draws = -np.mean(vae.likelihood.log_prob(OTHERS, params), axis=1)  # one for each epsilon
    assert abs(snapshots.validation[-1][0] - draws.mean()) < 4 * draws.std(ddof=1)


def test_the_first_snapshot_is_from_before_training(run):
    _, snapshots = run
    reconstruction, kl = snapshots.validation[0]
    assert reconstruction == pytest.approx(12 * np.log(2), rel=0.2)  # logits near 0
    assert 0 <= kl < 1
    assert np.all(np.isnan(snapshots.training[0]))
    history = run[0].history.history
    assert snapshots.training[-1] == (history["reconstruction"][-1], history["kl"][-1])


def test_a_training_that_stops_early_has_its_end_recorded():
    class StopAfterTwo(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            self.model.stop_training = epoch == 1

    snapshots = Snapshots(OTHERS, count=2)
    fitted(snapshots, StopAfterTwo(), epochs=50)
    assert snapshots.epochs == [0, 2]


def test_a_second_fit_starts_a_new_recording():
    snapshots = Snapshots(OTHERS, count=2)
    fitted(snapshots, epochs=1)
    fitted(snapshots, epochs=2)
    assert snapshots.epochs == [0, 2] and len(snapshots.means) == 2


def test_another_model_is_refused():
    model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="Received a model of class Sequential"):
        model.fit(X, X[:, :1], callbacks=[Snapshots(OTHERS)], verbose=0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"images": OTHERS * 9}, r"images must lie in \[0, 1\]"),
        ({"shown": [9]}, r"shown must hold indices from 0 to 8. Received: \[9\]"),
        ({"shown": []}, r"shown must hold indices from 0 to 8. Received: \[\]"),
        ({"count": 1}, "count must be at least 2: the start and the end. Received: 1"),
        ({"count": 2.5}, "count must be a whole number of at least 1. Received: 2.5"),
    ],
)
def test_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        Snapshots(**{"images": OTHERS, **arguments})


def test_a_fit_without_an_epoch_has_one_snapshot():
    snapshots = Snapshots(OTHERS)
    vae = fitted(epochs=0)
    vae.fit(X, epochs=2, initial_epoch=2, callbacks=[snapshots], verbose=0)
    assert snapshots.epochs == [0]
