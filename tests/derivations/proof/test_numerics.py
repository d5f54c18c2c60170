"""Formulas as NumPy functions: values by plain loops, gradients by finite differences."""

import math

import numpy as np
import pytest

from vae_book.derivations import EQUATIONS, numeric, numeric_gradient
from vae_book.derivations.language.symbols import d as pixel
from vae_book.derivations.language.symbols import k as latent
from vae_book.derivations.language.symbols import logit_, m_, mu_, rho_, s_

GENERATOR = np.random.default_rng(7)
BITS = GENERATOR.integers(0, 2, (4, 5)).astype("float64")
RHO = GENERATOR.uniform(0.1, 0.9, (4, 5))
LOGITS = np.log(RHO / (1 - RHO))
MEAN, DEVIATION = GENERATOR.normal(size=(4, 5)), GENERATOR.uniform(0.3, 2, (4, 5))


def by_loop(term, *arrays):
    """The sum of a term over the last axis, one scalar at a time."""
    rows = zip(*(array.tolist() for array in arrays), strict=True)
    return [sum(term(*entries) for entries in zip(*row, strict=True)) for row in rows]


def bernoulli(x, rho):
    return math.log(rho if x == 1 else 1 - rho)


def gaussian(x, mu):
    return -((x - mu) ** 2) / (2 * 0.5**2) - math.log(0.5 * math.sqrt(2 * math.pi))


def divergence(m, s):
    return (m * m + s * s - 1) / 2 - math.log(s)


CASES = {
    "q2": (dict(x=BITS, rho=RHO), by_loop(bernoulli, BITS, RHO), rho_[pixel]),
    "q2-logits": (dict(x=BITS, a=LOGITS), by_loop(bernoulli, BITS, RHO), logit_[pixel]),
    "q3": (dict(x=BITS, mu=MEAN, sigma=0.5), by_loop(gaussian, BITS, MEAN), mu_[pixel]),
    "13": (dict(m=MEAN, s=DEVIATION), by_loop(divergence, MEAN, DEVIATION), s_[latent]),
}


@pytest.mark.parametrize("name", CASES)
def test_one_number_per_example(name):
    values, expected, _ = CASES[name]
    np.testing.assert_allclose(numeric(EQUATIONS[name].rhs)(**values), expected, rtol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_gradient_against_finite_differences(name):
    values, _, component = CASES[name]
    function = numeric(EQUATIONS[name].rhs)
    by = str(component.base)
    gradient = numeric_gradient(EQUATIONS[name].rhs, component)
    arguments = {key: value for key, value in values.items() if key in gradient.names}
    step = 1e-6
    for position in range(5):
        shift = step * np.eye(5)[position]
        up, down = (function(**values | {by: values[by] + e}) for e in (shift, -shift))
        found = gradient(**arguments)[:, position]
        np.testing.assert_allclose(found, (up - down) / (2 * step), rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("name", CASES)
def test_float32_stays_float32(name):
    values = {k: np.asarray(v, "float32") if np.ndim(v) else v for k, v in CASES[name][0].items()}
    result = numeric(EQUATIONS[name].rhs)(**values)
    assert result.dtype == np.float32
    np.testing.assert_allclose(result, CASES[name][1], rtol=1e-5)


def test_sums_over_pixels_and_over_latents_in_one_formula():
    elbo = numeric(EQUATIONS["q2"].rhs - EQUATIONS["13"].rhs)
    result = elbo(x=BITS, rho=RHO, m=MEAN[:, :2], s=DEVIATION[:, :2])
    expected = np.array(CASES["q2"][1]) - by_loop(divergence, MEAN[:, :2], DEVIATION[:, :2])
    np.testing.assert_allclose(result, expected, rtol=1e-12)


def test_gradient_of_the_divergence_by_the_mean_is_the_mean():
    gradient = numeric_gradient(EQUATIONS["13"].rhs, m_[latent])
    np.testing.assert_allclose(gradient(m=MEAN), MEAN)


def test_wrong_names_are_refused():
    with pytest.raises(ValueError, match=r"needs the values \['rho', 'x'\], got \['p', 'x'\]"):
        numeric(EQUATIONS["q2"].rhs)(x=BITS, p=RHO)
