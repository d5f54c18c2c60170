"""Section 1.4: the evidence lower bound and the approximate posterior, equations 8 to 12."""

from sympy import exp, log, pi, simplify, sqrt

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
    LOG_DECODER,
    POSTERIOR,
    PRIOR,
    RECONSTRUCTION,
)
from vae_book.derivations.language.symbols import (
    IDENTITY,
    D,
    K,
    M,
    S,
    Z,
    b,
    k,
    m,
    m_,
    s,
    s_,
    sigma,
    theta,
    w,
    x,
    z,
    z_,
)
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.proof.equation import (
    Statement,
    equals,
    product_factor,
    require,
    right_of,
    section,
)
from vae_book.derivations.proof.general import check_general
from vae_book.derivations.proof.integrals import (
    check_same_as_matrix_form,
    check_total_probability,
    check_vector_gaussian,
    density,
    integral,
)
from vae_book.derivations.proof.interpretation import LiteralReading

with written():
    LOG_EVIDENCE = log(EVIDENCE)
    BOUND = RECONSTRUCTION - DIVERGENCE
    GAP = Divergence(ENCODER, POSTERIOR)
    EVIDENCE_MINUS_GAP = LOG_EVIDENCE - GAP
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
    ENERGY_AND_ENTROPY = Expectation(ENCODER, log(JOINT)) - Expectation(ENCODER, log(ENCODER))
    UNDER_POSTERIOR = Expectation(POSTERIOR, Gradient(theta, log(JOINT)))
    UNDER_ENCODER = Expectation(ENCODER, Gradient(theta, log(JOINT)))
    _SQUARE = (x - w * m - b) ** 2 + w**2 * s**2
    LINEAR_GAUSSIAN = -log(2 * pi * sigma**2) / 2 - _SQUARE / (2 * sigma**2)


# ---- Proofs --------------------------------------------------------------------------------


def check_bound(statement):
    """Eq 8: the bound is log p - KL(q, posterior), and that is never above log p."""
    check_is_elbo(right_of(statement, LOG_EVIDENCE, ">="))
    check_general(statement)


def check_elbo(statement):
    """Eq 9: the quantity that is named is the right side of eq 8."""
    check_is_elbo(right_of(statement, ELBO, ":="))


def check_is_elbo(expression):
    """Raises `Refuted` unless an expression is log p - KL(q, posterior), for any p and q."""
    check_general(equals(expression, EVIDENCE_MINUS_GAP))


def check_general_of_elbo(statement):
    """What is stated of the ELBO holds for any p and q, with eq 9 put for it."""
    check_general(statement, {ELBO: BOUND})


def check_gradient(statement):
    """The gradient of the log evidence, every density taken at its word, and for any p and q."""
    rhs = right_of(statement, GRADIENT)
    for parameter in (w, b):
        value = LiteralReading(by={theta: parameter})
        require(same(value(GRADIENT), value(rhs)), f"the derivatives by {parameter} differ")
    check_general(statement)


def check_definition(statement):
    """Eq 10: a density of mean m and covariance diag(s^2), K = 2, by exact integration."""
    check_vector_gaussian(right_of(statement, ENCODER), M, Diagonal(S**2))


def check_product(statement):
    """Eq 11: the product of scalar densities is the matrix form of eq 10, for every K."""
    check_same_as_matrix_form(right_of(statement, ENCODER), evaluated(ENCODER_VECTOR), k, K)


def check_written(statement):
    """Eq 12: each factor integrates to 1, and the product is the matrix form, for every K."""
    product = right_of(statement, ENCODER)
    factor = product_factor(product, K)
    check_total_probability(factor.subs({z_[k]: z, m_[k]: m, s_[k]: s}), z)
    check_same_as_matrix_form(product, evaluated(ENCODER_VECTOR), k, K)


def check_components(statement):
    """The sum and the difference z - m need as many components in m as in z, which has K."""
    vector = right_of(statement, M)
    require(isinstance(vector, Components), f"{vector} is no vector of components")
    require(vector.last == K, f"m with {vector.last} components cannot be taken from z with K")


def check_variance(statement):
    """The variance of z_k under eq 12, by exact integration."""
    rhs = right_of(statement, VARIANCE)
    law = density(z, m, s**2)
    mean = integral(z * law, z)
    variance = integral((z - mean) ** 2 * law, z)
    stated = evaluated(rhs).subs(s_[k], s)
    require(simplify(variance - stated) == 0, f"the variance is {simplify(variance)}")


# ---- Equations -----------------------------------------------------------------------------

SECOND = "The same in random finite models."

with written():
    SPECIAL_CASES = {
        "evidence-gradient": (
            "where the decoder ignores z",
            Gradient(theta, Expectation(PRIOR, LOG_DECODER)),
        ),
        "jensen": (
            "where q is the posterior",
            equals(LOG_EVIDENCE, LOG_OF_JOINT, LOG_OF_MEAN, MEAN_OF_LOG, BOUND),
        ),
        "8": ("for a linear decoder and K = D = 1", LINEAR_GAUSSIAN - DIVERGENCE),
        "9": ("where q is the prior", RECONSTRUCTION),
        "gap": ("where q is the posterior", ELBO),
        "energy": ("where q has the entropy 0", Expectation(ENCODER, log(JOINT))),
        "fisher": ("where q is the posterior", UNDER_ENCODER),
        "10": ("for s = 1", Normal(Z, M, IDENTITY)),
        "11": ("for equal s_k", product_over(Normal(z_[k], m_[k], s_[1] ** 2), k, K)),
        "12": (
            "for s_k = 1",
            product_over(1 / sqrt(2 * pi) * exp(-((z_[k] - m_[k]) ** 2 / 2)), k, K),
        ),
        "mean-components": ("for D = K", Components(m_[k].base, D)),
        "encoder-variance": ("for s_k = 1", s_[k]),
    }

equation = section("1.4", SPECIAL_CASES)
EQUATIONS = (
    equation(
        "evidence-gradient",
        "Gradient of the log evidence",
        equals(GRADIENT, GRADIENT_OF_INTEGRAL),
        "general",
        f"Both logarithms are of one number, for any p. {SECOND}",
        check_gradient,
    ),
    equation(
        "jensen",
        "The bound by Jensen's inequality",
        Statement(
            (LOG_EVIDENCE, LOG_OF_JOINT, LOG_OF_MEAN, MEAN_OF_LOG, BOUND), ("=", "=", ">=", "=")
        ),
        "general",
        "Each step for any p and q, any K and D. At >= the difference is the mean of -log t with "
        f"a t of mean 1, and log t <= t - 1. {SECOND}",
        check_general,
    ),
    equation(
        "8",
        "Evidence lower bound",
        Statement((LOG_EVIDENCE, BOUND), (">=",)),
        "general",
        "At each z the logarithms differ by log(q / posterior), for any p and q. Its mean is never "
        f"negative, as log t <= t - 1. {SECOND}",
        check_bound,
    ),
    equation(
        "9",
        "Name of the bound",
        Statement((ELBO, BOUND), (":=",)),
        "definition",
        f"What is named is log p - KL(q, posterior), for any p and q. {SECOND}",
        check_elbo,
    ),
    equation(
        "gap",
        "Evidence, bound and gap",
        equals(LOG_EVIDENCE, BOUND_AND_GAP),
        "general",
        f"At each z the logarithms agree, for any p and q; then the mean under q. {SECOND}",
        check_general_of_elbo,
    ),
    equation(
        "energy",
        "Bound as energy and entropy",
        equals(ELBO, ENERGY_AND_ENTROPY),
        "general",
        f"At each z the logarithms agree, for any p and q; then the mean under q. {SECOND}",
        check_general_of_elbo,
    ),
    equation(
        "fisher",
        "Fisher's identity",
        equals(GRADIENT, UNDER_POSTERIOR),
        "general",
        "The chain rule for the logarithm, for any p that allows the exchange of gradient and "
        f"integral. {SECOND}",
        check_general,
    ),
    equation(
        "10",
        "Gaussian approximate posterior",
        equals(ENCODER, ENCODER_VECTOR),
        "definition",
        "For K = 2 the matrix form integrates to 1 and has mean m and covariance diag(s^2), by "
        "exact integration.",
        check_definition,
    ),
    equation(
        "11",
        "Approximate posterior as a product",
        equals(ENCODER, ENCODER_PRODUCT),
        "general",
        "By induction over K: one more dimension multiplies the matrix form and the product by "
        "the same factor. Written out for K = 3.",
        check_product,
    ),
    equation(
        "12",
        "Approximate posterior written out",
        equals(ENCODER, ENCODER_WRITTEN),
        "general",
        "Each factor integrates to 1, and by induction over K the product is the matrix form.",
        check_written,
    ),
    equation(
        "mean-components",
        "Components of the mean",
        equals(M, Components(m_[k].base, K)),
        "definition",
        "m is subtracted from z, which has K components.",
        check_components,
    ),
    equation(
        "encoder-variance",
        "Variance of the approximate posterior",
        equals(VARIANCE, s_[k] ** 2),
        "general",
        "The variance of a factor of eq 12, by exact integration.",
        check_variance,
    ),
)
