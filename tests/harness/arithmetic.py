"""Compares the arithmetic of formula figures with Python's, on 1,000 random states each.

Each function gets the figure's root element, in a bare page or in the built book: the script that
is asked is the one of that page.
"""

from unittest.mock import patch

import keras
import numpy as np
import pytest
from keras import ops
from scipy.stats import norm

from vae_book.derivations import EQUATIONS
from vae_book.derivations.proof.numerics import numeric
from vae_book.widgets.maths.random import normals
from vae_lib import gradients
from vae_lib.divergences import kl_to_standard_normal
from vae_lib.likelihoods import Bernoulli, Gaussian
from vae_lib.linear_gaussian import LinearGaussian

STATES = 1000


def columns(figure, script, *values):
    """Runs a script of `(root, state)` on each state; returns its numbers, one array a column."""
    run = f"(root, states) => states.map((state) => ({script})(root.vaeFigure, state))"
    result = figure.evaluate(run, np.stack(values, 1).tolist())
    return [np.array(column) for column in zip(*result, strict=True)]


def check_bernoulli(figure):
    rng = np.random.default_rng(0)
    x = np.where(rng.random(STATES) < 0.5, rng.integers(0, 2, STATES), rng.random(STATES))
    a = rng.uniform(-25, 25, STATES)
    script = """({ sigmoid, fromProbability, fromLogit, clipped, slopes }, [x, a]) => {
      const rho = sigmoid(a);
      const { byRho, byLogit } = slopes(x, a);
      const wrong = clipped(x, a);
      return [rho, fromProbability(x, rho), fromLogit(x, a), byRho, byLogit,
        wrong.rho, wrong.value, wrong.slope];
    }"""
    result = columns(figure, script, x, a)
    rho, by_rho, by_logit, slope_rho, slope_logit, rho_32, clipped, clipped_slope = result

    log_p = numeric(EQUATIONS["q2"].rhs)
    middle = np.abs(a) < 12  # beyond, the double 1 - rho itself has lost digits
    np.testing.assert_allclose(rho, 1 / (1 + np.exp(-a)), rtol=1e-14)
    expected = [log_p(x=np.array([p]), rho=np.array([q])) for p, q in zip(x, rho, strict=True)]
    np.testing.assert_allclose(by_rho, expected, rtol=1e-12)
    np.testing.assert_allclose(by_logit[middle], by_rho[middle], rtol=1e-9)
    np.testing.assert_allclose(by_logit, x * a - np.logaddexp(0, a), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(slope_logit, x - rho, rtol=1e-9, atol=1e-15)
    by_chain = slope_rho * rho / (1 + np.exp(a))  # d rho / da = rho (1 - rho)
    np.testing.assert_allclose(by_chain, slope_logit, rtol=1e-9, atol=1e-14)

    binary = (x == 0) | (x == 1)
    by_vae_lib = Bernoulli().log_prob(x[binary, None].astype("float32"), a[binary, None])
    np.testing.assert_allclose(by_logit[binary], by_vae_lib, rtol=1e-5, atol=1e-6)

    loss = keras.losses.binary_crossentropy(
        x[:, None].astype("float32"), rho_32[:, None].astype("float32")
    )
    np.testing.assert_allclose(clipped, -np.asarray(loss), rtol=1e-5, atol=2e-7)
    lost = (rho_32 < np.float32(1e-7)) | (rho_32 > np.float32(1) - np.float32(1e-7))
    np.testing.assert_allclose(clipped_slope, np.where(lost, 0, x - rho_32), atol=1e-12)
    assert 0.2 < lost.mean() < 0.5  # both cases were tried


def check_gaussian(figure):
    rng = np.random.default_rng(0)
    x, mu = rng.uniform(-1, 2, (2, STATES))
    sigma = rng.uniform(0.1, 2, STATES)
    script = """({ density, logDensity, parts }, [x, mu, sigma]) =>
      [density(x, mu, sigma), logDensity(x, mu, sigma), ...parts({ x, mu, sigma })]"""
    density, log_density, error, constant, total = columns(figure, script, x, mu, sigma)
    log_p = numeric(EQUATIONS["q3"].rhs)
    for k in range(STATES):
        expected = log_p(x=x[k : k + 1], mu=mu[k : k + 1], sigma=sigma[k])
        assert log_density[k] == pytest.approx(float(expected), rel=1e-10, abs=1e-11)
    for k in range(0, STATES, 100):
        by_vae_lib = Gaussian(sigma[k]).log_prob(x[k : k + 1, None], mu[k : k + 1, None])
        assert log_density[k] == pytest.approx(float(by_vae_lib[0]), rel=1e-5, abs=1e-5)
    np.testing.assert_allclose(density, norm.pdf(x, mu, sigma), rtol=1e-9)
    np.testing.assert_allclose(error, -((x - mu) ** 2) / (2 * sigma**2))
    np.testing.assert_allclose(constant, norm.logpdf(0, 0, sigma), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(total, log_density, rtol=1e-9, atol=1e-11)


def check_squared_error(figure, image, reconstruction, average):
    """The images are those of the figure: grey levels from 0 to 255."""
    rng = np.random.default_rng(0)
    sigma = np.exp(rng.uniform(np.log(0.05), np.log(20), STATES))
    script = "({ errors, weighted }, [sigma]) => errors().map((error) => weighted(error, sigma))"
    x, *means = (np.array(levels)[None] / 255 for levels in (image, reconstruction, average))
    for by_browser, mu in zip(columns(figure, script, sigma), means, strict=True):
        squared_error = np.sum((x - mu) ** 2)
        np.testing.assert_allclose(by_browser, squared_error / (2 * sigma**2), rtol=1e-12)
        for k in range(0, STATES, 100):
            likelihood = Gaussian(sigma[k])
            difference = likelihood.log_prob(x, x) - likelihood.log_prob(x, mu)
            assert by_browser[k] == pytest.approx(float(difference[0]), rel=1e-3, abs=2e-3)


def check_bound(figure):
    rng = np.random.default_rng(0)
    w, b, x = 2 * rng.normal(size=STATES), rng.normal(size=STATES), 3 * rng.normal(size=STATES)
    sigma, m = rng.uniform(0.2, 2, STATES), rng.uniform(-3, 3, STATES)
    s = rng.uniform(0.05, 3, STATES)
    script = """({ bound }, [w, b, sigma, x, m, s]) => {
      const { evidence, reconstruction, kl, elbo, gap } = bound({ w, b, sigma, x }, { m, s });
      return [evidence, reconstruction, kl, elbo, gap];
    }"""
    found = np.stack(columns(figure, script, w, b, sigma, x, m, s), 1)
    for k in range(STATES):
        model = LinearGaussian([[w[k]]], [b[k]], sigma[k])
        data, mean, sd = [[x[k]]], [[m[k]]], [[s[k]]]
        reconstruction, kl = model.elbo(data, mean, sd)
        expected = [model.log_evidence(data), reconstruction, kl, reconstruction - kl]
        expected.append(model.gap(data, mean, sd))
        np.testing.assert_allclose(found[k], np.ravel(expected), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(found[:, 3] + found[:, 4], found[:, 0], rtol=1e-9, atol=1e-10)


def check_kl(figure):
    rng = np.random.default_rng(0)
    m, s = rng.uniform(-3, 3, STATES), rng.uniform(0.1, 3, STATES)
    script = """({ terms }, [m, s]) => {
      const { mean, variance, precision, kl, reversed } = terms(m, s);
      return [mean, variance, precision, kl, reversed];
    }"""
    mean, variance, precision, kl, other = columns(figure, script, m, s)
    eq_13 = numeric(EQUATIONS["13"].rhs)
    np.testing.assert_allclose(kl, eq_13(m=m[:, None], s=s[:, None]), rtol=1e-11, atol=1e-14)
    logvar = 2 * np.log(s)[:, None]
    np.testing.assert_allclose(kl, kl_to_standard_normal(m[:, None], logvar), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(mean, m**2 / 2)
    np.testing.assert_allclose(precision, -np.log(s))
    np.testing.assert_allclose(mean + variance + precision, kl, rtol=1e-9, atol=1e-12)
    for k in range(5):  # the reversed one by its definition, as an integral
        integral = norm.expect(lambda z, k=k: norm.logpdf(z) - norm.logpdf(z, m[k], s[k]))
        assert other[k] == pytest.approx(integral, rel=1e-6)
    np.testing.assert_allclose(other, np.log(s) + (1 + m**2) / (2 * s**2) - 0.5, rtol=1e-9)


def check_reparametrisation(figure):
    rng = np.random.default_rng(0)
    m, s = rng.uniform(-3, 3, STATES), rng.uniform(0.3, 2, STATES)
    seeds = rng.integers(0, 10_000, STATES)
    script = """({ normals, gradients, exact, running }, [m, s, seed]) => {
      const epsilon = normals(seed, 6);
      const { z, reparametrised, score } = gradients(epsilon, m, s);
      const truth = exact(m, s);
      const { mean, error } = running(score);
      return [[...epsilon], [...z], [...reparametrised], [...score],
        [truth.gradient, truth.reparametrised, truth.score], [...mean], [...error].slice(1)];
    }"""
    found = columns(figure, script, m, s, seeds)
    epsilon, z, reparametrised, score, truth, mean, error = found
    np.testing.assert_allclose(epsilon, [normals(int(seed), 6) for seed in seeds], atol=1e-12)
    np.testing.assert_allclose(z, m[:, None] + s[:, None] * epsilon, rtol=1e-12)
    # vae_lib's estimators with the figure's noise: the states are 1000 latent variables.
    with patch.object(gradients, "_noise", lambda *_: ops.convert_to_tensor(epsilon.T)):
        by_vae_lib, _ = gradients.reparametrised_gradient(
            lambda z: ops.sum(ops.square(z), axis=-1),
            ops.convert_to_tensor(m),
            ops.convert_to_tensor(2 * np.log(s)),
            6,
        )
    np.testing.assert_allclose(reparametrised.T, by_vae_lib, rtol=1e-9)
    for k in range(10):
        with patch.object(gradients, "_noise", lambda *_, k=k: epsilon[k][:, None]):
            by_vae_lib, _ = gradients.score_function_gradient(
                lambda z: ops.square(z[:, 0]), m[k : k + 1], 2 * np.log(s[k : k + 1]), 6
            )
        np.testing.assert_allclose(score[k], np.asarray(by_vae_lib)[:, 0], rtol=1e-9)
    np.testing.assert_allclose(score, z**2 * epsilon / s[:, None], rtol=1e-9)
    np.testing.assert_allclose(truth[:, :2], np.stack([2 * m, 2 * s], 1))
    variance = (m**4 + 14 * m**2 * s**2 + 15 * s**4) / s**2  # chapter 7 derives it
    np.testing.assert_allclose(truth[:, 2], np.sqrt(variance))
    for n in range(2, 7):
        np.testing.assert_allclose(mean[:, n - 1], score[:, :n].mean(1), rtol=1e-9, atol=1e-12)
        expected = score[:, :n].std(1, ddof=1) / np.sqrt(n)
        np.testing.assert_allclose(error[:, n - 2], expected, rtol=1e-7, atol=1e-12)
