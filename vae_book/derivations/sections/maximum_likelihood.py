"""Section 1.1: maximum likelihood and the latent-variable model, equations 1 and 2."""

from sympy import Matrix, expand_log, eye, log

from vae_book.derivations.language.display import product_over, sum_over, written
from vae_book.derivations.language.notation import NOTHING, Density, Item, VectorIntegral
from vae_book.derivations.language.objects import DECODER, EVIDENCE, JOINT, PRIOR
from vae_book.derivations.language.symbols import DATASET, N, X, Z, b, n, theta, x_
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.proof.equation import Equation, equals, require
from vae_book.derivations.proof.integrals import density, multivariate_density
from vae_book.derivations.proof.interpretation import EVIDENCE_VARIANCE, LinearGaussian
from vae_book.derivations.proof.rules import log_of_product

OF_DATASET = Density("p", DATASET, NOTHING, theta)
OF_POINT = Density("p", Item(X, n), NOTHING, theta)

with written():
    LOG_OF_DATASET = log(OF_DATASET)
    LOG_OF_PRODUCT = log(product_over(OF_POINT, n, N))
    SUM_OF_LOGS = sum_over(log(OF_POINT), n, N)
    LOG_EVIDENCE = log(EVIDENCE)
    LOG_OF_JOINT = log(VectorIntegral(JOINT, Z))
    LOG_OF_MIXTURE = log(VectorIntegral(DECODER * PRIOR, Z))


# ---- Steps ---------------------------------------------------------------------------------


def log_of_product_step():
    """Eq 1, last step. Rule: the logarithm of a product is the sum of the logarithms."""
    return log_of_product(LOG_OF_PRODUCT.args[0])


def marginal():
    """Eq 2 in the linear-Gaussian model. Rule: complete the square in z and integrate it out.

    Returns:
        The integral of N(x | w z + b, sigma^2) N(z | 0, 1) over z: the density at x of
        N(b, w^2 + sigma^2).
    """
    return LinearGaussian()(VectorIntegral(DECODER * PRIOR, Z))


# ---- Proofs --------------------------------------------------------------------------------


def check_independent_points(statement):
    """Eq 1: the joint Gaussian of three iid points, then log of product to sum, N symbolic."""
    require(statement.relations == ("=", "="), "it is no chain of two equalities")
    require(statement.lhs == LOG_OF_DATASET, f"the left side is not {LOG_OF_DATASET}")
    points = Matrix([x_[i] for i in (1, 2, 3)])
    joint = multivariate_density(points - b * Matrix([1, 1, 1]), EVIDENCE_VARIANCE * eye(3))
    for member in statement.members[1:]:
        value = expand_log(log_of_points(member).subs(N, 3).doit(), force=True)
        require(same(value, log(joint)), f"{member} is not the log density of 3 iid points")
        symbolic = expand_log(log_of_points(member), force=True)
        require(same(symbolic, log_of_points(SUM_OF_LOGS)), f"{member} differs for general N")


def log_of_points(member):
    """The member with p_theta(x^(n)) the density of N(b, w^2 + sigma^2) at x_n."""
    of_point = density(x_[n], b, EVIDENCE_VARIANCE)
    return evaluated(member).replace(lambda part: part == OF_POINT, lambda part: of_point)


def check_marginal(statement):
    """Eq 2: known evidence, joint density and integral over z agree, K = D = 1."""
    require(statement.lhs == LOG_EVIDENCE, f"the left side is not {LOG_EVIDENCE}")
    require(set(statement.relations) == {"="}, "it is no chain of equalities")
    first, *others = map(LinearGaussian(), statement.members)
    for value in others:
        require(same(first, value), f"{value} is not the log evidence")


# ---- Equations -----------------------------------------------------------------------------

EQUATIONS = (
    Equation(
        "1",
        "1.1",
        "Log-likelihood of the dataset",
        equals(LOG_OF_DATASET, LOG_OF_PRODUCT, SUM_OF_LOGS),
        "symbolic",
        "The logarithm of a product is the sum of the logarithms, N symbolic; the product is the "
        "joint density of iid points, shown for three Gaussian ones in matrix form.",
        check_independent_points,
    ),
    Equation(
        "2",
        "1.1",
        "Marginal likelihood of a data point",
        equals(LOG_EVIDENCE, LOG_OF_JOINT, LOG_OF_MIXTURE),
        "symbolic",
        "In the linear-Gaussian model, K = D = 1, both integrals are computed exactly and equal "
        "the known evidence N(b, w^2 + sigma^2).",
        check_marginal,
    ),
)
