"""Section 1.2: the factorised standard normal prior, equations 3 to 5."""

from sympy import exp, pi, sqrt

from vae_book.derivations.language.display import product_over, written
from vae_book.derivations.language.notation import Diagonal, Normal
from vae_book.derivations.language.objects import PRIOR
from vae_book.derivations.language.symbols import IDENTITY, ORIGIN, K, S, Z, k, z, z_
from vae_book.derivations.proof.equation import equals, product_factor, right_of, section
from vae_book.derivations.proof.integrals import (
    check_same_as_matrix_form,
    check_total_probability,
    check_vector_gaussian,
)

PRIOR_VECTOR = Normal(Z, ORIGIN, IDENTITY)

with written():
    PRIOR_PRODUCT = product_over(Normal(z_[k], 0, 1), k, K)
    PRIOR_WRITTEN = product_over(1 / sqrt(2 * pi) * exp(-(z_[k] ** 2 / 2)), k, K)


# ---- Proofs --------------------------------------------------------------------------------


def check_definition(statement):
    """Eq 3: a density of mean 0 and covariance I, K = 2, by exact integration."""
    check_vector_gaussian(right_of(statement, PRIOR), ORIGIN, IDENTITY)


def check_product(statement):
    """Eq 4: the product of scalar densities is the matrix form of eq 3, for every K."""
    check_same_as_matrix_form(right_of(statement, PRIOR), PRIOR_VECTOR, k, K)


def check_written(statement):
    """Eq 5: each factor integrates to 1, and the product is the matrix form, for every K."""
    product = right_of(statement, PRIOR)
    check_total_probability(product_factor(product, K).subs(z_[k], z), z)
    check_same_as_matrix_form(product, PRIOR_VECTOR, k, K)


# ---- Equations -----------------------------------------------------------------------------

with written():
    SPECIAL_CASES = {
        "3": ("for s = 1", Normal(Z, ORIGIN, Diagonal(S**2))),
        "4": ("for K = 1", product_over(Normal(z_[1], 0, 1), k, K)),
        "5": ("for K = 1", product_over(1 / sqrt(2 * pi) * exp(-(z_[1] ** 2 / 2)), k, K)),
    }

equation = section("1.2", SPECIAL_CASES)
EQUATIONS = (
    equation(
        "3",
        "Standard normal prior",
        equals(PRIOR, PRIOR_VECTOR),
        "definition",
        "For K = 2 the matrix form integrates to 1 and has mean 0 and covariance I, by exact "
        "integration.",
        check_definition,
    ),
    equation(
        "4",
        "Prior as a product",
        equals(PRIOR, PRIOR_PRODUCT),
        "general",
        "By induction over K: one more dimension multiplies the matrix form and the product by "
        "the same factor. Written out for K = 3.",
        check_product,
    ),
    equation(
        "5",
        "Prior written out",
        equals(PRIOR, PRIOR_WRITTEN),
        "general",
        "Each factor integrates to 1, and by induction over K the product is the matrix form.",
        check_written,
    ),
)
