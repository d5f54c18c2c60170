"""Training, evaluating, saving on the backend that Keras has: elsewhere, on PyTorch and JAX.

The workflow `weekly` runs this file with KERAS_BACKEND=jax and =torch.
"""

import keras
import numpy as np
import pytest
from keras import ops
from small_models import dense_vae

from vae_lib import likelihoods
from vae_lib.engine import replicas
from vae_lib.evaluation import annealed_importance, elbo
from vae_lib.gradients import reparametrised_gradient
from vae_lib.iwae import IWAE
from vae_lib.model import VAE

RNG = np.random.default_rng(0)
X = (RNG.random((40, 10)) < 0.3).astype("float32")


def compiled(kind=VAE, likelihood="bernoulli"):
    vae = dense_vae(kind, likelihood, size=10, samples=2)
    vae.compile(keras.optimizers.SGD(1e-2))
    return vae


def test_likelihoods_agree_with_numpy():
    logits = RNG.normal(size=(40, 10)).astype("float32")
    found = ops.convert_to_numpy(likelihoods.Bernoulli().log_prob(X, logits))
    np.testing.assert_allclose(found, (X * logits - np.logaddexp(0, logits)).sum(1), rtol=1e-5)


@pytest.mark.parametrize("kind", [VAE, IWAE])
def test_a_model_trains_reconstructs_and_is_saved(kind, tmp_path):
    vae = compiled(kind)
    history = vae.fit(X, epochs=8, batch_size=10, validation_data=(X,), verbose=0).history
    assert history["val_loss"][-1] < history["val_loss"][0] and "val_kl" in history
    vae.save(tmp_path / "vae.keras")
    again = keras.models.load_model(tmp_path / "vae.keras")
    assert type(again) is kind and again.sampling.samples == 2
    pictures = vae.predict(X, verbose=0)
    np.testing.assert_allclose(again.predict(X, verbose=0), pictures, atol=1e-6)
    np.testing.assert_allclose(ops.convert_to_numpy(vae.reconstruct(X)), pictures, atol=1e-6)
    assert elbo(vae, X, 50, 0).mean == pytest.approx(-vae.evaluate(X, verbose=0)[0], abs=0.5)


def test_what_a_likelihood_learns_is_learned():
    for name in ("learned_gaussian", "optimal_gaussian"):
        vae = compiled(likelihood=name)
        before = float(ops.max(vae.likelihood.sigma))
        vae.fit(X, epochs=2, verbose=0)
        assert float(ops.max(vae.likelihood.sigma)) != before


def test_what_cannot_be_data_is_refused():
    stream = ((np.where(X == 0, i / 2, X)[:10],) for i in range(2))  # the second batch is wrong
    with pytest.raises(ValueError, match="0 or 1"):
        compiled().fit(stream, verbose=0)


def test_what_needs_tensorflow_says_so(monkeypatch):
    monkeypatch.setattr(replicas, "_on_tensorflow", lambda: False)
    with pytest.raises(RuntimeError, match="differentiates with TensorFlow alone.*KERAS_BACKEND"):
        reparametrised_gradient(ops.sum, np.zeros(2), np.zeros(2), 3)
    with pytest.raises(RuntimeError, match="Annealed .* with TensorFlow alone"):
        annealed_importance(compiled(), X, 2, 2)
