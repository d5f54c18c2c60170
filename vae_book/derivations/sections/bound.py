"""Section 1.4: the evidence lower bound and the approximate posterior, equations 8 to 12."""

from functools import cache

from sympy import diff, exp, log, pi, simplify, solve, sqrt, symbols

from vae_book.derivations.language.display import product_over, written
from vae_book.derivations.language.notation import (
    Components,
    Diagonal,
    Divergence,
    Expectation,
    Gradient,
    Normal,
    Variance,
    VectorIntegral,
)
from vae_book.derivations.language.objects import (
    DECODER,
    DIVERGENCE,
    ELBO,
    ENCODER,
    EVIDENCE,
    JOINT,
    POSTERIOR,
    PRIOR,
    RECONSTRUCTION,
)
from vae_book.derivations.language.symbols import K, M, S, Z, b, k, m, m_, s, s_, theta, w, z, z_
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.proof.equation import (
    Equation,
    Refuted,
    Statement,
    equals,
    product_factor,
    require,
    right_of,
)
from vae_book.derivations.proof.integrals import (
    check_same_as_matrix_form,
    check_total_probability,
    check_vector_gaussian,
    covariance_matrix,
    density,
    integral,
)
from vae_book.derivations.proof.interpretation import (
    POSTERIOR_MEAN,
    POSTERIOR_VARIANCE,
    LinearGaussian,
    LiteralReading,
)

with written():
    LOG_EVIDENCE = log(EVIDENCE)
    BOUND = RECONSTRUCTION - DIVERGENCE
    GAP = Divergence(ENCODER, POSTERIOR)
    BOUND_AND_GAP = ELBO + GAP
    LOG_OF_JOINT = log(VectorIntegral(JOINT, Z))
    RATIO = JOINT / ENCODER
    LOG_OF_MEAN = log(Expectation(ENCODER, RATIO))
    MEAN_OF_LOG = Expectation(ENCODER, log(RATIO))
    GRADIENT = Gradient(theta, LOG_EVIDENCE)
    GRADIENT_OF_INTEGRAL = Gradient(theta, log(VectorIntegral(DECODER * PRIOR, Z)))

    ENCODER_VECTOR = Normal(Z, M, Diagonal(S**2))
    ENCODER_PRODUCT = product_over(Normal(z_[k], m_[k], s_[k] ** 2), k, K)
    _EXPONENT = -((z_[k] - m_[k]) ** 2 / (2 * s_[k] ** 2))
    ENCODER_WRITTEN = product_over(1 / sqrt(2 * pi * s_[k] ** 2) * exp(_EXPONENT), k, K)
    VARIANCE = Variance(ENCODER, z_[k])


EXACT = "in the linear-Gaussian model, K = D = 1"

# ---- Proofs --------------------------------------------------------------------------------


@cache
def posterior_gap():
    """KL(q, posterior), computed from its definition and shown never to be negative.

    The divergence of N(m, s^2) from N(m', v) is (t - 1 - log t) / 2 + (m - m')^2 / (2 v) with
    t = s^2 / v. Its first term has its only stationary point at t = 1, where it is 0, and it is
    convex, so it is never below 0; the second is a square.
    """
    gap = LinearGaussian()(GAP)
    t = symbols("t", positive=True)
    shape = t - 1 - log(t)
    require(solve(diff(shape, t), t) == [1] and shape.subs(t, 1) == 0, "the minimum is not 0")
    require(diff(shape, t, 2).is_positive, "t - 1 - log t is not convex")
    square = (m - POSTERIOR_MEAN) ** 2 / (2 * POSTERIOR_VARIANCE)
    known = shape.subs(t, s**2 / POSTERIOR_VARIANCE) / 2 + square
    require(same(gap, known), "the divergence is not of the form that is never negative")
    return gap


def check_gap(gap):
    """Raises ``Refuted`` unless a gap is KL(q, posterior), hence never negative."""
    require(same(gap, posterior_gap()), "the gap is not KL(q, posterior)")


def check_bound(statement):
    """Eq 8: log p - bound = KL(q, posterior) >= 0, and 0 at the posterior, K = D = 1."""
    bound = right_of(statement, LOG_EVIDENCE, ">=")
    check_is_elbo(bound)


def check_is_elbo(expression):
    """Raises ``Refuted`` unless log p minus the expression is KL(q, posterior)."""
    value = LinearGaussian()
    gap = value(LOG_EVIDENCE) - value(expression)
    check_gap(gap)
    at_posterior = gap.subs({m: POSTERIOR_MEAN, s: sqrt(POSTERIOR_VARIANCE)})
    require(same(at_posterior, 0), "the bound is not tight at the posterior")


def check_elbo(statement):
    """Eq 9: the quantity that is named is the right side of eq 8."""
    check_is_elbo(right_of(statement, ELBO, ":="))


def check_decomposition(statement):
    """log p = ELBO + KL(q, posterior), with the ELBO of eq 9, K = D = 1."""
    value = LinearGaussian(definitions={ELBO: BOUND})
    rhs = right_of(statement, LOG_EVIDENCE)
    require(same(value(LOG_EVIDENCE), value(rhs)), "the two sides differ")


def check_jensen(statement):
    """The steps to eq 8: equal up to the one >=, whose gap is KL(q, posterior), K = D = 1."""
    require(statement.lhs == LOG_EVIDENCE, "the left side is not the log evidence")
    values = [LinearGaussian()(member) for member in statement.members]
    for left, relation, right in zip(values, statement.relations, values[1:], strict=False):
        if relation == "=":
            require(same(left, right), f"{left} and {right} differ")
        elif relation == ">=":
            check_gap(left - right)
        else:
            raise Refuted(f"the relation {relation} has no place in this chain")


def check_gradient(statement):
    """The gradient of the log evidence, for both components of theta, K = D = 1."""
    rhs = right_of(statement, GRADIENT)
    for parameter in (w, b):
        value = LiteralReading(by={theta: parameter})
        require(same(value(GRADIENT), value(rhs)), f"the derivatives by {parameter} differ")


def check_definition(statement):
    """Eq 10: a density of mean m and covariance diag(s^2), K = 2, by exact integration."""
    normal = right_of(statement, ENCODER)
    check_vector_gaussian(normal)
    require(normal.mean == M, "the mean is not m")
    require(evaluated(normal.covariance) == Diagonal(S**2), "not diag(s^2)")


def check_product(statement):
    """Eq 11: the product of scalar densities is the matrix form of eq 10, K = 3."""
    check_same_as_matrix_form(right_of(statement, ENCODER), evaluated(ENCODER_VECTOR), K)


def check_written(statement):
    """Eq 12: each factor integrates to 1 and is the density of N(m_k, s_k^2), every K."""
    factor = product_factor(right_of(statement, ENCODER), K)
    check_total_probability(factor.subs({z_[k]: z, m_[k]: m, s_[k]: s}), z)
    ratio = simplify(factor / density(z_[k], m_[k], s_[k] ** 2))
    require(ratio == 1, f"a factor differs from the density of N(m_k, s_k^2) by {ratio}")


def check_components(statement):
    """m has as many components as z: with K = 2 (and D = 3) the difference z - m exists."""
    vector = right_of(statement, M)
    require(isinstance(vector, Components), f"{vector} is no vector of components")
    sizes = {"K": 2, "D": 3}
    rows = covariance_matrix(ENCODER_VECTOR.covariance, sizes["K"]).rows
    length = sizes[str(vector.last)]
    require(length == rows, f"m with {length} components cannot be taken from z with {rows}")


def check_variance(statement):
    """The variance of z_k under eq 12, by exact integration."""
    rhs = right_of(statement, VARIANCE)
    law = density(z, m, s**2)
    mean = integral(z * law, z)
    variance = integral((z - mean) ** 2 * law, z)
    stated = evaluated(rhs).subs(s_[k], s)
    require(simplify(variance - stated) == 0, f"the variance is {simplify(variance)}")


# ---- Equations -----------------------------------------------------------------------------


EQUATIONS = (
    Equation(
        "evidence-gradient",
        "1.4",
        "Gradient of the log evidence",
        equals(GRADIENT, GRADIENT_OF_INTEGRAL),
        "symbolic",
        f"Both sides are differentiated exactly {EXACT}, for both components of theta.",
        check_gradient,
    ),
    Equation(
        "jensen",
        "1.4",
        "The bound by Jensen's inequality",
        Statement(
            (LOG_EVIDENCE, LOG_OF_JOINT, LOG_OF_MEAN, MEAN_OF_LOG, BOUND), ("=", "=", ">=", "=")
        ),
        "symbolic",
        f"Every member is computed exactly {EXACT}; the gap at >= is KL(q, posterior).",
        check_jensen,
    ),
    Equation(
        "8",
        "1.4",
        "Evidence lower bound",
        Statement((LOG_EVIDENCE, BOUND), (">=",)),
        "symbolic",
        f"log p minus the bound is KL(q, posterior), {EXACT}: never negative, 0 at the posterior.",
        check_bound,
    ),
    Equation(
        "9",
        "1.4",
        "Name of the bound",
        Statement((ELBO, BOUND), (":=",)),
        "definition",
        f"What is named falls short of log p by exactly KL(q, posterior), {EXACT}.",
        check_elbo,
    ),
    Equation(
        "gap",
        "1.4",
        "Evidence, bound and gap",
        equals(LOG_EVIDENCE, BOUND_AND_GAP),
        "symbolic",
        f"Both sides are computed exactly {EXACT} and agree for every q = N(m, s^2).",
        check_decomposition,
    ),
    Equation(
        "10",
        "1.4",
        "Gaussian approximate posterior",
        equals(ENCODER, ENCODER_VECTOR),
        "definition",
        "For K = 2 the matrix form integrates to 1 and has mean m and covariance diag(s^2), by "
        "exact integration.",
        check_definition,
    ),
    Equation(
        "11",
        "1.4",
        "Approximate posterior as a product",
        equals(ENCODER, ENCODER_PRODUCT),
        "symbolic",
        "For K = 3 the product equals the matrix form with covariance diag(s^2).",
        check_product,
    ),
    Equation(
        "12",
        "1.4",
        "Approximate posterior written out",
        equals(ENCODER, ENCODER_WRITTEN),
        "symbolic",
        "Each factor integrates to 1 and is the density of N(m_k, s_k^2), hence for every K.",
        check_written,
    ),
    Equation(
        "mean-components",
        "1.4",
        "Components of the mean",
        equals(M, Components(m_[k].base, K)),
        "definition",
        "With K = 2 and D = 3 the difference z - m exists only for K components.",
        check_components,
    ),
    Equation(
        "encoder-variance",
        "1.4",
        "Variance of the approximate posterior",
        equals(VARIANCE, s_[k] ** 2),
        "symbolic",
        "The variance of a factor of eq 12, by exact integration.",
        check_variance,
    ),
)
