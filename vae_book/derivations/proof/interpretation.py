"""What the notation means in a model where everything can be computed.

An interpretation walks through a displayed object and puts an ordinary SymPy expression for
each density, expectation, integral and gradient. Here it does so in `LinearGaussian`: K = D = 1,
prior N(0, 1), decoder N(w z + b, sigma^2), encoder N(m, s^2), theta = (w, b) and phi = (m, s). The
evidence is N(b, w^2 + sigma^2) and the posterior is Gaussian (Tipping and Bishop 1999, with one
latent dimension), so everything can be computed. What holds in this model need not hold in
another one: `any_model.py` and `any_decoder.py` assume less.
"""

from sympy import Sum, diff, exp, log, pi, sqrt

from vae_book.derivations.language.notation import (
    Density,
    Diagonal,
    Divergence,
    Elementwise,
    Expectation,
    Gradient,
    Item,
    Normal,
    Notation,
    Transformation,
    VectorIntegral,
)
from vae_book.derivations.language.objects import (
    DECODER,
    ENCODER,
    EVIDENCE,
    JOINT,
    NOISE,
    POSTERIOR,
    PRIOR,
)
from vae_book.derivations.language.symbols import (
    EPSILON,
    IDENTITY,
    ORIGIN,
    D,
    K,
    M,
    S,
    X,
    Z,
    b,
    epsilon,
    epsilon_,
    m,
    phi,
    s,
    sigma,
    theta,
    w,
    x,
    z,
    z_,
)
from vae_book.derivations.proof import integrals
from vae_book.derivations.proof.algebra import evaluated, expand_logs
from vae_book.derivations.proof.equation import Refuted, require

POSTERIOR_VARIANCE = 1 / (1 + w**2 / sigma**2)
POSTERIOR_MEAN = POSTERIOR_VARIANCE * w * (x - b) / sigma**2
EVIDENCE_VARIANCE = w**2 + sigma**2


def joint_density():
    """The density of (x, z) by the formula for two Gaussians of covariance w."""
    determinant = EVIDENCE_VARIANCE - w**2
    square = (x - b) ** 2 - 2 * w * (x - b) * z + EVIDENCE_VARIANCE * z**2
    return exp(-square / (2 * determinant)) / (2 * pi * sqrt(determinant))


class LinearGaussian:
    """Interpretation in the exactly solvable model.

    Args:
        by: The component that a gradient is taken for: `{theta: w, phi: m}`.
        definitions: Notation that is put in place of other notation, such as the ELBO.
    """

    scalars = {X: x, Z: z, EPSILON: epsilon, M: m, S: s, ORIGIN: 0, IDENTITY: 1, K: 1, D: 1}
    samples = {Z: z_, EPSILON: epsilon_}
    densities = {
        EVIDENCE: integrals.density(x, b, EVIDENCE_VARIANCE),
        JOINT: joint_density(),
        PRIOR: integrals.density(z, 0, 1),
        ENCODER: integrals.density(z, m, s**2),
        POSTERIOR: integrals.density(z, POSTERIOR_MEAN, POSTERIOR_VARIANCE),
    }
    moments = {ENCODER: (m, s), NOISE: (0, 1)}

    def __init__(self, by=None, definitions=None):
        self.by = by or {theta: w, phi: m}
        self.definitions = definitions or {}

    def __call__(self, expression):
        """The value of a displayed object, an ordinary SymPy expression."""
        value = self._value(evaluated(expression))
        left = value.atoms(Notation)
        require(not left, f"{left} has no value in the model")
        return value

    def _value(self, node):
        if node in self.definitions:
            return self._value(evaluated(self.definitions[node]))
        rule = self.rules.get(type(node))
        if rule:
            return rule(self, node)
        if node in self.scalars:
            return self.scalars[node]
        if isinstance(node, Sum):
            return Sum(self._value(node.function), *node.limits)
        return node.func(*map(self._value, node.args)) if node.args else node

    def density(self, node):
        if node in self.densities:
            return self.densities[node]
        if (node.name, node.variable, node.parameter) == (DECODER.name, X, theta):
            return self.decoder(self._value(node.given))
        raise Refuted(f"{node} is no density of the model")

    def decoder(self, latent):
        return integrals.density(x, w * latent + b, sigma**2)

    def normal(self, node):
        return integrals.density(*map(self._value, node.args))

    def logarithm(self, node):
        return expand_logs(log(self._value(node.args[0])))

    def integral(self, node):
        require(node.variable in self.scalars, f"{node} does not name its variable")
        return integrals.integral(self._value(node.integrand), self.scalars[node.variable])

    def expectation(self, node):
        value = self._value(node.expression)
        variable = self.scalars[node.law.variable]
        if node.law not in self.moments or not value.is_polynomial(variable):
            return integrals.integral(self._value(node.law) * value, variable)
        return integrals.expectation(value, variable, *self.moments[node.law])

    def divergence(self, node):
        variable = self.scalars[node.left.variable]
        left, right = self._value(node.left), self._value(node.right)
        return integrals.integral(left * expand_logs(log(left) - log(right)), variable)

    def gradient(self, node):
        return diff(self._value(node.expression), self.by[node.parameter])

    def transformation(self, node):
        return m + s * self._value(node.noise)

    def item(self, node):
        return self.samples[node.vector][node.index]

    def diagonal(self, node):
        return self._value(node.vector)

    def elementwise(self, node):
        return self._value(node.left) * self._value(node.right)

    rules: dict = {
        Density: density,
        Normal: normal,
        log: logarithm,
        VectorIntegral: integral,
        Expectation: expectation,
        Divergence: divergence,
        Gradient: gradient,
        Transformation: transformation,
        Item: item,
        Diagonal: diagonal,
        Elementwise: elementwise,
    }


class LiteralReading(LinearGaussian):
    """Also gives a value to two densities that only misprints name, taken at their word.

    p_theta(z | z), in the gradient of section 1.4, is the decoder with z in both places.
    q_theta(z | x), in eq 23, is a Gaussian whose mean and deviation, b and sigma, belong to
    theta.
    """

    densities = LinearGaussian.densities | {
        Density("p", Z, Z, theta): integrals.density(z, w * z + b, sigma**2),
        Density("q", Z, X, theta): integrals.density(z, b, sigma**2),
    }
