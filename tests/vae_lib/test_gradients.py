"""The estimators against exact gradients and exact variances, within 4 standard errors."""

import keras
import numpy as np
import pytest
from keras import ops

from vae_lib.gradients import (
    elbo_gradient,
    importance_weighted_gradient,
    reparametrised_gradient,
    score_function_gradient,
    sticking_the_landing_gradient,
)
from vae_lib.linear_gaussian import LinearGaussian

ESTIMATORS = [reparametrised_gradient, score_function_gradient]
DRAWS = 100_000
MEAN, LOGVAR = np.array([0.7, -0.4], "float32"), np.array([-0.5, 0.3], "float32")
VARIANCE = np.exp(LOGVAR.astype("float64"))


def square_of_first(z):
    return ops.square(z[:, 0])


SQUARE = square_of_first, MEAN, LOGVAR


def within_four_errors(draws, exact):
    draws = np.asarray(draws, "float64")
    return np.all(np.abs(draws.mean(0) - exact) <= 4 * draws.std(0) / np.sqrt(len(draws)) + 1e-6)


def slopes(f, *arguments, step=1e-5):
    """The gradient of a function by each of its vectors, by central differences."""
    at = np.asarray(arguments, "float64")
    moves = step * np.eye(at.size).reshape(at.size, *at.shape)
    return np.reshape([f(*at + h) - f(*at - h) for h in moves], at.shape) / (2 * step)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_linear_gaussian_decoder(estimator):
    """The gradients of `LinearGaussian.elbo`'s first term, by central differences."""
    model = LinearGaussian([[1.0, 0.5], [-0.3, 0.8], [0.4, 0.0]], [0.1, -0.2, 0.0], 0.9)
    x = np.array([[1.0, -0.5, 0.3]])

    def log_decoder(z):
        mu = ops.matmul(z, ops.transpose(model.W.astype("float32"))) + model.b.astype("float32")
        squares = ops.sum(ops.square(x.astype("float32") - mu), axis=-1)
        return -1.5 * np.log(2 * np.pi * 0.81).astype("float32") - squares / 1.62

    def term(mean, logvar):
        return model.elbo(x, mean[None], np.exp(logvar / 2)[None])[0][0]

    exact_mean, exact_logvar = slopes(term, MEAN, LOGVAR)
    by_mean, by_logvar = estimator(log_decoder, MEAN, LOGVAR, DRAWS, seed=2)
    assert within_four_errors(by_mean, exact_mean)
    assert within_four_errors(by_logvar, exact_logvar)


def test_variances_for_a_square():
    """4 s^2 against (m^4 + 14 m^2 s^2 + 15 s^4) / s^2, by m."""
    m, v = float(MEAN[0]), float(VARIANCE[0])
    exact = [4 * v, (m**4 + 14 * m**2 * v + 15 * v**2) / v]
    found = [
        np.var(estimator(square_of_first, MEAN, LOGVAR, DRAWS, seed=3)[0][:, 0])
        for estimator in ESTIMATORS
    ]
    np.testing.assert_allclose(found, exact, rtol=0.05)


def test_the_score_function_needs_no_derivative():
    """f = 1 where z_1 > 0: the gradient by m_1 is the density of z_1 at 0."""
    by_mean, _ = score_function_gradient(
        lambda z: ops.cast(z[:, 0] > 0, "float32"), MEAN, LOGVAR, DRAWS, seed=5
    )
    density = np.exp(-0.5 * MEAN[0] ** 2 / VARIANCE[0]) / np.sqrt(2 * np.pi * VARIANCE[0])
    assert within_four_errors(by_mean, [density, 0])


@pytest.mark.parametrize("baseline", [1.3, "leave-one-out"])
def test_a_baseline_leaves_the_mean_as_it_is(baseline):
    """The mean of four draws, over and over: the others of a draw are few."""
    runs = [
        [np.mean(g, axis=0) for g in score_function_gradient(*SQUARE, 4, seed, baseline)]
        for seed in range(1000)
    ]
    by_mean, by_logvar = np.moveaxis(runs, 1, 0)
    assert within_four_errors(by_mean, [2 * MEAN[0], 0])
    assert within_four_errors(by_logvar, [VARIANCE[0], 0])


def test_variances_with_a_baseline():
    """By m, for f = z^2 less its mean m^2 + s^2: 8 m^2 + 10 s^2."""
    m, v = float(MEAN[0]), float(VARIANCE[0])
    for baseline in (m**2 + v, "leave-one-out"):
        draws, _ = score_function_gradient(*SQUARE, DRAWS, 6, baseline)
        deviations = np.asarray(draws[:, 0], "float64") - 2 * m
        assert within_four_errors(deviations**2, 8 * m**2 + 10 * v)
    plain = (m**4 + 14 * m**2 * v + 15 * v**2) / v
    assert 8 * m**2 + 10 * v < 0.7 * plain


def test_a_leave_one_out_baseline_is_the_mean_of_the_others():
    values = []

    def f(z):
        values.append(np.asarray(square_of_first(z)))
        return square_of_first(z)

    arguments = f, MEAN, LOGVAR, 5, 7  # the last is the seed
    plain, _ = score_function_gradient(*arguments)
    score = np.asarray(plain)[:, 0] / values[0]
    found, _ = score_function_gradient(*arguments, "leave-one-out")
    others = [np.mean(np.delete(values[0], i)) for i in range(5)]
    np.testing.assert_allclose(found[:, 0], (values[0] - others) * score, rtol=1e-4)


@pytest.mark.parametrize(
    ("baseline", "samples", "message"),
    [
        ("leave-one-out", 1, "samples must be at least 2. Received: 1"),
        ("mean", 3, "a finite number or 'leave-one-out'. Received: 'mean'"),
        (np.nan, 3, "a finite number or 'leave-one-out'. Received: nan"),
        (None, 3, "a finite number or 'leave-one-out'. Received: None"),
    ],
)
def test_baselines_that_are_refused(baseline, samples, message):
    with pytest.raises(ValueError, match=message):
        score_function_gradient(*SQUARE, samples, baseline=baseline)


ELBO_GRADIENTS = [elbo_gradient, sticking_the_landing_gradient]
# The columns of W are orthogonal: the posterior factorises, with precision diag(P).
MODEL = LinearGaussian([[1.0, 0.4], [-1.0, 0.4], [0.0, 0.5]], [0.1, -0.2, 0.0], 0.9)
POINT = np.array([[1.0, -0.5, 0.3]])
P = np.diag(MODEL.precision)
POSTERIOR_MEAN = MODEL.posterior(POINT)[0][0]


def log_joint(z):
    mu = ops.matmul(z, ops.convert_to_tensor(MODEL.W.T, z.dtype)) + ops.cast(MODEL.b, z.dtype)
    squares = ops.sum(ops.square(ops.cast(POINT, z.dtype) - mu), axis=-1)
    return -squares / (2 * MODEL.sigma**2) - ops.sum(ops.square(z), axis=-1) / 2


@pytest.mark.parametrize("estimator", ELBO_GRADIENTS)
def test_gradients_of_the_elbo(estimator):
    """By m it is P (m_posterior - m), by log s^2 it is (1 - P s^2) / 2."""
    exact_mean, exact_logvar = P * (POSTERIOR_MEAN - MEAN), (1 - P * VARIANCE) / 2

    def elbo(mean, logvar):
        return np.subtract(*MODEL.elbo(POINT, mean[None], np.exp(logvar / 2)[None]))[0]

    np.testing.assert_allclose(slopes(elbo, MEAN, LOGVAR), [exact_mean, exact_logvar], rtol=1e-5)
    by_mean, by_logvar = estimator(log_joint, MEAN, LOGVAR, DRAWS, seed=8)
    assert within_four_errors(by_mean, exact_mean)
    assert within_four_errors(by_logvar, exact_logvar)


def test_variances_of_the_gradients_of_the_elbo():
    """log p(x, z) has slope P (m_posterior - z); the dropped score adds epsilon / s by m."""
    shift, s = POSTERIOR_MEAN - MEAN, np.sqrt(VARIANCE)
    exact = {
        elbo_gradient: (
            P**2 * VARIANCE,
            P**2 * VARIANCE * (shift**2 + 2 * VARIANCE) / 4,
        ),
        sticking_the_landing_gradient: (
            (P * s - 1 / s) ** 2,
            VARIANCE * (P**2 * shift**2 + 2 * (P * s - 1 / s) ** 2) / 4,
        ),
    }
    for estimator, variances in exact.items():
        found = [np.var(g, 0) for g in estimator(log_joint, MEAN, LOGVAR, DRAWS, seed=9)]
        np.testing.assert_allclose(found, variances, rtol=0.05, err_msg=estimator.__name__)


def test_no_variance_at_the_posterior():
    """Every single draw gives zero, where the usual gradient has variance P by m, 1/2 by v."""
    at_posterior = POSTERIOR_MEAN, -np.log(P), DRAWS
    for gradient in sticking_the_landing_gradient(log_joint, *at_posterior, seed=10):
        np.testing.assert_allclose(gradient, np.zeros((DRAWS, 2)), atol=1e-12)
    by_mean, by_logvar = elbo_gradient(log_joint, *at_posterior, seed=10)
    np.testing.assert_allclose(np.var(by_mean, 0), P, rtol=0.05)
    np.testing.assert_allclose(np.var(by_logvar, 0), [0.5, 0.5], rtol=0.05)


@pytest.mark.parametrize("estimator", ESTIMATORS + ELBO_GRADIENTS)
def test_bad_arguments(estimator):
    with pytest.raises(ValueError, match=r"Received \(2, 1\) and \(2, 1\)"):
        estimator(log_joint, MEAN[:, None], LOGVAR[:, None], 3)
    with pytest.raises(ValueError, match=r"Received \(2,\) and \(1,\)"):
        estimator(log_joint, MEAN, LOGVAR[:1], 3)
    with pytest.raises(ValueError, match="samples must be .* Received: 0"):
        estimator(log_joint, MEAN, LOGVAR, 0)


def test_the_importance_weighted_gradient_is_that_of_the_bound():
    """Plainly, of log (1/k sum_i w_i) with the same noise, by central differences."""
    k = 3
    found = importance_weighted_gradient(log_joint, MEAN, LOGVAR, k, 1, seed=7)
    epsilon = np.asarray(keras.random.normal((1, k, 2), seed=7))[0].astype("float64")

    def bound(mean, logvar):
        z = mean + np.exp(logvar / 2) * epsilon
        log_q = -((epsilon**2).sum(1) + logvar.sum()) / 2
        return np.log(np.mean(np.exp(np.asarray(log_joint(z.astype("float32"))) - log_q)))

    expected = slopes(bound, MEAN, LOGVAR, step=1e-3)
    np.testing.assert_allclose([gradient[0] for gradient in found], expected, atol=5e-3)


@pytest.mark.filterwarnings("error::UserWarning")
def test_doubly_reparametrised_it_has_the_same_mean_and_does_not_drown_as_k_grows():
    signal = {}
    for k in (1, 50):
        plain, doubly = (
            np.concatenate(
                importance_weighted_gradient(log_joint, MEAN, LOGVAR, k, 4000, 8, way), axis=1
            ).astype("float64")
            for way in (False, True)
        )
        errors = np.sqrt((plain.var(0) + doubly.var(0)) / 4000)
        assert (abs(plain.mean(0) - doubly.mean(0)) < 4 * errors).all()
        signal[k] = [np.median(abs(doubly.mean(0)) / draws.std(0)) for draws in (plain, doubly)]
    assert signal[50][0] < signal[1][0] / 2 and signal[50][1] > 1.5 * signal[1][1]
    with pytest.raises(ValueError, match="k must be .* Received: 0"):
        importance_weighted_gradient(log_joint, MEAN, LOGVAR, 0, 1)
