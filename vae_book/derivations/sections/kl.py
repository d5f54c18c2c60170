"""Section 1.4, equation 13: the Kullback-Leibler divergence in closed form, by three routes."""

from functools import cache

from sympy import Sum, diag, expand, eye, log, simplify, symbols

from vae_book.derivations.language.display import fraction, sum_over, written
from vae_book.derivations.language.objects import DIVERGENCE
from vae_book.derivations.language.symbols import K, k, m, m_, s, s_, z, z_
from vae_book.derivations.proof.algebra import evaluated, expand_logs, same
from vae_book.derivations.proof.equation import equals, require, right_of, section
from vae_book.derivations.proof.integrals import (
    as_symbols,
    density,
    expectation,
    integral,
    log_density,
    matrix_density,
)
from vae_book.derivations.proof.interpretation import LinearGaussian
from vae_book.derivations.sections.bound import ENCODER_VECTOR
from vae_book.derivations.sections.prior import PRIOR_VECTOR

with written():
    CLOSED_FORM = fraction(1, 2) * sum_over(m_[k] ** 2 + s_[k] ** 2 - log(s_[k] ** 2) - 1, k, K)


# ---- Steps ---------------------------------------------------------------------------------


def log_ratio():
    """Step 1. Rule: log(q / p) = log q - log p; for one dimension, with log(2 pi) cancelled."""
    return expand_logs(log_density(z, m, s**2) - log_density(z, 0, 1))


@cache
def one_dimension():
    """Step 2. Rule: the expectation is linear; the divergence of N(m, s^2) from N(0, 1)."""
    return simplify(expectation(log_ratio(), z, m, s))


def over_all_dimensions():
    """Step 3. Rule: the log of a product is a sum, so the divergences of the factors add up."""
    return Sum(one_dimension().subs({m: m_[k], s: s_[k]}), (k, 1, K))


def by_matrices(size):
    """A second route, from two general Gaussians with a second one that is standard.

    (tr C + m^T m - K - log det C) / 2 for the covariance C = diag(s_1^2, ..., s_K^2).
    """
    covariance = diag(*(s_[i] ** 2 for i in range(1, size + 1)))
    square = sum(m_[i] ** 2 for i in range(1, size + 1))
    return (covariance.trace() + square - eye(size).trace() - log(covariance.det())) / 2


@cache
def by_integration_of_vectors(size=2):
    """A third route: q log(q / p) in matrix form, one latent after the other integrated out."""
    left, right = (as_symbols(matrix_density(v, size)) for v in (ENCODER_VECTOR, PRIOR_VECTOR))
    total = left * expand_logs(log(left) - log(right))
    for i in range(1, size + 1):
        total = integral(total, as_symbols(z_[i]))
    return total


# ---- Proof ---------------------------------------------------------------------------------


def check_closed_form(statement):
    """Eq 13 by induction over K; K = 1, 2 and 3 by the definition and by the matrix form."""
    rhs = evaluated(right_of(statement, DIVERGENCE))
    by_definition = LinearGaussian()(DIVERGENCE)
    require(same(for_size(rhs, 1).subs({m_[1]: m, s_[1]: s}), by_definition), "wrong for K = 1")
    require(same(rhs, over_all_dimensions()), "K dimensions are not the sum of the dimensions")
    require(same(as_symbols(for_size(rhs, 2)), by_integration_of_vectors()), "wrong for K = 2")
    require(same(for_size(rhs, 3), by_matrices(3)), "wrong for K = 3 by the matrix form")
    require(one_more_dimension_adds(), "one more dimension does not add its own divergence")


def for_size(expression, size):
    """The sum written out for `size` dimensions."""
    return expression.subs(K, size).doit()


def one_more_dimension_adds(added=None):
    """Whether K + 1 dimensions have the divergence of K plus `added`, for any K.

    `added` is the divergence of one dimension if it is not given.

    `ratio` is log q - log p of the first K dimensions, `others` the product of their factors
    of q. The integral over z of the last dimension is carried out; what is left is integrated over
    the K others, where `others` gives 1 and `others * ratio` gives their divergence.
    """
    others, ratio, divergence = symbols("others ratio divergence", real=True)
    law = others * density(z, m, s**2)
    over_last = expand(integral(law * (ratio + log_ratio()), z))
    over_others = over_last.subs(others * ratio, divergence).subs(others, 1)
    added = one_dimension() if added is None else added
    return not over_others.has(ratio) and same(over_others, divergence + added)


# ---- Equation ------------------------------------------------------------------------------

with written():
    SPECIAL_CASES = {
        "13": ("for s_k = 1", fraction(1, 2) * sum_over(m_[k] ** 2 + s_[k] ** 2 - 1, k, K)),
    }

equation = section("1.4", SPECIAL_CASES)
EQUATIONS = (
    equation(
        "13",
        "Divergence in closed form",
        equals(DIVERGENCE, CLOSED_FORM),
        "general",
        "By induction over K: a dimension more adds its own divergence, because the K other "
        "factors of q integrate to 1. Integrated exactly for K = 1 and 2, by matrices for K = 3.",
        check_closed_form,
    ),
)
