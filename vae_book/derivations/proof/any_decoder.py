"""Gradients of integrals for a decoder about which nothing is known, and for one that is computed.

q is N(m_k, s_k^2) in one latent dimension times the other K - 1 factors, `rest`, which contain
none of z_k, m_k and s_k. So what is shown here is shown for every K. A gradient of an integral
stays a `Derivative`; two readings give it a value.

* `integrand` reads it as one integral over z_k. Leibniz's rule puts the derivative inside: for
  m and s it then acts on q alone, which is smooth whatever the decoder is; for theta it acts on
  the decoder, and that the rule may be used is an assumption.
* `number` computes the integral by quadrature and differentiates it from outside, by finite
  differences. Where Leibniz's rule fails, so does the comparison.
"""

import numpy as np
from sympy import (
    Derivative,
    Function,
    Integral,
    Max,
    Piecewise,
    Symbol,
    diff,
    exp,
    lambdify,
    log,
    oo,
    simplify,
    tanh,
)

from vae_book.derivations.language.objects import ENCODER, NOISE
from vae_book.derivations.language.symbols import epsilon, m, phi, s, theta, z
from vae_book.derivations.proof import integrals
from vae_book.derivations.proof.equation import require
from vae_book.derivations.proof.interpretation import LinearGaussian

rest = Symbol("rest", positive=True)
f = Function("f", real=True)
SMOOTH = tanh(3 * theta * z) - log(1 + exp(2 * tanh(z + theta) - theta * z))
KINK = SMOOTH + Max(0, z - theta)
JUMP = SMOOTH + Piecewise((1, z < theta), (0, True))
AT = {theta: 0.4, m: 0.3, s: 0.7, rest: 1.0}
NODES = np.linspace(-9, 9, 6001)
STEP, TOLERANCE = 0.02, 1e-3


class AnyDecoder(LinearGaussian):
    """Interpretation with log p(x | z) = f(z, theta); gradients of integrals stay as they are.

    Args:
        by: The component that a gradient is taken for.
        log_decoder: Expression in z and theta; an unknown function if left out.
    """

    densities = {ENCODER: rest * integrals.density(z, m, s**2)}
    moments: dict = {}

    def __init__(self, by, log_decoder=None):
        super().__init__(by)
        self.log_decoder = f(z, theta) if log_decoder is None else log_decoder

    def decoder(self, latent):
        return exp(self.log_decoder.subs(z, latent))

    def integral(self, integrand, variable):
        return Integral(integrand, (variable, -oo, oo))

    def _value_Normal(self, node):
        value = super()._value_Normal(node)
        return rest * value if node == NOISE else value

    def _value_Gradient(self, node):
        value, by = self._value(node.expression), self.by[node.parameter]
        return Derivative(value, by) if value.has(Integral) else diff(value, by)


def in_z(integral):
    """The integrand over z. Rule: epsilon = (z - m) / s, so d epsilon = dz / s."""
    function, variable = integral.function, integral.limits[0][0]
    return function if variable == z else (function.subs(epsilon, (z - m) / s) / s).doit()


def integrand(value):
    """A value as the integrand of one integral over z, by Leibniz's rule where it is needed."""
    constant, part = value.as_independent(Integral, Derivative, as_Add=False)
    if isinstance(part, Derivative):
        return constant * diff(integrand(part.expr), part.variables[0])
    require(isinstance(part, Integral), f"{value} is no integral")
    return constant * in_z(part)


def number(value, at):
    """A value by quadrature; a derivative of an integral by finite differences from outside."""
    constant, part = value.as_independent(Integral, Derivative, as_Add=False)
    if isinstance(part, Derivative):
        by = part.variables[0]
        moved = [number(part.expr, at | {by: at[by] + i * STEP}) for i in (-2, -1, 1, 2)]
        result = np.dot(moved, (1, -8, 8, -1)) / (12 * STEP)
    else:
        variable = part.limits[0][0]
        function = lambdify(variable, part.function.subs(at), modules="numpy")
        result = np.sum(np.broadcast_to(function(NODES), NODES.shape)) * (NODES[1] - NODES[0])
    return float(constant.subs(at)) * float(result)


def require_same_integral(left, right, by):
    """Raises `Refuted` unless two displayed objects are the same integral for every decoder.

    By m and s the integrands may differ by d/dz of q f dz/dm or q f dz/ds. Rule: the integral of
    a derivative is its boundary term. It is 0 where q falls faster than f grows and f has no jump.
    """
    value = AnyDecoder(by)
    gap = integrand(value(left)) - integrand(value(right))
    moved = {m: 1, s: (z - m) / s}[by[phi]]
    edge = diff(value.densities[ENCODER] * value.log_decoder * moved, z)
    zero = simplify(gap) == 0 or simplify(gap + edge) == 0
    require(zero, f"for a general decoder the integrands differ by {simplify(gap)}")


def require_same_number(left, right, by, log_decoder=SMOOTH):
    """Raises `Refuted` unless the sides agree, each gradient taken where it stands."""
    value = AnyDecoder(by, log_decoder)
    sides = [number(value(side), AT) for side in (left, right)]
    gap = abs(sides[0] - sides[1])
    require(gap < TOLERANCE * (1 + abs(sides[0])), f"by quadrature the sides are {sides}")
