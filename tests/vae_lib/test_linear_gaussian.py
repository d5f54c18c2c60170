"""The exactly solvable model against scipy's Gaussian, quadrature and its own samples."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm

from vae_lib.linear_gaussian import LinearGaussian


@pytest.fixture
def rng():
    return np.random.default_rng(0)


@pytest.fixture(params=[(1, 1), (5, 2), (2, 3)])
def model(request, rng):
    data_size, latent_size = request.param
    W = rng.normal(size=(data_size, latent_size))
    return LinearGaussian(W, rng.normal(size=data_size), 0.7)


@pytest.fixture
def states(model, rng):
    """Seven data points with a q for each."""
    n, latent = 7, model.latent_size
    x = model.sample(rng, n)
    return x, rng.normal(size=(n, latent)), rng.uniform(0.2, 2.0, size=(n, latent))


def test_evidence_is_the_marginal_gaussian(model, states):
    covariance = model.W @ model.W.T + 0.49 * np.eye(model.data_size)
    expected = multivariate_normal(model.b, covariance).logpdf(states[0])
    np.testing.assert_allclose(model.log_evidence(states[0]), expected, rtol=1e-10)


def test_posterior_is_joint_over_evidence(model, states):
    """log p(z|x) = log p(x|z) + log p(z) - log p(x) at random z."""
    x, z, _ = states
    mean, covariance = model.posterior(x)
    joint = norm(z @ model.W.T + model.b, 0.7).logpdf(x).sum(1) + norm().logpdf(z).sum(1)
    for row in range(len(x)):
        posterior = multivariate_normal(mean[row], covariance).logpdf(z[row])
        evidence = model.log_evidence(x)[row]
        assert posterior == pytest.approx(joint[row] - evidence, rel=1e-9)


def test_terms_of_the_elbo_by_quadrature():
    model = LinearGaussian([[1.3], [-0.4]], [0.2, 0.5], 0.6)
    x, m, s = np.array([[1.0, -0.7]]), 0.3, 0.8
    q = norm(m, s)

    def mean(f):
        return quad(lambda z: q.pdf(z) * f(z), m - 12 * s, m + 12 * s)[0]

    terms = model.elbo(x, [[m]], [[s]])
    log_decoder = mean(lambda z: norm(model.W[:, 0] * z + model.b, 0.6).logpdf(x[0]).sum())
    kl = mean(lambda z: q.logpdf(z) - norm.logpdf(z))
    np.testing.assert_allclose(np.ravel(terms), [log_decoder, kl], rtol=1e-8)


def test_evidence_is_elbo_plus_gap(model, states):
    reconstruction, kl = model.elbo(*states)
    gap = model.gap(*states)
    np.testing.assert_allclose(reconstruction - kl + gap, model.log_evidence(states[0]))
    assert gap.min() > 0


def test_gap_by_monte_carlo(model, states, rng):
    x, m, s = (array[:1] for array in states)
    z = m + s * rng.normal(size=(100_000, model.latent_size))
    mean, covariance = model.posterior(x)
    ratio = norm(m, s).logpdf(z).sum(1) - multivariate_normal(mean[0], covariance).logpdf(z)
    error = ratio.std() / np.sqrt(ratio.size)
    assert abs(ratio.mean() - model.gap(x, m, s)[0]) < 4 * error


def test_no_gap_at_a_factorised_posterior(rng):
    model = LinearGaussian(np.diag([2.0, 0.5]), [0.0, 1.0], 0.3)
    x = model.sample(rng, 4)
    mean, covariance = model.posterior(x)
    s = np.tile(np.sqrt(np.diag(covariance)), (4, 1))
    np.testing.assert_allclose(model.gap(x, mean, s), 0, atol=1e-12)


def test_samples_have_the_marginal_moments(rng):
    model = LinearGaussian([[1.0, 0.5], [0.2, -1.0]], [3.0, -2.0], 0.4)
    x = model.sample(rng, 100_000)
    covariance = model.W @ model.W.T + 0.16 * np.eye(2)
    assert np.all(np.abs(x.mean(0) - model.b) < 4 * np.sqrt(np.diag(covariance) / len(x)))
    np.testing.assert_allclose(np.cov(x.T), covariance, atol=0.03)


def test_no_data_gives_no_numbers():
    model = LinearGaussian([[1.0]], [0.0], 1.0)
    none = np.zeros((0, 1))
    assert model.log_evidence(none).shape == model.gap(none, none, none).shape == (0,)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([1.0], [0.0], 1.0), r"W must have shape \(D, K\). Received shape \(1,\)"),
        (([[np.nan]], [0.0], 1.0), "W must be finite"),
        (([[1.0]], [0.0, 1.0], 1.0), r"b must have shape \(1,\).*Received shape \(2,\)"),
        (([[1.0]], [0.0], 0), "sigma must be .* Received: 0"),
    ],
)
def test_models_that_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        LinearGaussian(*arguments)


@pytest.mark.parametrize(
    ("x", "m", "s", "message"),
    [
        ([1.0], [[0.0]], [[1.0]], r"x must have shape \(n, 1\). Received shape \(1,\)"),
        ([[np.inf]], [[0.0]], [[1.0]], "x must be finite"),
        ([[1.0]], [0.0], [[1.0]], r"shape \(1, 1\).*Received \(1,\) and \(1, 1\)"),
        ([[1.0]], [[0.0]], [[-0.5]], "s is a standard deviation.*Received: -0.5"),
    ],
)
def test_arguments_that_are_refused(x, m, s, message):
    model = LinearGaussian([[1.0]], [0.0], 1.0)
    for method in (model.elbo, model.gap):
        with pytest.raises(ValueError, match=message):
            method(x, m, s)


def test_the_number_of_samples_must_be_a_count(rng):
    with pytest.raises(ValueError, match="n must be .* Received: 0"):
        LinearGaussian([[1.0]], [0.0], 1.0).sample(rng, 0)
