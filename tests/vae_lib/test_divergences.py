"""The closed-form KL against quadrature and its own limits."""

import numpy as np
import pytest
import scipy.integrate
import scipy.stats
import tensorflow as tf
from keras import ops

from vae_lib.divergences import kl_per_unit, kl_to_standard_normal


def kl_by_quadrature(m, s):
    q, p = scipy.stats.norm(m, s), scipy.stats.norm()

    def integrand(z):
        return q.pdf(z) * (q.logpdf(z) - p.logpdf(z))

    return scipy.integrate.quad(integrand, m - 12 * s, m + 12 * s)[0]


@pytest.mark.parametrize(("m", "s"), [(0.0, 1.0), (1.3, 0.4), (-2.0, 2.5)])
def test_agrees_with_quadrature(m, s):
    kl = kl_to_standard_normal(np.array([[m]]), np.array([[2 * np.log(s)]]))
    assert float(kl[0]) == pytest.approx(kl_by_quadrature(m, s), abs=1e-6)


def test_units_add_up_to_the_whole():
    rng = np.random.default_rng(1)
    m, logvar = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    alone = [kl_to_standard_normal(m[:, [k]], logvar[:, [k]]) for k in range(3)]
    np.testing.assert_allclose(kl_per_unit(m, logvar), np.stack(alone, axis=1))
    np.testing.assert_allclose(kl_to_standard_normal(m, logvar), sum(alone))


def test_is_zero_only_at_the_prior_and_keeps_its_digits_nearby():
    logvar = np.array([[0.0], [1e-4], [-1e-4]], "float32")
    kl = kl_to_standard_normal(np.zeros_like(logvar), logvar)
    exact = (np.expm1(logvar.astype("float64")) - logvar)[:, 0] / 2
    np.testing.assert_allclose(kl, exact, rtol=2e-2)
    assert kl[0] == 0


def test_log_variances_of_eighty_stay_finite():
    kl = kl_to_standard_normal(np.zeros((2, 1), "float32"), np.array([[80.0], [-80.0]], "float32"))
    np.testing.assert_allclose(kl, [np.expm1(80) / 2 - 40, 39.5], rtol=1e-5)


def test_gradients():
    m, logvar = tf.Variable([[0.5, -2.0]]), tf.Variable([[0.3, -1.0]])
    with tf.GradientTape() as tape:
        kl = ops.sum(kl_to_standard_normal(m, logvar))
    by_m, by_logvar = tape.gradient(kl, [m, logvar])
    np.testing.assert_allclose(by_m, m, rtol=1e-6)
    np.testing.assert_allclose(by_logvar, (np.exp(logvar) - 1) / 2, rtol=1e-5)


@pytest.mark.parametrize("size", [0, 1])
def test_batches_of_none_and_one(size):
    assert kl_to_standard_normal(np.zeros((size, 3)), np.zeros((size, 3))).shape == (size,)


def test_shapes_must_match():
    with pytest.raises(ValueError, match=r"Received \(2, 3\) and \(2, 1\)"):
        kl_to_standard_normal(np.zeros((2, 3)), np.zeros((2, 1)))
