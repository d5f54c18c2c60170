"""The VAE as a Keras model: its loss is equation 8, it trains, repeats and round-trips."""

import keras
import numpy as np
import pytest
import scipy.stats
from small_models import dense_vae

from vae_lib.data import batches, binarise, load_digits, steps
from vae_lib.divergences import kl_per_unit
from vae_lib.likelihoods import Bernoulli, Gaussian, OptimalGaussian
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder

GREY = load_digits("test")[0][:64]
X = binarise(GREY)


def small_vae(likelihood="bernoulli", **options):
    return dense_vae(VAE, likelihood, 784, 3, (16,), **options)


def test_call_returns_the_parameters_of_both_distributions():
    outputs = small_vae(samples=5)(X)
    shapes = {name: tuple(value.shape) for name, value in outputs.items()}
    assert shapes == {
        "mean": (64, 3),
        "logvar": (64, 3),
        "z": (5, 64, 3),
        "params": (5, 64, 784),
    }
    assert {value.dtype.name for value in outputs.values()} == {"float32"}


def test_elbo_terms_agree_with_scipy():
    vae = small_vae(Gaussian(0.5), samples=4)
    out = {name: np.asarray(value, "float64") for name, value in vae(GREY).items()}
    log_likelihood, kl = vae.elbo_terms(GREY, vae(GREY) | out)
    expected = scipy.stats.norm.logpdf(GREY, out["params"], 0.5).sum(-1).mean(0)
    np.testing.assert_allclose(log_likelihood, expected, rtol=1e-5)
    variance = np.exp(out["logvar"])
    expected = 0.5 * (out["mean"] ** 2 + variance - np.log(variance) - 1).sum(-1)
    np.testing.assert_allclose(kl, expected, rtol=1e-5, atol=1e-7)


def test_loss_is_the_sum_of_its_terms_per_image_whatever_the_batch_size():
    vae = small_vae(samples=50)
    vae.compile(run_eagerly=True)
    whole = vae.evaluate(X, batch_size=64, verbose=0, return_dict=True)
    ragged = vae.evaluate(X, batch_size=10, verbose=0, return_dict=True)
    assert whole["loss"] == pytest.approx(whole["reconstruction"] + whole["kl"], rel=1e-5)
    assert ragged["kl"] == pytest.approx(whole["kl"], rel=1e-5)
    assert ragged["loss"] == pytest.approx(whole["loss"], rel=1e-3)
    assert 400 < whole["loss"] < 700  # an untrained decoder pays about log 2 for each pixel


def test_the_elbo_is_below_the_importance_weighted_estimate_of_log_p():
    vae = small_vae(samples=2000)
    out = vae(X[:4])
    log_weight = np.asarray(vae.log_weights(X[:4], out), "float64")
    log_p = np.logaddexp.reduce(log_weight, axis=0) - np.log(2000)
    log_likelihood, kl = vae.elbo_terms(X[:4], out)
    assert (np.asarray(log_likelihood - kl) < log_p).all()


def test_the_mean_of_the_log_weights_estimates_the_elbo():
    vae = small_vae(samples=2000)
    out = vae(X[:4])
    log_likelihood, kl = vae.elbo_terms(X[:4], out)
    draws = np.asarray(vae.log_weights(X[:4], out) - vae.likelihood.log_prob(X[:4], out["params"]))
    # What differs is the KL alone: here by Monte Carlo, there in closed form.
    assert (abs(draws.mean(0) + np.asarray(kl)) < 4 * draws.std(0) / np.sqrt(2000)).all()


def losses(**options):
    """Training loss and evaluation of one model on one batch, without a step of training."""
    vae = small_vae(samples=3, **options)
    out = vae(X)
    return [float(vae.compute_loss(X, y_pred=out, training=flag)) for flag in (True, False)]


def test_beta_weighs_the_kl_in_training_only():
    vae = small_vae(samples=3)
    log_likelihood, kl = vae.elbo_terms(X, vae(X))
    reconstruction, kl = -np.mean(log_likelihood), np.mean(kl)
    for beta in (0.0, 1.0, 4.0):
        trained, evaluated = losses(beta=beta)
        assert trained == pytest.approx(reconstruction + beta * kl, rel=1e-4)
        assert evaluated == pytest.approx(reconstruction + kl, rel=1e-4)


def test_free_bits_are_taken_from_each_unit():
    vae = small_vae()
    q = vae.encoder(X)
    per_unit = np.mean(kl_per_unit(q["mean"], q["logvar"]), axis=0)
    nats = float(np.median(per_unit))
    plain, (trained, evaluated) = losses(), losses(free_bits=nats)
    extra = np.maximum(per_unit, nats).sum() - per_unit.sum()
    assert extra > 0 and trained == pytest.approx(plain[0] + extra, rel=1e-4)
    assert evaluated == pytest.approx(plain[1], rel=1e-5)


def trained_weights():
    vae = small_vae()
    n = steps(GREY, 16)
    vae.compile(keras.optimizers.SGD(1e-3), steps_per_execution=n)
    vae.fit(batches(GREY, 16), steps_per_epoch=n, epochs=2, shuffle=False, verbose=0)
    return vae.get_weights()


def test_two_runs_with_one_seed_are_identical():
    for a, b in zip(trained_weights(), trained_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def trained_on(stack, jit_compile):
    vae = small_vae()
    vae.compile(keras.optimizers.SGD(1e-3, momentum=0.9), jit_compile=jit_compile)
    stream = batches(X, 32, binarisation=None, stack=stack)
    steps_per_epoch = 1 if stack else 2
    history = vae.fit(stream, steps_per_epoch=steps_per_epoch, epochs=2, shuffle=False, verbose=0)
    assert int(vae.optimizer.iterations) == 4
    return history.history["loss"], vae.get_weights()


@pytest.mark.parametrize("jit_compile", [False, True])
def test_a_stack_trains_like_its_batches_one_by_one(jit_compile):
    losses, weights = trained_on(None, jit_compile)
    stack_losses, stack_weights = trained_on(2, jit_compile)
    assert stack_losses == pytest.approx(losses, rel=1e-5)
    for a, b in zip(weights, stack_weights, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-4)


def test_gradients_reach_every_weight():
    vae = small_vae()
    before = vae.get_weights()
    vae.compile("sgd", run_eagerly=True)
    vae.fit(X, verbose=0)
    moved = [not np.array_equal(a, b) for a, b in zip(before, vae.get_weights(), strict=True)]
    trainable = [w.path for w in vae.weights if w.trainable]
    assert sum(moved) >= len(trainable) and vae.dtype == "float32"


def test_save_and_load_round_trips_exactly(tmp_path):
    vae = small_vae(Gaussian(0.3), samples=2, seed=7, beta=0.5, free_bits=0.1)
    vae.beta.assign(0.75)
    vae.compile(keras.optimizers.SGD(1e-3), run_eagerly=True)
    vae.fit(X, verbose=0)
    vae.save(tmp_path / "vae.keras")
    again = keras.models.load_model(tmp_path / "vae.keras")
    np.testing.assert_array_equal(vae.predict(X, verbose=0), again.predict(X, verbose=0))
    assert again.likelihood.get_config() == vae.likelihood.get_config()
    assert type(again.likelihood) is Gaussian
    assert again.sampling.samples == 2 and again.sampling.seed == 7
    assert float(again.beta) == 0.75 and again.free_bits == 0.1
    again.fit(X, verbose=0)


def test_predict_reconstructs_and_sample_draws_from_the_prior():
    vae = small_vae(samples=3)
    predicted = vae.predict(X, batch_size=10, verbose=0)
    np.testing.assert_allclose(predicted, vae.reconstruct(X), atol=1e-6)
    draws = np.asarray(vae.sample(6, seed=0))
    assert draws.shape == (6, 784) and (draws > 0).all() and (draws < 1).all()
    np.testing.assert_array_equal(draws, vae.sample(6, seed=0))


def test_a_batch_of_one():
    vae = small_vae()
    vae.compile(keras.optimizers.SGD(1e-3), run_eagerly=True)
    assert np.isfinite(vae.fit(X[:1], verbose=0).history["loss"]).all()


@pytest.mark.parametrize("name", ["beta", "free_bits"])
@pytest.mark.parametrize("value", [-1.0, np.inf, "1"])
def test_weights_of_the_kl_must_be_numbers(name, value):
    with pytest.raises(ValueError, match=f"{name} must be a finite number of at least 0. Received"):
        small_vae(**{name: value})


def test_a_likelihood_can_be_named():
    assert type(small_vae("optimal_gaussian").likelihood) is OptimalGaussian
    for wrong in ("bernouli", 3, Bernoulli):
        with pytest.raises(ValueError, match="one of the names 'bernoulli'.*Received: "):
            small_vae(wrong)


@pytest.mark.parametrize("written", [{"format": 99}, {}])
def test_a_model_of_another_version_is_refused(written):
    config = small_vae().get_config()
    del config["format"]
    with pytest.raises(ValueError, match=f"format {written.get('format')}, .* reads format 1"):
        VAE.from_config({**config, **written})


def test_networks_that_do_not_fit_together():
    with pytest.raises(ValueError, match="one latent size K. Received mean .*2.* input .*3"):
        VAE(dense_encoder(784, 2, (4,)), dense_decoder(784, 3, (4,)), Bernoulli())
    with pytest.raises(
        ValueError, match=r"shape \(784,\).* Bernoulli needs .*\(784,\).* returns \(100,\)"
    ):
        VAE(dense_encoder(784, 2, (4,)), dense_decoder(100, 2, (4,)), Bernoulli())
    with pytest.raises(ValueError, match="dictionary with the keys 'mean' and 'logvar'"):
        VAE(dense_decoder(784, 2, (4,)), dense_decoder(784, 2, (4,)), Bernoulli())
