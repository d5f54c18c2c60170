"""Section 1.5: what the phi-gradient needs, for a polynomial f(z) with a known answer.

Under q = N(m, s^2) the gradient of E_q[f(z)] by m or s is known exactly. Three ways to it: the
naive step (wrong), the reparametrisation and the score function (both right, of different
variance). In the functions that return an estimate, epsilon ~ N(0, 1) is the random variable.
"""

from sympy import diff, factor, simplify

from vae_book.derivations.language.symbols import epsilon, m, s, z
from vae_book.derivations.proof.integrals import expectation, log_density


def gradient_of_mean(f, parameter=m):
    """The gradient by `parameter` of E_q[f(z)]. Rule: take the expectation, then derive."""
    return simplify(diff(expectation(f, z, m, s), parameter))


def naive_step(f, parameter=m):
    """The step from eq 15 to eq 16 taken for phi: E_q of the gradient of f(z).

    f(z) contains neither m nor s, so this is 0, whatever the gradient of the mean is.
    """
    return expectation(diff(f, parameter), z, m, s)


def reparametrised_estimate(f, parameter=m):
    """One sample's gradient with the trick. Rule: z = m + s epsilon, then the chain rule."""
    return diff(f.subs(z, m + s * epsilon), parameter)


def score_estimate(f, parameter=m):
    """One sample's gradient without the trick: f(z) times the gradient of log q(z).

    Rule: the gradient of q is q times the gradient of log q.
    """
    score = diff(log_density(z, m, s**2), parameter)
    return simplify((f * score).subs(z, m + s * epsilon))


def mean_of(estimate):
    """The exact mean of an estimate over epsilon ~ N(0, 1)."""
    return simplify(expectation(estimate, epsilon, 0, 1))


def variance_of(estimate):
    """The exact variance of an estimate over epsilon ~ N(0, 1), factored."""
    return factor(simplify(mean_of(estimate**2) - mean_of(estimate) ** 2))
