"""How the statements of section 1.5 are checked."""

from functools import cache

from sympy import (
    BlockDiagMatrix,
    Matrix,
    MatrixSymbol,
    Product,
    Sum,
    Symbol,
    diff,
    simplify,
    solve,
    sqrt,
)

from vae_book.derivations.language.notation import Density, Item, Normal
from vae_book.derivations.language.objects import G
from vae_book.derivations.language.symbols import (
    EPSILON,
    IDENTITY,
    ORIGIN,
    K,
    L,
    Z,
    b,
    epsilon_,
    k,
    l,
    m,
    m_,
    phi,
    s,
    s_,
    theta,
    w,
    z_,
)
from vae_book.derivations.proof import integrals
from vae_book.derivations.proof.algebra import evaluated
from vae_book.derivations.proof.any_decoder import require_same_integral, require_same_number
from vae_book.derivations.proof.equation import require, right_of
from vae_book.derivations.proof.general import check_general
from vae_book.derivations.proof.interpretation import LinearGaussian
from vae_book.derivations.proof.monte_carlo import check_average, check_draws

COMPONENTS = ({theta: w, phi: m}, {theta: b, phi: s})


# ---- Identities ----------------------------------------------------------------------------


def check_theta_identity(statement):
    """For any p and q, by two routes; and by quadrature, each gradient taken where it stands."""
    rhs = right_of(statement, statement.lhs)
    check_general(statement)
    require_same_number(statement.lhs, rhs, {theta: theta, phi: m})


def check_phi_identity(statement):
    """The same integral for any decoder and every K, by m and by s; and by quadrature."""
    rhs = right_of(statement, statement.lhs)
    check_change_of_variables()
    for part in (m, s):
        by = {theta: theta, phi: part}
        require_same_integral(statement.lhs, rhs, by)
        require_same_number(statement.lhs, rhs, by)


def check_score_identity(statement):
    """For any p and q, by two routes; and for the Gaussian q by m and by s."""
    check_general(statement)
    check_phi_identity(statement)


@cache
def check_change_of_variables(part=m_[k] + s_[k] * epsilon_[k]):
    """Checks q(z) dz = N(epsilon) d epsilon in K dimensions, where `part` is z_k.

    Factor by factor: the density of z_k times dz_k / d epsilon_k is that of epsilon_k. The
    Jacobian matrix is diagonal, as z_k contains no other epsilon; by induction over K its
    determinant is the product of the s_k.
    """
    other = Symbol("j", integer=True, positive=True)
    slope = diff(part, epsilon_[k])
    factor = integrals.density(part, m_[k], s_[k] ** 2) * slope
    require(simplify(factor / integrals.density(epsilon_[k], 0, 1)) == 1, "the factors differ")
    require(not part.has(epsilon_[other]), "a component depends on another epsilon")
    size = Symbol("n", integer=True, positive=True)
    before = MatrixSymbol("J", size, size)
    grown = BlockDiagMatrix(before, Matrix([[slope]])).det()
    require(grown == slope * before.det(), "the determinant is not the product of the s_k")


# ---- Samples -------------------------------------------------------------------------------


def samples(sample, seed):
    """Samples of z or epsilon, number 1 to L, have the moments of the stated law."""

    def proof(statement):
        require(statement.index == (l, L), "it does not hold for l = 1 to L")
        law = right_of(statement, sample, "~")
        if not isinstance(law, Density):
            law = gaussian_of(sample.vector, law)
        value = LinearGaussian()
        check_draws(value(law), value(sample.vector), seed)

    return proof


def gaussian_of(vector, law):
    """The density of a vector that follows a law; refuted if that is no Gaussian."""
    require(isinstance(law, Normal), f"{law} is no Gaussian law")
    return evaluated(Normal(vector, law.mean, law.covariance))


def average_estimates(sample, seed):
    """The average over L samples has the left side as its mean, and its error falls as it should.

    In general: each of the L terms is the left side's integrand at a draw of its own, so that
    the mean of the average is the left side and its variance that of one term, divided by L. By
    simulation: both components in the linear-Gaussian model.
    """

    def proof(statement):
        rhs = right_of(statement, statement.lhs, "approx")
        for by in COMPONENTS:
            value = LinearGaussian(by)
            check_average(value(statement.lhs), value(rhs), seed)
        check_unbiased(statement.lhs, evaluated(rhs), sample)

    return proof


def check_unbiased(lhs, average, sample):
    """Raises `Refuted` unless an average is 1/L times the sum of L terms of mean `lhs`."""
    constant, total = average.as_independent(Sum, as_Add=False)
    whole = isinstance(total, Sum) and total.limits[0] == (l, 1, L)
    require(whole and constant * L == 1, f"{average} is no mean of L terms")
    draws = total.function.atoms(Item)
    require(draws == {sample}, f"the average is of {draws or 'no draw'}, not of a draw for each l")
    term = total.function.xreplace({sample: sample.vector})
    expected = evaluated(lhs).expression
    require(term == expected, f"the average is of {term}, not of {expected}")


# ---- Reparametrisation ---------------------------------------------------------------------


def check_noise(statement):
    """Eq 20: the law has mean 0 and covariance I, K = 2, and no parameter."""
    law = gaussian_of(EPSILON, right_of(statement, EPSILON, "~"))
    integrals.check_vector_gaussian(law, ORIGIN, IDENTITY)


def check_transformation(statement):
    """Eq 22, every k: mean m_k, variance s_k^2, covariance with epsilon_k s_k, no other epsilon."""
    part = component_of(right_of(statement, G, ":="), k)
    gap = part - m_[k]
    stated = {gap: 0, gap**2: s_[k] ** 2, gap * epsilon_[k]: s_[k]}
    for value, moment in stated.items():
        found = simplify(integrals.expectation(value, epsilon_[k], 0, 1))
        require(found == moment, f"the mean of {value} is {found}, not {moment}")


def component_of(expression, index):
    """A component of a vector expression made in `written()`."""
    return evaluated(integrals.component(evaluated(expression), index))


def law_of_transformed(g):
    """Eq 21: the density of g(epsilon), by change of variables, is the stated law's, every K."""

    def proof(statement):
        stated = gaussian_of(Z, right_of(statement, G, "~"))
        check_change_of_variables()
        transformed = Product(transformed_density(component_of(g, k)), (k, 1, K))
        integrals.check_same_as_matrix_form(transformed, stated, k, K)

    return proof


def transformed_density(part):
    """Rule: the density of z = g(epsilon) is that of epsilon at g^(-1)(z), over |dg/depsilon|."""
    (noise,) = solve(part - z_[k], epsilon_[k])
    slope = sqrt(diff(part, epsilon_[k]) ** 2)
    return integrals.density(noise, 0, 1) / slope
