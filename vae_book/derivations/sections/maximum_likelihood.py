"""Section 1.1: maximum likelihood and the latent-variable model, equations 1 and 2."""

from sympy import Integer, Matrix, Product, Sum, expand_log, eye, log

from vae_book.derivations.language.display import product_over, sum_over, written
from vae_book.derivations.language.notation import (
    NOTHING,
    Density,
    Expectation,
    Item,
    VectorIntegral,
)
from vae_book.derivations.language.objects import DECODER, EVIDENCE, JOINT, LOG_DECODER, PRIOR
from vae_book.derivations.language.symbols import DATASET, N, X, Z, b, n, theta, x_
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.proof.equation import equals, require, section
from vae_book.derivations.proof.general import check_general
from vae_book.derivations.proof.integrals import density, multivariate_density
from vae_book.derivations.proof.interpretation import EVIDENCE_VARIANCE, LinearGaussian
from vae_book.derivations.proof.rules import log_of_product

OF_DATASET = Density("p", DATASET, NOTHING, theta)
OF_POINT = Density("p", Item(X, n), NOTHING, theta)

with written():
    LOG_OF_DATASET = log(OF_DATASET)
    LOG_OF_PRODUCT = log(product_over(OF_POINT, n, N))
    SUM_OF_LOGS = sum_over(log(OF_POINT), n, N)
    LOG_OF_FIRST = log(OF_POINT.xreplace({n: Integer(1)}))
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
    """Eq 1 by induction over N, and the joint density of three iid Gaussian points."""
    require(statement.relations == ("=", "="), "it is no chain of two equalities")
    require(statement.lhs == LOG_OF_DATASET, f"the left side is not {LOG_OF_DATASET}")
    points = Matrix([x_[i] for i in (1, 2, 3)])
    joint = multivariate_density(points - b * Matrix([1, 1, 1]), EVIDENCE_VARIANCE * eye(3))
    for member in statement.members[1:]:
        first = evaluated(member).subs(N, 1).doit()
        require(same(first, log(OF_POINT.subs(n, 1))), f"{member} is wrong for N = 1")
        gained = gain(evaluated(member))
        require(same(gained, log(OF_POINT)), f"a point more adds {gained} to {member}")
        value = expand_log(log_of_points(member).subs(N, 3).doit(), force=True)
        require(same(value, log(joint)), f"{member} is not the log density of 3 iid points")


def check_marginal(statement):
    """Eq 2: the sum rule and the product rule, for any p."""
    require(statement.relations == ("=", "="), "it is no chain of two equalities")
    check_general(statement)


def gain(member):
    """What point n adds. Rules: the last factor leaves a product, the last term leaves a sum."""
    constant, part = member.as_independent(Sum, log, as_Add=False)
    if isinstance(part, log):
        part, body = part.args[0], lambda product: log(product.function)
    else:
        body = lambda total: total.function  # noqa: E731
    whole = isinstance(part, (Product, Sum)) and part.limits[0] == (n, 1, N)
    require(whole, f"{member} does not run over the points 1 to N")
    return constant * body(part)


def log_of_points(member):
    """The member with p_theta(x^(n)) the density of N(b, w^2 + sigma^2) at x_n."""
    of_point = density(x_[n], b, EVIDENCE_VARIANCE)
    return evaluated(member).replace(lambda part: part == OF_POINT, lambda part: of_point)


# ---- Equations -----------------------------------------------------------------------------

with written():
    SPECIAL_CASES = {
        "1": ("where all points are alike", LOG_OF_PRODUCT, N * LOG_OF_FIRST),
        "2": ("where the decoder ignores z", LOG_OF_JOINT, Expectation(PRIOR, LOG_DECODER)),
    }

equation = section("1.1", SPECIAL_CASES)
EQUATIONS = (
    equation(
        "1",
        "Log-likelihood of the dataset",
        equals(LOG_OF_DATASET, LOG_OF_PRODUCT, SUM_OF_LOGS),
        "general",
        "By induction over N: a point more multiplies the product by its density and adds its "
        "logarithm to the sum. The product is the joint density of three iid Gaussian points.",
        check_independent_points,
    ),
    equation(
        "2",
        "Marginal likelihood of a data point",
        equals(LOG_EVIDENCE, LOG_OF_JOINT, LOG_OF_MIXTURE),
        "general",
        "The sum rule and the product rule, for any p. The same in random finite models.",
        check_marginal,
    ),
)
