"""What holds for every model: any densities p and q, any K and D, discrete z or continuous.

At one z the three densities that are free are positive symbols; the others follow from them by
the product rule and the sum rule. A mean under q is linear, takes constants out, and knows two
values, both of which only say that something is normalised. Nothing else is assumed.

A gradient enters a mean by Leibniz's rule. That is an assumption about the model, not a rule of
algebra: `any_decoder.py` tests it, and has a decoder that breaks it.
"""

from functools import cache

from sympy import Add, Dummy, Function, S, Symbol, diff, exp, expand, log, powsimp, solve

from vae_book.derivations.language.objects import (
    DECODER,
    ENCODER,
    EVIDENCE,
    JOINT,
    POSTERIOR,
    PRIOR,
)
from vae_book.derivations.language.symbols import phi, theta
from vae_book.derivations.proof.algebra import expand_logs
from vae_book.derivations.proof.equation import require
from vae_book.derivations.proof.interpretation import LinearGaussian

decoder, prior, q = (Symbol(name, positive=True) for name in ("p(x|z)", "p(z)", "q(z|x)"))
evidence = Symbol("p(x)", positive=True)
decoder_score, q_score = (Symbol(f"grad log {name}", real=True) for name in ("p(x|z)", "q(z|x)"))
AT_Z = (decoder, prior, q, decoder_score, q_score)


class Mean(Function):
    """The mean under q of what depends on z."""

    is_real = True


NORMALISED = {
    S.One: S.One,
    decoder * prior / q: evidence,
    prior / q: S.One,
    q_score: S.Zero,
}


def mean(integrand):
    """The mean under q. Rules: it is linear, constants leave it, densities are normalised."""
    total = S.Zero
    for term in Add.make_args(expand(expand_logs(integrand))):
        constant, varying = term.as_independent(*AT_Z, as_Add=False)
        total += constant * NORMALISED.get(varying, Mean(varying))
    return total


def inside(value):
    """A value whose means are linear in it as the integrand of a single mean."""
    return value.replace(Mean, lambda integrand: integrand)


def derivative(value, parameter):
    """The gradient by theta or phi. Rules: the chain rule, and Leibniz's rule, as assumed.

    theta moves the decoder and with it the evidence, the integral of the joint density; phi moves
    q. Inside a mean under q the product rule gives a second term, with the gradient of log q.
    """
    joint_rate = decoder * prior * decoder_score
    rates = {
        theta: {decoder: decoder * decoder_score, evidence: mean(joint_rate / q)},
        phi: {q: q * q_score},
    }[parameter]
    means = {part: Dummy() for part in value.atoms(Mean)}
    outer = value.xreplace(means)
    total = Add(*(diff(outer, symbol) * rate for symbol, rate in rates.items()))
    for part, symbol in means.items():
        integrand = part.args[0]
        moved = derivative(integrand, parameter) + (integrand * q_score if parameter == phi else 0)
        total += diff(outer, symbol) * mean(moved)
    return expand(total.xreplace({symbol: part for part, symbol in means.items()}))


class AnyModel(LinearGaussian):
    """Interpretation for any densities; what it proves holds for every K and D."""

    densities = {
        EVIDENCE: evidence,
        JOINT: decoder * prior,
        DECODER: decoder,
        PRIOR: prior,
        ENCODER: q,
        POSTERIOR: decoder * prior / evidence,
    }
    moments: dict = {}

    def _value_Density(self, node):
        require(node in self.densities, f"{node} is no density of a general model")
        return self.densities[node]

    def integral(self, integrand, variable):
        return mean(integrand / q)

    def _value_Gradient(self, node):
        return derivative(self._value(node.expression), node.parameter)


def require_equal(left, right, definitions=None):
    """Raises `Refuted` unless two displayed objects are equal for every p and q."""
    value = AnyModel(definitions=definitions)
    gap = expand(expand_logs(value(left) - value(right)))
    require(gap == 0, f"for general p and q the sides differ by {gap}")


def require_never_below(left, right, definitions=None):
    """Raises `Refuted` unless left >= right for every p and q.

    Rule: the difference is the mean of -log t with a t whose mean is 1. As log t <= t - 1, that
    mean is at least 1 - 1 = 0, and it is 0 only where t = 1.
    """
    tangent()
    value = AnyModel(definitions=definitions)
    gap = expand(expand_logs(value(left) - value(right)))
    require(mean(inside(gap)) == gap, f"left - right is no mean under q: {gap}")
    ratio = expand(powsimp(exp(-inside(gap)), force=True))
    require(mean(ratio) == 1, f"left - right is the mean of -log t, t = {ratio}, not of mean 1")


@cache
def tangent():
    """Checks that log t <= t - 1 for t > 0, equal only at t = 1: a convex gap, least at 1, 0."""
    t = Symbol("t", positive=True)
    above = t - 1 - log(t)
    require(solve(diff(above, t), t) == [1] and above.subs(t, 1) == 0, "the minimum is not 0")
    require(diff(above, t, 2).is_positive, "t - 1 - log t is not convex")
