"""What the notation means in a model where everything can be computed.

An interpretation walks through a displayed object and puts an ordinary SymPy expression for
each density, expectation, integral and gradient. Here it does so in `LinearGaussian`: K = D = 1,
prior N(0, 1), decoder N(w z + b, sigma^2), encoder N(m, s^2), theta = (w, b) and phi = (m, s). The
evidence is N(b, w^2 + sigma^2) and the posterior is Gaussian (Tipping and Bishop 1999, with one
latent dimension), so everything can be computed. What holds in this model need not hold in
another one: `any_model.py` and `any_decoder.py` assume less.
"""

from sympy import Sum, diff, exp, log, pi, sqrt

from vae_book.derivations.language.notation import Density, Notation
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

    As in SymPy's printers, `_value_X` gives objects of class `X` their value.

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
        rule = getattr(self, f"_value_{type(node).__name__}", None)
        if rule:
            return rule(node)
        if node in self.scalars:
            return self.scalars[node]
        if isinstance(node, Sum):
            return Sum(self._value(node.function), *node.limits)
        return node.func(*map(self._value, node.args)) if node.args else node

    def _value_Density(self, node):
        if node in self.densities:
            return self.densities[node]
        if (node.name, node.variable, node.parameter) == (DECODER.name, X, theta):
            return self.decoder(self._value(node.given))
        raise Refuted(f"{node} is no density of the model")

    def decoder(self, latent):
        return integrals.density(x, w * latent + b, sigma**2)

    def _value_Normal(self, node):
        return integrals.density(*map(self._value, node.args))

    def _value_log(self, node):
        return expand_logs(log(self._value(node.args[0])))

    def integral(self, integrand, variable):
        """The integral of an ordinary expression over the real line."""
        return integrals.integral(integrand, variable)

    def _value_VectorIntegral(self, node):
        require(node.variable in self.scalars, f"{node} does not name its variable")
        return self.integral(self._value(node.integrand), self.scalars[node.variable])

    def _value_Expectation(self, node):
        value = self._value(node.expression)
        variable = self.scalars[node.law.variable]
        if node.law not in self.moments or not value.is_polynomial(variable):
            return self.integral(self._value(node.law) * value, variable)
        return integrals.expectation(value, variable, *self.moments[node.law])

    def _value_Divergence(self, node):
        variable = self.scalars[node.left.variable]
        left, right = self._value(node.left), self._value(node.right)
        return self.integral(left * expand_logs(log(left) - log(right)), variable)

    def _value_Gradient(self, node):
        return diff(self._value(node.expression), self.by[node.parameter])

    def _value_Transformation(self, node):
        return m + s * self._value(node.noise)

    def _value_Item(self, node):
        return self.samples[node.vector][node.index]

    def _value_Diagonal(self, node):
        return self._value(node.vector)

    def _value_Elementwise(self, node):
        return self._value(node.left) * self._value(node.right)


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
