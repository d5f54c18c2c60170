"""The bound and the evidence in more than one dimension, by quadrature."""

import numpy as np

from vae_book.derivations import EQUATIONS, numeric
from vae_book.derivations.language.symbols import b, m, s, sigma, w, x
from vae_book.derivations.proof.interpretation import LinearGaussian
from vae_book.derivations.sections.bound import GAP

PIXELS, LATENTS = 3, 2
GENERATOR = np.random.default_rng(8)
WEIGHTS = GENERATOR.normal(size=(PIXELS, LATENTS))
OFFSET, POINT = GENERATOR.normal(size=(2, PIXELS))
MEAN, DEVIATION = GENERATOR.normal(size=LATENTS), GENERATOR.uniform(0.3, 1.5, LATENTS)
SIGMA = 0.7

log_likelihood = numeric(EQUATIONS["q3"].rhs)
divergence = numeric(EQUATIONS["13"].rhs)


def grid(nodes=120):
    """Gauss-Hermite nodes and weights for two independent standard normals."""
    node, weight = np.polynomial.hermite_e.hermegauss(nodes)
    weight = weight / np.sqrt(2 * np.pi)
    pairs = np.stack(np.meshgrid(node, node, indexing="ij"), axis=-1).reshape(-1, 2)
    return pairs, np.outer(weight, weight).ravel()


def log_decoder(latents):
    mean = latents @ WEIGHTS.T + OFFSET
    return log_likelihood(x=np.broadcast_to(POINT, mean.shape), mu=mean, sigma=SIGMA)


def log_normal(value, mean, covariance):
    gap = value - mean
    _, log_determinant = np.linalg.slogdet(2 * np.pi * covariance)
    return -(gap @ np.linalg.solve(covariance, gap) + log_determinant) / 2


def log_evidence():
    return log_normal(POINT, OFFSET, WEIGHTS @ WEIGHTS.T + SIGMA**2 * np.eye(PIXELS))


def test_equation_2_by_quadrature_over_the_prior():
    latents, weights = grid()
    integral = weights @ np.exp(log_decoder(latents))
    np.testing.assert_allclose(np.log(integral), log_evidence(), atol=1e-9)


def test_equation_8_gap_is_the_divergence_from_the_posterior():
    noise, weights = grid()
    elbo = weights @ log_decoder(MEAN + DEVIATION * noise) - divergence(m=MEAN, s=DEVIATION)
    precision = np.eye(LATENTS) + WEIGHTS.T @ WEIGHTS / SIGMA**2
    centre = np.linalg.solve(precision, WEIGHTS.T @ (POINT - OFFSET)) / SIGMA**2
    gap = centre - MEAN
    to_posterior = (
        np.trace(precision @ np.diag(DEVIATION**2))
        + gap @ precision @ gap
        - LATENTS
        - np.linalg.slogdet(precision)[1]
        - np.log(DEVIATION**2).sum()
    ) / 2
    np.testing.assert_allclose(log_evidence() - elbo, to_posterior, atol=1e-9)
    assert to_posterior > 0


def test_gap_is_zero_at_the_posterior_only():
    at = {x: 1, w: 1, b: 0, sigma: 1}
    gap = LinearGaussian()(GAP).subs(at)
    assert gap.subs({m: 0.5, s: 0.5**0.5}) < 1e-12
    assert gap.subs({m: 0.5, s: 1}) > 0.1
    assert gap.subs({m: 0, s: 0.5**0.5}) > 0.1
