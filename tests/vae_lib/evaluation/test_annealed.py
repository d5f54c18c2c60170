"""Annealed importance sampling against the exact linear-Gaussian answer, and its moves."""

import keras
import numpy as np
import pytest
from keras import ops

from vae_lib.evaluation import annealed_importance, log_evidence, sample_log_weights
from vae_lib.evaluation.annealed import _Annealer, _Path
from vae_lib.evaluation.linear_gaussian_vae import linear_gaussian_vae
from vae_lib.importance import effective_sample_size


@pytest.mark.parametrize("start", ["posterior", "prior"])
def test_agrees_with_the_exact_evidence(model, vae, x, start):
    log_weights, acceptance = annealed_importance(
        vae, x, chains=32, temperatures=60, start=start, seed=1
    )
    estimate, exact = log_evidence(log_weights), model.log_evidence(x)
    assert (abs(estimate.values - exact) < 4 * estimate.errors).all()
    assert abs(estimate.mean - exact.mean()) < 4 * estimate.monte_carlo_error < 0.2
    assert (acceptance > 0.5).all() and (acceptance < 0.95).all()


def test_mean_weight_is_unbiased_however_few_the_temperatures(model, vae, x):
    log_weights, _ = annealed_importance(
        vae, x[:3], chains=20_000, temperatures=2, leapfrog_steps=3, seed=5
    )
    estimate = log_evidence(log_weights)
    exact = model.log_evidence(x[:3])
    assert (abs(estimate.values - exact) < 4 * estimate.errors).all()
    assert (estimate.errors < 0.02).all()


def test_from_the_prior_it_owes_nothing_to_the_encoder(model, vae, x):
    other = linear_gaussian_vae(model, widening=8.0)
    options = {"chains": 4, "temperatures": 3, "start": "prior", "seed": 6}
    one, two = (annealed_importance(v, x, **options).log_weights for v in (vae, other))
    np.testing.assert_array_equal(one, two)


def test_mends_a_bad_encoder(model, x):
    """With q eight times too wide, chains are worth several times as many plain draws."""
    vae = linear_gaussian_vae(model, widening=8.0)
    annealed = annealed_importance(vae, x, chains=64, temperatures=60, seed=2).log_weights
    plain = sample_log_weights(vae, x, 64, seed=2)
    sizes = [np.mean(effective_sample_size(np.asarray(w))) for w in (annealed, plain)]
    assert sizes[0] > 3 * sizes[1]


@pytest.mark.parametrize("temperature", [0.0, 0.5, 1.0])
def test_moves_leave_their_distribution_as_it_is(model, vae, x, temperature):
    """f_t is Gaussian here: from draws of it, moves must keep its mean and covariance."""
    path = _Path(vae, x[:1].astype("float32"), "posterior")
    s = np.exp(np.asarray(path.logvar, "float64")[0] / 2)
    mean, _ = model.posterior(x[:1])
    shift = (mean[0] - np.asarray(path.mean, "float64")[0]) / s
    precision = (1 - temperature) * np.eye(2) + temperature * model.precision * np.outer(s, s)
    rng = np.random.default_rng(3)
    draws = shift + rng.multivariate_normal(np.zeros(2), np.linalg.inv(precision), 20_000)

    annealer = _Annealer(path, 20_000, 5, seed=3)
    u, accepted = annealer.move(
        ops.convert_to_tensor(draws[:, None].astype("float32")),
        ops.convert_to_tensor(temperature, "float32"),
        ops.full((1,), 0.5),
    )
    assert 0.5 < np.mean(accepted)
    centred = np.asarray(u, "float64")[:, 0] - shift
    assert (abs(centred.mean(0)) < 4 * centred.std(0) / np.sqrt(len(u))).all()
    products = centred[:, :, None] * centred[:, None, :]
    error = products.std(0) / np.sqrt(len(u))
    assert (abs(products.mean(0) - np.linalg.inv(precision)) < 4 * error).all()
    assert abs(np.mean((np.asarray(u)[:, 0] - draws) ** 2)) > 0.1  # and they do move


def test_seeds_repeat(vae, x):
    options = {"chains": 2, "temperatures": 3, "leapfrog_steps": 2, "seed": 4}
    one, again = (annealed_importance(vae, x, **options).log_weights for _ in range(2))
    np.testing.assert_array_equal(one, again)
    assert one.shape == (2, len(x))


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"chains": 0}, "chains must be .* Received: 0"),
        ({"temperatures": -1}, "temperatures must be .* Received: -1"),
        ({"leapfrog_steps": 1.5}, "leapfrog_steps must be .* Received: 1.5"),
        ({"start": "q"}, "start must be 'posterior' or 'prior'. Received: 'q'"),
    ],
)
def test_bad_arguments(vae, x, option, message):
    with pytest.raises(ValueError, match=message):
        annealed_importance(vae, x, **option)
    with pytest.raises(ValueError, match=r"Received shape \(12, 4\)"):
        annealed_importance(vae, x[:, :4])


def test_weights_of_the_model_are_left_alone(vae, x):
    before = vae.get_weights()
    annealed_importance(vae, x, chains=2, temperatures=2, leapfrog_steps=1)
    keras.tree.map_structure(np.testing.assert_array_equal, before, vae.get_weights())
