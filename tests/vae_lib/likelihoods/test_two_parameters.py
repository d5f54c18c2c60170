"""Likelihoods with a mean and a spread for each pixel: oracles, gradients, sums, limits, draws."""

import numpy as np
import pytest
import scipy.special
import scipy.stats
import tensorflow as tf
from keras import ops

from vae_lib.likelihoods import DecoderGaussian, DiscretisedLogistic, get

RNG = np.random.default_rng(0)
MU = RNG.random((5, 4, 3)).astype("float32")
RAW = RNG.normal(-3, 1, MU.shape).astype("float32")
PARAMS = np.concatenate([MU, RAW], axis=-1)
LEVELS = np.arange(256) / 255
X = RNG.choice(LEVELS, MU.shape).astype("float32")
BOTH = [DecoderGaussian(0.01), DiscretisedLogistic()]
both = pytest.mark.parametrize("likelihood", BOTH, ids=lambda x: x.name)


def spread(smallest, raw=RAW):
    return smallest + np.logaddexp(0, raw.astype("float64"))


def test_the_gaussian_agrees_with_scipy():
    expected = scipy.stats.norm.logpdf(X, MU, spread(0.01)).sum((1, 2))
    np.testing.assert_allclose(DecoderGaussian(0.01).log_prob(X, PARAMS), expected, rtol=1e-4)


def levels(mu, s):
    """The probabilities of the 256 levels by the distribution function of scipy, in float64."""
    edges = np.concatenate([[-np.inf], (np.arange(1, 256) - 0.5) / 255, [np.inf]])
    law = scipy.stats.logistic(mu, s)
    # In its upper tail a distribution function is 1 to all digits, its complement is not 0.
    return np.maximum(np.diff(law.cdf(edges)), -np.diff(law.sf(edges)))


def test_the_logistic_agrees_with_scipy():
    s = spread(1e-4)
    expected = [
        sum(
            np.log(levels(m, scale)[round(255 * float(x))])
            for x, m, scale in zip(image.ravel(), mu.ravel(), each.ravel(), strict=True)
        )
        for image, mu, each in zip(X, MU.astype("float64"), s, strict=True)
    ]
    np.testing.assert_allclose(DiscretisedLogistic().log_prob(X, PARAMS), expected, rtol=1e-3)


@pytest.mark.parametrize("mu", [-0.5, 0.0, 0.3, 1.0, 4.0])
@pytest.mark.parametrize("raw", [-20.0, -4.0, 0.0, 3.0])
def test_the_probabilities_of_the_levels_add_up_to_one(mu, raw):
    params = np.tile([[mu, raw]], (256, 1))
    log_p = DiscretisedLogistic().log_prob(LEVELS[:, None], params)
    assert np.exp(np.asarray(log_p)).sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("raw", [-4.0, 0.5])
def test_the_density_integrates_to_one(raw):
    grid = np.linspace(-20, 20, 200_001)
    params = np.tile([[0.3, raw]], (len(grid), 1))
    density = np.exp(np.asarray(DecoderGaussian().log_prob(grid[:, None], params)))
    assert np.trapezoid(density, grid) == pytest.approx(1, abs=1e-4)


@both
def test_gradients_agree_with_differences(likelihood):
    params = tf.Variable(PARAMS.astype("float64"))
    with tf.GradientTape() as tape:
        total = ops.sum(likelihood.log_prob(X, params))
    gradient = tape.gradient(total, params).numpy()
    for index in [(0, 0, 0), (1, 2, 1), (2, 3, 3), (4, 1, 5)]:
        step = np.zeros_like(PARAMS, "float64")
        step[index] = 1e-5
        ends = [float(ops.sum(likelihood.log_prob(X, PARAMS + sign * step))) for sign in (1, -1)]
        assert gradient[index] == pytest.approx((ends[0] - ends[1]) / 2e-5, rel=1e-4, abs=1e-5)


@both
def test_extreme_parameters_stay_finite_with_their_gradients(likelihood):
    params = tf.Variable([[1e4, -1e4], [-1e4, 1e4], [0.5, -1e4], [0.5, 1e4], [0.0, 0.0]])
    x = np.array([[0.0], [1.0], [0.0], [0.2], [1.0]], "float32")
    with tf.GradientTape() as tape:
        value = likelihood.log_prob(x, params)
    assert np.isfinite(value).all() and np.isfinite(tape.gradient(value, params)).all()


@both
def test_draws_have_the_mean_and_spread(likelihood):
    params = ops.convert_to_tensor(np.tile([[0.5, -3.0]], (20_000, 1)).astype("float32"))
    draws = np.asarray(likelihood.sample(params, seed=1))
    assert draws.shape == (20_000, 1)
    sigma = spread(likelihood.smallest, np.array(-3.0))
    if isinstance(likelihood, DiscretisedLogistic):
        likelihood.check_data(draws)
        sigma = np.sqrt(np.sum(levels(0.5, sigma) * (LEVELS - 0.5) ** 2))
    assert abs(draws.mean() - 0.5) < 4 * sigma / np.sqrt(20_000)
    assert draws.std() == pytest.approx(sigma, rel=0.05)
    assert likelihood.mean(params).shape == (20_000, 1)


def test_a_frequent_level_is_drawn_as_often_as_its_probability():
    params = np.tile([[0.02, -4.0]], (40_000, 1)).astype("float32")
    draws = np.asarray(DiscretisedLogistic().sample(ops.convert_to_tensor(params), seed=2))
    p = levels(np.float64(0.02), spread(1e-4, np.array(-4.0)))
    for level in (0, 3, 5):
        share = np.mean(np.round(255 * draws) == level)
        assert abs(share - p[level]) < 4 * np.sqrt(p[level] / 40_000)


def test_other_values_and_other_shapes_are_refused():
    with pytest.raises(ValueError, match="x must be a grey level k / 255.*such as 0.5"):
        DiscretisedLogistic().log_prob(np.full((2, 3), 0.5), np.zeros((2, 6)))
    for likelihood in (get("decoder_gaussian"), get("discretised_logistic")):
        assert likelihood.params_shape((8, 8, 3)) == (8, 8, 6)
        with pytest.raises(ValueError, match=r"last axis must be even.* \(2, 3\)"):
            likelihood.log_prob(np.zeros((2, 3)), np.zeros((2, 3)))
        with pytest.raises(ValueError, match=r"x of shape \(2, 3\) and mu of shape \(2, 4\)"):
            likelihood.log_prob(np.zeros((2, 3)), np.zeros((2, 8)))
    with pytest.raises(ValueError, match="min_sigma must be .* Received: 0"):
        DecoderGaussian(0)
