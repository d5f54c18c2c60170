"""Gaussians as SymPy expressions: density, moments, exact integrals, matrix form."""

from functools import cache

from sympy import (
    Add,
    BlockDiagMatrix,
    BlockMatrix,
    Indexed,
    IndexedBase,
    Matrix,
    MatrixSymbol,
    Mul,
    Poly,
    S,
    Symbol,
    block_collapse,
    diag,
    exp,
    expand,
    expand_mul,
    eye,
    factor,
    factorial2,
    limit,
    log,
    oo,
    pi,
    simplify,
    sqrt,
)

from vae_book.derivations.language.notation import Diagonal, Elementwise, Normal
from vae_book.derivations.language.symbols import IDENTITY, ORIGIN, Vector
from vae_book.derivations.proof.algebra import evaluated
from vae_book.derivations.proof.equation import Refuted, product_factor, require

ADDED_GAP = Symbol("gap", real=True)
ADDED_VARIANCE = Symbol("variance", positive=True)


def density(value, mean, variance):
    """The density of N(mean, variance) at `value`."""
    return exp(-((value - mean) ** 2) / (2 * variance)) / sqrt(2 * pi * variance)


def log_density(value, mean, variance):
    """The logarithm of `density`, written out."""
    return -((value - mean) ** 2) / (2 * variance) - log(2 * pi * variance) / 2


def standard_moment(order):
    """The expectation of epsilon^order under N(0, 1): (order - 1)!! if even, else 0."""
    return factorial2(order - 1) if order % 2 == 0 else 0


def expectation(polynomial, variable, mean, deviation):
    """The exact expectation of a polynomial under N(mean, deviation^2), from its moments.

    Raises:
        Refuted: if the expression is no polynomial in `variable`.
    """
    shifted = expand(polynomial.subs(variable, mean + deviation * variable))
    if not shifted.is_polynomial(variable):
        raise Refuted(f"{polynomial} is no polynomial in {variable}")
    terms = Poly(shifted, variable).terms()
    return Add(*(coefficient * standard_moment(order) for (order,), coefficient in terms))


def integral(integrand, variable):
    """The exact integral over the real line of polynomials times exp(quadratic).

    Rule: complete the square, so that exp(quadratic) is a constant times a Gaussian density;
    what is left is an expectation of a polynomial.

    Raises:
        Refuted: if the integral diverges or the integrand is of another kind.
    """
    exponents, rest = exponents_and_rest(integrand, variable)
    if rest.has(exp) and isinstance(expand_mul(integrand), Add):
        return Add(*(integral(term, variable) for term in expand_mul(integrand).args))
    if rest == 0:
        return S.Zero
    if not exponents or not all(exponent.is_polynomial(variable) for exponent in exponents):
        raise Refuted(f"the integral of {integrand} over {variable} does not converge")
    curvature, slope, constant = quadratic(exponents, variable)
    if not (-curvature).is_positive:
        raise Refuted(f"the integral of {integrand} over {variable} does not converge")
    variance = -1 / (2 * factor(curvature))
    mean = slope * variance
    weight = sqrt(2 * pi * variance) * exp(constant + mean**2 / (2 * variance))
    return weight * expectation(rest, variable, mean, sqrt(variance))


def exponents_and_rest(integrand, variable):
    """The exponents of a product's exponentials in the variable, and its other factors."""
    factors = Mul.make_args(integrand)
    exponentials = [f for f in factors if isinstance(f, exp) and f.has(variable)]
    rest = Mul(*(f for f in factors if f not in exponentials))
    return [f.args[0] for f in exponentials], rest


def quadratic(exponents, variable):
    """The coefficients of the square, the variable and 1 in the sum of the exponents.

    The first is left as a sum of one factored part an exponent, so that its sign shows.
    """
    polynomials = [Poly(exponent, variable) for exponent in exponents]
    if any(polynomial.degree() > 2 for polynomial in polynomials):
        raise Refuted(f"exp of {Add(*exponents)} is no Gaussian in {variable}")
    curvature = Add(*(factor(p.coeff_monomial(variable**2)) for p in polynomials))
    slope, constant = (Add(*(p.coeff_monomial(variable**i) for p in polynomials)) for i in (1, 0))
    return curvature, slope, constant


def check_total_probability(law, variable):
    """Raises `Refuted` unless a density of one variable integrates to 1."""
    law = as_symbols(law)
    for end in (oo, -oo):
        value = limit(law, variable, end)
        require(value == 0, f"as {variable} -> {end} it tends to {value}: its integral diverges")
    total = simplify(integral(law, variable))
    require(total == 1, f"it integrates to {total}, not to 1")


def component(expression, k):
    """Component k of a vector expression: every bold v becomes v_k, the bold 0 becomes 0."""
    vectors = {v: IndexedBase(v.name, **v.assumptions0)[k] for v in expression.atoms(Vector)}
    vectors[ORIGIN] = S.Zero
    return S(expression).xreplace(vectors).replace(Elementwise, Mul).doit()


def covariance_matrix(covariance, size):
    """The matrix that `I` or `diag(...)` stands for, of `size` rows."""
    if covariance == IDENTITY:
        return eye(size)
    if isinstance(covariance, Diagonal):
        return diag(*(component(covariance.vector, k) for k in range(1, size + 1)))
    raise Refuted(f"{covariance} is neither the identity nor a diagonal matrix")


def multivariate_density(gap, matrix):
    """The Gaussian density at `gap` from its mean, by the general formula.

    det(2 pi C)^(-1/2) exp(-gap^T C^(-1) gap / 2) for the covariance matrix C.
    """
    return exp(-(gap.T * matrix.inv() * gap)[0] / 2) / sqrt((2 * pi * matrix).det())


@cache
def matrix_density(normal, size):
    """The density of a vector `Normal` of `size` components, by the general formula."""
    gap = Matrix([component(normal.variable - normal.mean, k) for k in range(1, size + 1)])
    return multivariate_density(gap, covariance_matrix(normal.covariance, size))


def has_moments(density, variables, means, covariance):
    """Whether a density has integral 1, the means and the covariance matrix given."""

    def average(value):
        total = value * density
        for variable in variables:
            total = integral(total, variable)
        return simplify(total)

    centred = [v - mean for v, mean in zip(variables, means, strict=True)]
    second = [[average(a * c) for c in centred] for a in centred]
    return average(1) == 1 and not any(map(average, centred)) and Matrix(second) == covariance


def as_symbols(expression):
    """Indexed components as plain symbols of the same assumptions, for fast algebra."""
    return expression.xreplace({entry: plain_symbol(entry) for entry in expression.atoms(Indexed)})


def plain_symbol(entry):
    """The symbol `x1` for the component `x[1]`."""
    return Symbol(f"{entry.base}{entry.indices[0]}", **entry.base.label.assumptions0)


def check_vector_gaussian(normal, mean, covariance, size=2):
    """Raises `Refuted` unless `normal` is a density of this mean and covariance.

    Its matrix form is checked exactly in `size` dimensions: integral 1, and both moments.
    """
    require(isinstance(normal, Normal), f"{normal} is no Gaussian")
    indices = range(1, size + 1)
    variables = [as_symbols(component(normal.variable, k)) for k in indices]
    means = [as_symbols(component(normal.mean, k)) for k in indices]
    matrix = as_symbols(covariance_matrix(normal.covariance, size))
    density_of_all = as_symbols(matrix_density(normal, size))
    require(
        has_moments(density_of_all, variables, means, matrix),
        f"{normal} is no density with that mean and covariance",
    )
    stated = normal.mean, evaluated(normal.covariance)
    require(stated == (mean, covariance), f"its moments are not {mean} and {covariance}")


@cache
def one_more_dimension():
    """The factor by which a Gaussian density grows with one more dimension, for any number before.

    The covariance is block-diagonal, any matrix A of n rows and one entry c more; SymPy's block
    matrices give the determinant of 2 pi times it and the quadratic form, n and A symbolic.

    Returns:
        The factor, an expression in `ADDED_GAP` and `ADDED_VARIANCE`.
    """
    n = Symbol("n", integer=True, positive=True)
    before, gap = MatrixSymbol("A", n, n), MatrixSymbol("u", n, 1)
    whole_gap = BlockMatrix([[gap], [Matrix([[ADDED_GAP]])]])
    covariance = BlockDiagMatrix(before, Matrix([[ADDED_VARIANCE]]))
    doubled = BlockDiagMatrix(2 * pi * before, Matrix([[2 * pi * ADDED_VARIANCE]]))
    form = block_collapse(whole_gap.T * covariance.inverse() * whole_gap)
    added = form - gap.T * before.inverse() * gap
    ratio = simplify(doubled.det() / (2 * pi * before).doit().det())
    return exp(-Matrix(added.doit())[0] / 2) / sqrt(ratio)


def check_same_as_matrix_form(expression, normal, index, last, size=3):
    """Raises `Refuted` unless a product of scalar Gaussians equals the matrix form, every size.

    By induction: equal in one dimension, and from one dimension to the next both gain the same
    factor. Written out for `size` dimensions as well.
    """
    explicit = evaluated(expression)
    gained = product_factor(explicit, last).replace(Normal, density)
    expected = one_more_dimension().subs(
        {
            ADDED_GAP: component(normal.variable - normal.mean, index),
            ADDED_VARIANCE: diagonal_entry(normal.covariance, index),
        }
    )
    require_one(gained / expected, f"factor {index} differs from that of the matrix form")
    for number in (1, size):
        written_out = explicit.subs(last, number).doit().replace(Normal, density)
        ratio = written_out / matrix_density(normal, number)
        require_one(ratio, f"for {number} dimensions the matrix form differs")


def require_one(ratio, reason):
    """Raise `Refuted` unless a ratio is 1, tried at one point first."""
    ratio = as_symbols(ratio)
    names = sorted(ratio.free_symbols, key=str)
    value = ratio.subs({name: 0.3 + 0.1 * k for k, name in enumerate(names)})
    require(abs(value.evalf() - 1) < 1e-9, f"{reason}: at a point the ratio is {value}")
    require(simplify(ratio) == 1, f"{reason} by {ratio}")


def diagonal_entry(covariance, index):
    """Entry `index` of the diagonal of `I` or `diag(...)`."""
    if covariance == IDENTITY:
        return S.One
    require(isinstance(covariance, Diagonal), f"{covariance} is not diagonal")
    return component(covariance.vector, index)
