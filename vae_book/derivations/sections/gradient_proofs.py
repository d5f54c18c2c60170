"""How the statements of section 1.5 are checked.

Each function returns, for the left side that the statement must have, the check that an
``Equation`` holds.
"""

from sympy import Integral, Matrix, Mul, diff, simplify, solve, sqrt

from vae_book.derivations.language.notation import Normal
from vae_book.derivations.language.symbols import (
    EPSILON,
    IDENTITY,
    ORIGIN,
    L,
    Z,
    b,
    epsilon,
    epsilon_,
    l,
    m,
    m_,
    phi,
    s,
    s_,
    theta,
    w,
    z,
    z_,
)
from vae_book.derivations.proof import integrals as gaussian
from vae_book.derivations.proof.algebra import evaluated, same
from vae_book.derivations.proof.equation import require, right_of
from vae_book.derivations.proof.interpretation import AnyDecoder, LinearGaussian, in_noise
from vae_book.derivations.proof.monte_carlo import check_average, check_draws

COMPONENTS = ({theta: w, phi: m}, {theta: b, phi: s})


# ---- Identities ----------------------------------------------------------------------------


def exact_identity(lhs):
    """Both sides agree in the linear-Gaussian model, for every component of theta and phi."""

    def proof(statement):
        rhs = right_of(statement, lhs)
        for by in COMPONENTS:
            value = LinearGaussian(by)
            require(same(value(lhs), value(rhs)), f"the sides differ, gradients by {by}")

    return proof


def theta_identity(lhs):
    """Both sides agree exactly, and are the same integral over z for any decoder."""
    return _identity(lhs, AnyDecoder({theta: theta, phi: m}))


def phi_identity(lhs):
    """Both sides agree exactly, and are the same integral over epsilon for any decoder."""
    return _identity(lhs, *(AnyDecoder({theta: theta, phi: part}) for part in (m, s)))


def _identity(lhs, *models):
    def proof(statement):
        rhs = right_of(statement, lhs)
        for value in models:
            same_integral(value(lhs), value(rhs))
        exact_identity(lhs)(statement)

    return proof


def same_integral(left, right):
    """Raises ``Refuted`` unless two integrals have one integrand, both written in epsilon."""
    left, right = (one_integral(in_noise(value)) for value in (left, right))
    require(left.limits == right.limits, f"{left} and {right} are not comparable")
    gap = simplify((left.function - right.function).doit())
    require(gap == 0, f"for a general decoder the integrands differ by {gap}")


def one_integral(value):
    """A constant times an integral as one integral."""
    constant, integral = value.as_independent(Integral, as_Add=False)
    require(isinstance(integral, Integral), f"{value} is no integral")
    return Integral(constant * integral.function, *integral.limits)


# ---- Samples -------------------------------------------------------------------------------


def samples_of_latent(lhs):
    """Samples of z have the moments of the stated density."""

    def proof(statement):
        law = sampled_law(statement, lhs)
        check_draws(LinearGaussian()(law), z, seed=18)

    return proof


def samples_of_noise(lhs):
    """Samples of epsilon have the moments of the stated law."""

    def proof(statement):
        law = gaussian_law(sampled_law(statement, lhs))
        check_draws(LinearGaussian()(Normal(EPSILON, law.mean, law.covariance)), epsilon, seed=28)

    return proof


def sampled_law(statement, lhs):
    """The law that a statement about samples 1 to L names."""
    require(statement.index == (l, L), "it does not hold for l = 1 to L")
    return right_of(statement, lhs, "~")


def gaussian_law(law):
    """The law, refuted if it is no Gaussian."""
    require(isinstance(law, Normal), f"{law} is no Gaussian law")
    return law


def average_estimates(lhs, seed):
    """The average over L samples estimates the left side, for both components."""

    def proof(statement):
        rhs = right_of(statement, lhs, "approx")
        for by in COMPONENTS:
            value = LinearGaussian(by)
            check_average(value(lhs), value(rhs), seed)

    return proof


# ---- Reparametrisation ---------------------------------------------------------------------


def check_noise(statement):
    """Eq 20: the law has mean 0 and covariance I, K = 2, and no parameter."""
    law = gaussian_law(right_of(statement, EPSILON, "~"))
    gaussian.check_vector_gaussian(Normal(EPSILON, law.mean, law.covariance))
    require((law.mean, law.covariance) == (ORIGIN, IDENTITY), "the noise is not standard")


def transformation(lhs):
    """Eq 22, K = 2: mean m, covariance diag(s^2), covariance with epsilon diag(s)."""

    def proof(statement):
        parts = [component_of(right_of(statement, lhs, ":="), k) for k in (1, 2)]
        gaps = [part - m_[k] for k, part in enumerate(parts, start=1)]
        require(not any(simplify(over_noise(gap)) for gap in gaps), "the mean is not m")
        covariance = Matrix(2, 2, lambda i, j: simplify(over_noise(gaps[i] * gaps[j])))
        stated = Matrix([[s_[1] ** 2, 0], [0, s_[2] ** 2]])
        require(covariance == stated, f"the covariance is {covariance}")
        slopes = [simplify(over_noise(gap * epsilon_[k])) for k, gap in enumerate(gaps, start=1)]
        require(slopes == [s_[1], s_[2]], f"the covariance with epsilon is {slopes}, not s")

    return proof


def over_noise(polynomial):
    """The exact expectation over epsilon_1 and epsilon_2, independent and standard normal."""
    for k in (1, 2):
        polynomial = gaussian.expectation(polynomial, epsilon_[k], 0, 1)
    return polynomial


def component_of(expression, k):
    """Component k of a vector expression made in ``written()``."""
    return evaluated(gaussian.component(evaluated(expression), k))


def law_of_transformed(lhs, g):
    """Eq 21: the density of g(epsilon), by change of variables, is the stated law's, K = 2."""

    def proof(statement):
        law = gaussian_law(right_of(statement, lhs, "~"))
        stated = gaussian.matrix_density(evaluated(Normal(Z, law.mean, law.covariance)), 2)
        transformed = Mul(*(transformed_density(component_of(g, k), k) for k in (1, 2)))
        require(simplify(stated / transformed) == 1, "g(epsilon) does not follow the law")

    return proof


def transformed_density(part, k):
    """Rule: the density of z = g(epsilon) is that of epsilon at g^(-1)(z), over |dg/depsilon|."""
    (noise,) = solve(part - z_[k], epsilon_[k])
    slope = sqrt(diff(part, epsilon_[k]) ** 2)
    return gaussian.density(noise, 0, 1) / slope
