"""The logarithm of the prior (section 1.2), by the rules that the chapter applies."""

import numpy as np

from vae_book.derivations.language.display import latex
from vae_book.derivations.proof.numerics import numeric
from vae_book.derivations.proof.rules import constants_out, log_of_product, log_rules
from vae_book.derivations.sections.prior import PRIOR_WRITTEN


def log_prior():
    return constants_out(log_rules(log_of_product(PRIOR_WRITTEN)))


def test_a_constant_without_symbols_keeps_its_logarithm():
    expected = r"-\frac{1}{2} K \log (2 \pi) - \frac{1}{2} \sum_{k=1}^{K} z_k^{2}"
    assert latex(log_prior()) == expected


def test_its_value_is_the_log_density_of_a_standard_normal_vector():
    z = np.array([[0.0, 0.0, 0.0], [1.0, -2.0, 0.5]])
    expected = -1.5 * np.log(2 * np.pi) - np.array([0.0, 5.25]) / 2
    np.testing.assert_allclose(numeric(log_prior())(z=z), expected, rtol=1e-14)
