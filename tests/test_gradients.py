"""Both estimators against exact gradients and exact variances, within 4 standard errors."""

import numpy as np
import pytest
from keras import ops

from vae_lib.gradients import reparametrised_gradient, score_function_gradient
from vae_lib.linear_gaussian import LinearGaussian

ESTIMATORS = [reparametrised_gradient, score_function_gradient]
DRAWS = 100_000
MEAN, LOGVAR = np.array([0.7, -0.4], "float32"), np.array([-0.5, 0.3], "float32")
VARIANCE = np.exp(LOGVAR.astype("float64"))


def square_of_first(z):
    return ops.square(z[:, 0])


def within_four_errors(draws, exact):
    draws = np.asarray(draws, "float64")
    return np.all(np.abs(draws.mean(0) - exact) <= 4 * draws.std(0) / np.sqrt(len(draws)) + 1e-6)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_square(estimator):
    """E_q[z_1^2] = m_1^2 + s_1^2, so the gradients are 2 m_1 and, by log s_1^2, s_1^2."""
    by_mean, by_logvar = estimator(square_of_first, MEAN, LOGVAR, DRAWS, seed=1)
    assert within_four_errors(by_mean, [2 * MEAN[0], 0])
    assert within_four_errors(by_logvar, [VARIANCE[0], 0])


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

    step = 1e-5 * np.eye(2)
    m, v = MEAN.astype("float64"), LOGVAR.astype("float64")
    exact_mean = [(term(m + h, v) - term(m - h, v)) / 2e-5 for h in step]
    exact_logvar = [(term(m, v + h) - term(m, v - h)) / 2e-5 for h in step]
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


def test_a_linear_function_has_no_variance_when_reparametrised():
    by_mean, _ = reparametrised_gradient(lambda z: z[:, 0], MEAN, LOGVAR, 10, seed=4)
    np.testing.assert_array_equal(by_mean, np.tile([1.0, 0.0], (10, 1)))


def test_the_score_function_needs_no_derivative():
    """f = 1 where z_1 > 0: the gradient by m_1 is the density of z_1 at 0."""
    by_mean, _ = score_function_gradient(
        lambda z: ops.cast(z[:, 0] > 0, "float32"), MEAN, LOGVAR, DRAWS, seed=5
    )
    density = np.exp(-0.5 * MEAN[0] ** 2 / VARIANCE[0]) / np.sqrt(2 * np.pi * VARIANCE[0])
    assert within_four_errors(by_mean, [density, 0])


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_bad_arguments(estimator):
    with pytest.raises(ValueError, match=r"Received \(2, 1\) and \(2, 1\)"):
        estimator(square_of_first, MEAN[:, None], LOGVAR[:, None], 3)
    with pytest.raises(ValueError, match="Received .2,. and .1,."):
        estimator(square_of_first, MEAN, LOGVAR[:1], 3)
    with pytest.raises(ValueError, match="samples must be .* Received: 0"):
        estimator(square_of_first, MEAN, LOGVAR, 0)
