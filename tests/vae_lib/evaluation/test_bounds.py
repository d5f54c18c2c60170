"""ELBO, importance-weighted bounds and log p(x) against the exact linear-Gaussian answer."""

import numpy as np
import pytest
from small_models import dense_vae

from vae_lib.evaluation import (
    Estimate,
    elbo,
    encode,
    importance_weighted_bound,
    log_evidence,
    sample_log_weights,
)
from vae_lib.evaluation import draws as draws_module
from vae_lib.evaluation.linear_gaussian_vae import linear_gaussian_vae
from vae_lib.linear_gaussian import LinearGaussian

SAMPLES = 20_000


@pytest.fixture(scope="session")
def exact_elbo(model, vae, x):
    mean, logvar = encode(vae, x)
    reconstruction, kl = model.elbo(x, mean, np.exp(logvar / 2))
    return reconstruction - kl


@pytest.fixture(scope="session")
def log_weights(vae, x):
    return sample_log_weights(vae, x, SAMPLES, seed=1)


def within_four_errors(estimate, exact):
    """Each image, and the mean over the images."""
    mean_is_right = abs(estimate.mean - np.mean(exact)) < 4 * estimate.monte_carlo_error
    return mean_is_right and np.all(abs(estimate.values - exact) < 4 * estimate.errors)


def test_elbo(vae, x, exact_elbo):
    assert within_four_errors(elbo(vae, x, samples=2000, seed=2), exact_elbo)


def test_error_of_the_elbo_falls_with_the_root_of_the_samples(vae, x):
    few, many = (elbo(vae, x, samples, seed=3).monte_carlo_error for samples in (500, 50_000))
    assert few / many == pytest.approx(10, rel=0.1)


def test_one_sample_does_not_know_its_error(vae, x, exact_elbo):
    estimate = elbo(vae, np.repeat(x, 500, axis=0), seed=4)
    assert np.isnan(estimate.errors).all() and np.isnan(estimate.monte_carlo_error)
    groups = estimate.values.reshape(len(x), 500)
    error = groups.std(1) / np.sqrt(500)
    assert (abs(groups.mean(1) - exact_elbo) < 4 * error).all()


def test_bound_of_one_sample_is_the_elbo(log_weights, exact_elbo):
    assert within_four_errors(importance_weighted_bound(log_weights, 1), exact_elbo)


def test_log_evidence(model, x, log_weights):
    assert within_four_errors(log_evidence(log_weights), model.log_evidence(x))


def test_bounds_rise_from_the_elbo_to_log_p(model, x, log_weights, exact_elbo):
    bounds = [importance_weighted_bound(log_weights, k) for k in (1, 2, 5, 20, 100, 1000)]
    for below, above in zip(bounds, bounds[1:], strict=False):
        error = np.hypot(below.monte_carlo_error, above.monte_carlo_error)
        assert below.mean < above.mean + 4 * error
    evidence = np.mean(model.log_evidence(x))
    for bound in bounds:
        assert bound.mean < evidence + 4 * bound.monte_carlo_error
    steps = np.diff([bound.mean for bound in bounds[:4]])
    assert (steps > 4 * bounds[0].monte_carlo_error).all()  # these differ beyond doubt


def test_every_weight_is_p_of_x_where_q_is_the_posterior():
    model = LinearGaussian([[1.0, 0.5], [-1.0, 0.5], [0.0, 1.0]], [0.3, 0.0, -0.2], 0.4)
    x = model.sample(np.random.default_rng(5), 6)
    log_weights = sample_log_weights(linear_gaussian_vae(model), x, 50, seed=5)
    evidence = model.log_evidence(x)
    np.testing.assert_allclose(log_weights, np.tile(evidence, (50, 1)), atol=1e-4)
    assert log_evidence(log_weights).monte_carlo_error < 1e-5


def test_error_of_log_evidence_is_that_of_repeated_runs(log_weights):
    runs = log_weights[:, :6].reshape(100, 200, 6)
    estimates = [log_evidence(run) for run in runs]
    spread = np.std([estimate.values for estimate in estimates], axis=0)
    claimed = np.mean([estimate.errors for estimate in estimates], axis=0)
    np.testing.assert_allclose(claimed, spread, rtol=0.35)


def test_blocks_do_not_change_the_answer(vae, x, model, monkeypatch):
    monkeypatch.setattr(draws_module, "ROWS", 300)
    log_weights = sample_log_weights(vae, x, 1001, seed=6)
    assert log_weights.shape == (1001, len(x)) and log_weights.dtype == "float32"
    assert len(np.unique(log_weights[:, 0])) > 990
    assert within_four_errors(log_evidence(log_weights), model.log_evidence(x))


def test_seeds_repeat_and_differ(vae, x):
    one, again, other = (sample_log_weights(vae, x, 3, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)


def test_hopeless_weights_do_not_overflow():
    log_weights = np.linspace(-3e4, -1e4, 5000)[:, None] * np.ones(3)
    estimate = log_evidence(log_weights)
    np.testing.assert_allclose(estimate.values, -1e4 - np.log(5000), atol=0.1)
    assert np.isfinite(estimate.errors).all()
    assert np.isfinite(importance_weighted_bound(-log_weights, 5000).values).all()


def test_two_kinds_of_error():
    estimate = Estimate(np.array([1.0, 3.0]), np.array([0.3, 0.4]))
    assert estimate.mean == 2 and estimate.monte_carlo_error == pytest.approx(0.25)
    assert estimate.standard_error == pytest.approx(1)
    assert np.isnan(Estimate(np.ones(1), np.zeros(1)).standard_error)


@pytest.fixture(scope="module")
def bernoulli_vae():
    return dense_vae(size=6, hidden=(4,))


def test_log_evidence_of_binary_images_by_summing_over_all_of_them(bernoulli_vae):
    """The estimated probabilities of all 64 images add up to 1."""
    every = (np.arange(64)[:, None] >> np.arange(6) & 1).astype("float32")
    estimate = log_evidence(sample_log_weights(bernoulli_vae, every, 2000, seed=7))
    p = np.exp(estimate.values)
    assert abs(p.sum() - 1) < 4 * np.linalg.norm(p * estimate.errors)


ONES = np.ones((2, 6), "float32")


@pytest.mark.parametrize("estimate", [elbo, sample_log_weights])
@pytest.mark.parametrize(
    ("x", "samples", "message"),
    [
        (ONES, 0, "samples must be .* Received: 0"),
        (ONES, 2.5, "samples must be .* Received: 2.5"),
        (ONES[:, :5], 1, r"x must have shape \(N, 6\).*Received shape \(2, 5\)"),
        (ONES[:0], 1, r"x has no examples. Received shape \(0, 6\)"),
        (ONES[0], 1, r"Received shape \(6,\)"),
        (ONES / 2, 1, "x must be 0 or 1 for a Bernoulli.*such as 0.5"),
        (ONES * np.nan, 1, "x must be finite. Received 12 entries"),
    ],
)
def test_bad_arguments(bernoulli_vae, estimate, x, samples, message):
    with pytest.raises(ValueError, match=message):
        estimate(bernoulli_vae, x, samples)


@pytest.mark.parametrize("k", [0, -1, 2.0])
def test_k_must_be_a_count(k):
    with pytest.raises(ValueError, match=f"k must be a whole number .* Received: {k}"):
        importance_weighted_bound(np.zeros((3, 2)), k)


def test_k_must_not_exceed_the_samples():
    with pytest.raises(ValueError, match="the 3 samples that were drawn. Received: k=4"):
        importance_weighted_bound(np.zeros((3, 2)), 4)


@pytest.mark.parametrize("function", [log_evidence, lambda w: importance_weighted_bound(w, 1)])
def test_bad_weights(function):
    with pytest.raises(ValueError, match=r"shape \(samples, N\).*Received shape \(3,\)"):
        function(np.zeros(3))
    with pytest.raises(ValueError, match="log_weights must be finite. Received 1 entries"):
        function(np.array([[0.0, np.inf]]))
