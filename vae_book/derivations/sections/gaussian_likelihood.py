"""Section 1.3, continuous data: the unnumbered Gaussian lines and the answer to Question 3."""

from sympy import exp, expand_log, log, pi, simplify, sqrt

from vae_book.derivations.language.display import fraction, product_over, sum_over, written
from vae_book.derivations.language.notation import Diagonal, Loss, Normal, Partial
from vae_book.derivations.language.objects import DECODER, LOG_DECODER, MINUS_LOG
from vae_book.derivations.language.symbols import (
    IDENTITY,
    MU,
    SIGMA,
    D,
    X,
    d,
    mu_,
    sigma,
    sigma_,
    x_,
)
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.proof.equation import equals, require, right_of, section
from vae_book.derivations.proof.integrals import (
    check_same_as_matrix_form,
    check_vector_gaussian,
)
from vae_book.derivations.proof.rules import (
    constants_out,
    gradient,
    log_of_product,
    log_rules,
    replace_written,
)

MSE = Loss("MSE", X, MU)

with written():
    GAUSSIAN_VECTOR = Normal(X, MU, Diagonal(SIGMA**2))
    GAUSSIAN_PRODUCT = product_over(Normal(x_[d], mu_[d], sigma_[d] ** 2), d, D)
    _EXPONENT = -((x_[d] - mu_[d]) ** 2 / (2 * sigma_[d] ** 2))
    GAUSSIAN_WRITTEN = product_over(1 / sqrt(2 * pi * sigma_[d] ** 2) * exp(_EXPONENT), d, D)
    SQUARED_ERROR = sum_over((x_[d] - mu_[d]) ** 2, d, D)
    GAUSSIAN_LOG = -fraction(D, 2) * log(2 * pi * sigma**2) - 1 / (2 * sigma**2) * SQUARED_ERROR


# ---- Steps of the answer -------------------------------------------------------------------


def one_sigma_step():
    """Step 0. The model's choice: sigma_d = sigma for every d."""
    return replace_written(GAUSSIAN_WRITTEN, sigma_[d], sigma)


def log_of_product_step():
    """Step 1. Rule: the logarithm of a product is the sum of the logarithms."""
    return log_of_product(one_sigma_step())


def log_rules_step():
    """Step 2. Rules: log(ab) = log a + log b, log(a^b) = b log a and log(e^a) = a."""
    return log_rules(log_of_product_step())


def log_likelihood():
    """Step 3. Rules: constants leave the sum; one that is summed D times gives D times itself."""
    return constants_out(log_rules_step())


# ---- Proofs --------------------------------------------------------------------------------


def check_definition(statement):
    """Line 1: a density of mean mu and covariance diag(sigma^2), D = 2, by exact integration."""
    check_vector_gaussian(right_of(statement, DECODER), MU, Diagonal(SIGMA**2))


def check_product(statement):
    """Lines 2 and 3: the product is the matrix form, for every D."""
    rhs = right_of(statement, DECODER)
    check_same_as_matrix_form(rhs, evaluated(GAUSSIAN_VECTOR), d, D)


def check_log(statement):
    """Q3: SymPy's logarithm of line 3 equals the statement and the steps above, D symbolic."""
    rhs = right_of(statement, LOG_DECODER)
    logarithm = expand_log(log(evaluated(one_sigma_step())), force=True)
    require(same(logarithm, rhs), "it is not the logarithm of the density")
    require(same(log_likelihood(), rhs), "the steps lead elsewhere")


def check_mse(statement):
    """Minus the answer to Question 3, with the mean squared error put for the sum."""
    rhs = right_of(statement, MINUS_LOG)
    value = evaluated(rhs).subs(MSE, evaluated(SQUARED_ERROR) / D)
    require(same(value, -evaluated(log_likelihood())), "it is not minus the log-likelihood")


def check_gradient(statement):
    """The derivative of the log-likelihood by mu_d, once for symbolic D, once for D = 3."""
    rhs = right_of(statement, Partial(mu_[d], LOG_DECODER))
    rate = evaluated(rhs)
    derived = gradient(GAUSSIAN_LOG, mu_[d])
    require(simplify(derived - rate) == 0, "it is not the derivative")
    explicit = evaluated(GAUSSIAN_LOG).subs(D, 3).doit().diff(mu_[2])
    require(simplify(explicit - rate.subs(d, 2)) == 0, "it is not the derivative for D = 3")


# ---- Equations -----------------------------------------------------------------------------

with written():
    _IN_MSE = D / (2 * sigma**2) * MSE + fraction(D, 2) * log(2 * pi * sigma**2)
    _RESIDUAL = (x_[d] - mu_[d]) / sigma**2
    SPECIAL_CASES = {
        "gaussian-1": ("for sigma_d = 1", Normal(X, MU, IDENTITY)),
        "gaussian-2": (
            "for equal sigma_d",
            product_over(Normal(x_[d], mu_[d], sigma_[1] ** 2), d, D),
        ),
        "gaussian-3": (
            "for sigma_d = 1",
            product_over(1 / sqrt(2 * pi) * exp(-((x_[d] - mu_[d]) ** 2 / 2)), d, D),
        ),
        "q3": ("for 2 pi sigma^2 = 1", -1 / (2 * sigma**2) * SQUARED_ERROR),
        "q3-mse": ("for 2 pi sigma^2 = 1", D / (2 * sigma**2) * MSE),
        "q3-gradient": ("for sigma = 1", x_[d] - mu_[d]),
    }

equation = section("1.3", SPECIAL_CASES)
EQUATIONS = (
    equation(
        "gaussian-1",
        "Factorised Gaussian likelihood",
        equals(DECODER, GAUSSIAN_VECTOR),
        "definition",
        "For D = 2 the matrix form integrates to 1 and has mean mu and covariance "
        "diag(sigma^2), by exact integration.",
        check_definition,
    ),
    equation(
        "gaussian-2",
        "Gaussian likelihood as a product",
        equals(DECODER, GAUSSIAN_PRODUCT),
        "general",
        "By induction over D: one more pixel multiplies the matrix form and the product by the "
        "same factor. Written out for D = 3.",
        check_product,
    ),
    equation(
        "gaussian-3",
        "Gaussian likelihood written out",
        equals(DECODER, GAUSSIAN_WRITTEN),
        "general",
        "By induction over D, as the line above.",
        check_product,
    ),
    equation(
        "q3",
        "Answer to Question 3: Gaussian log-likelihood",
        equals(LOG_DECODER, GAUSSIAN_LOG),
        "general",
        "The logarithm of the third Gaussian line with sigma_d = sigma, for every D.",
        check_log,
    ),
    equation(
        "q3-mse",
        "Gaussian log-likelihood and mean squared error",
        equals(MINUS_LOG, _IN_MSE),
        "general",
        "Minus the answer to Question 3 with the mean squared error put for the sum, every D.",
        check_mse,
    ),
    equation(
        "q3-gradient",
        "Gradient of the Gaussian log-likelihood by the mean",
        equals(Partial(mu_[d], LOG_DECODER), _RESIDUAL),
        "general",
        "The derivative of the sum by one mu_d; the constant term drops out.",
        check_gradient,
    ),
)
