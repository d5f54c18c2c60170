"""KL warm-up, and the callbacks of Keras's own that the book recommends."""

import keras
import numpy as np
import pytest
from small_models import dense_vae

from vae_lib.callbacks import KLWarmUp

X = (np.random.default_rng(0).random((32, 12)) < 0.3).astype("float32")


def fit(vae, callback, **options):
    return vae.fit(X, batch_size=16, callbacks=[callback], verbose=0, **options).history


def test_beta_rises_in_equal_steps_and_stays():
    vae = dense_vae()
    vae.compile("sgd", run_eagerly=True)
    history = fit(vae, KLWarmUp(4, start=0.2), epochs=6)
    np.testing.assert_allclose(history["beta"], [0.2, 0.4, 0.6, 0.8, 1.0, 1.0], rtol=1e-6)


def test_beta_acts_in_the_compiled_graph():
    """A float would have been frozen there."""
    vae = dense_vae()
    vae.compile(keras.optimizers.SGD(0.0))
    history = fit(vae, KLWarmUp(1, start=0.0, end=1e6), epochs=2)
    loss, kl = history["loss"], history["kl"]
    assert loss[0] == pytest.approx(history["reconstruction"][0], rel=1e-5)
    assert loss[1] == pytest.approx(1e6 * kl[1], rel=0.01)


def test_a_model_without_beta_is_refused():
    model = keras.Sequential([keras.Input((12,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="Received a Sequential whose beta is None"):
        model.fit(X, X[:, :1], callbacks=[KLWarmUp(3)], verbose=0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [((0,), "epochs must be .* Received: 0"), ((2, -1.0), "start must be .* Received: -1.0")],
)
def test_bad_arguments(arguments, message):
    with pytest.raises(ValueError, match=message):
        KLWarmUp(*arguments)


def test_weight_averaging_of_keras_works_unchanged():
    """With EMA the evaluated weights are the average, and training goes on from the others."""
    vae = dense_vae()
    vae.compile(keras.optimizers.SGD(0.05, use_ema=True, ema_momentum=0.9), run_eagerly=True)
    fit(vae, keras.callbacks.SwapEMAWeights(), epochs=3, validation_data=(X,))
    plain = dense_vae()
    plain.compile(keras.optimizers.SGD(0.05), run_eagerly=True)
    fit(plain, keras.callbacks.TerminateOnNaN(), epochs=3)
    kernel, last = vae.encoder.layers[1].kernel, plain.encoder.layers[1].kernel
    assert float(np.max(np.abs(kernel - last))) > 1e-3
    assert np.isfinite(vae.evaluate(X, verbose=0, return_dict=True)["loss"])
