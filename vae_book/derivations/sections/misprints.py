"""What the assignment prints, what it should say, and how that is known.

A misprint of kind `"computed"` is refuted by the very check that its correction passes. One
of kind `"notation"` (a dropped subscript, an abuse of notation, a loose word) leaves nothing
to compute; its evidence is a reason.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sympy import FiniteSet, exp, log, pi, sqrt

from vae_book.derivations.language.display import product_over, sum_over, written
from vae_book.derivations.language.notation import (
    NOTHING,
    Components,
    Density,
    Expectation,
    Gradient,
    VectorIntegral,
)
from vae_book.derivations.language.objects import LOG_DECODER, LOG_DECODER_OF_G, NOISE, PRIOR
from vae_book.derivations.language.symbols import (
    DATASET,
    EPSILON,
    D,
    K,
    L,
    M,
    S,
    X,
    Z,
    k,
    l,
    m_,
    phi,
    s_,
    theta,
    z_,
)
from vae_book.derivations.proof.algebra import same
from vae_book.derivations.proof.equation import Refuted, Statement, equals, require
from vae_book.derivations.proof.interpretation import LiteralReading
from vae_book.derivations.sections import bernoulli, bound, gradients, maximum_likelihood, prior

NUMBERED = {
    equation.number: equation
    for module in (maximum_likelihood, prior, bernoulli, bound, gradients)
    for equation in module.EQUATIONS
}


@dataclass(frozen=True)
class Misprint:
    """One misprint.

    Args:
        where: Place in the assignment.
        printed: What it says: a `Statement`, or words.
        correct: What it should say, likewise.
        evidence: One sentence: how that is known.
        proof: The check that refutes `printed` and that `correct` passes; None for a
            matter of notation.
        quote: The words that are printed, where `printed` is their meaning as a statement.
    """

    where: str
    printed: Statement | str
    correct: Statement | str
    evidence: str
    proof: Callable | None = None
    quote: str | None = None

    @property
    def kind(self):
        return "computed" if self.proof else "notation"

    @cache  # noqa: B019 (there are few)
    def refutation(self):
        """Why the printed form is false, after checking that the corrected one holds.

        Raises:
            Refuted: if the corrected form fails, or the printed form passes.
            ValueError: if the misprint is a matter of notation.
        """
        if self.proof is None:
            raise ValueError(f"{self.where} is a matter of notation. Read its evidence instead.")
        self.proof(self.correct)
        try:
            self.proof(self.printed)
        except Refuted as reason:
            return str(reason)
        raise Refuted(f"{self.where}: what is printed passes the check of its correction")

    def __repr__(self):
        return f"Misprint({self.where}, {self.kind})"


def misprint_of(number, where, printed_rhs, evidence, quote=None):
    """A misprint of the right side of an equation, refuted by that equation's own check."""
    equation = NUMBERED[number]
    printed = equation.stating(*equation.statement.members[:-1], printed_rhs)
    return Misprint(where, printed.statement, equation.statement, evidence, equation.proof, quote)


def check_literally(statement):
    """Both sides agree in the linear-Gaussian model, every density taken at its word."""
    left, right = map(LiteralReading(), statement.members)
    require(same(left, right), "the left side does not depend on phi, the right side does")


# ---- What is printed -----------------------------------------------------------------------

with written():
    POSITIVE_EXPONENT = product_over(1 / sqrt(2 * pi) * exp(z_[k] ** 2 / 2), k, K)
    _EXPONENT = -((z_[k] - m_[k]) ** 2 / (2 * z_[k] ** 2))
    Z_BELOW = product_over(1 / sqrt(2 * pi * s_[k] ** 2) * exp(_EXPONENT), k, K)
    SELF_DECODER = Density("p", Z, Z, theta)
    SELF_GRADIENT = Gradient(theta, log(VectorIntegral(SELF_DECODER * PRIOR, Z)))
    THETA_ENCODER = Density("q", Z, X, theta)
    THETA_RECONSTRUCTION = Expectation(THETA_ENCODER, LOG_DECODER)
    THETA_TERM = Gradient(theta, LOG_DECODER_OF_G).xreplace({EPSILON: gradients.SAMPLE_EPSILON})
    THETA_AVERAGE = 1 / L * sum_over(THETA_TERM, l, L)
    ONE_DRAW_AVERAGE = 1 / L * sum_over(Gradient(phi, LOG_DECODER_OF_G), l, L)
    LOG_WITHOUT_THETA = log(Density("p", DATASET))
    NO_MEASURE = Gradient(phi, VectorIntegral(NOISE * LOG_DECODER_OF_G, NOTHING))
    NO_MEASURE_INSIDE = VectorIntegral(NOISE * Gradient(phi, LOG_DECODER_OF_G), NOTHING)

COMPUTED = (
    misprint_of(
        "5",
        "(5)",
        POSITIVE_EXPONENT,
        "A density must integrate to 1; with the printed sign the integral is infinite. The copy "
        "was read by machine, which may have lost the minus sign.",
    ),
    misprint_of(
        "evidence-gradient",
        "1.4, the gradient that is called intractable",
        SELF_GRADIENT,
        "Read literally the printed integral does not contain x, the gradient it stands for does. "
        "The same line has p(x | z) two sentences before: an x read as a z, perhaps by machine.",
    ),
    misprint_of(
        "12",
        "(11), the line above (12)",
        Z_BELOW,
        "The printed factor does not vanish at infinity, so its integral is infinite; (12) "
        "integrates to 1. The copy prints the last line of each product twice, so this is most "
        "likely (12), with an s read as a z by machine.",
    ),
    misprint_of(
        "mean-components",
        "below (12), the components of m and s",
        Components(m_[k].base, D),
        "(12) is a product over the K latent dimensions, so m and s have K components.",
    ),
    misprint_of(
        "encoder-variance",
        "below (12), m and s called mean and variance",
        s_[k],
        "By (12) the variance is the square of s, so s is the standard deviation; with the "
        "variance s, (13) does not hold.",
        "we use m and s here for the mean and variance",
    ),
    Misprint(
        "(23)",
        equals(THETA_RECONSTRUCTION, gradients.IN_NOISE),
        NUMBERED["23"].statement,
        "The encoder's parameters are phi, as in (24); with a density of parameters theta the "
        "left side does not depend on phi and the right side does.",
        check_literally,
    ),
    misprint_of(
        "29",
        "(29), the parameter of the gradient",
        THETA_AVERAGE,
        "The average of theta-gradients misses the exact phi-gradient by far more than 4 "
        "standard errors.",
    ),
    misprint_of(
        "29",
        "(29), epsilon without (l)",
        ONE_DRAW_AVERAGE,
        "With one draw in every term the average is that one draw's gradient, and its error does "
        "not shrink with L.",
    ),
)

NOTATION = (
    Misprint(
        "(1)",
        equals(LOG_WITHOUT_THETA, *NUMBERED["1"].statement.members[1:]),
        NUMBERED["1"].statement,
        "The right side is the model's density, which depends on theta; p without subscript is "
        "the true, unknown distribution.",
    ),
    Misprint(
        "(6), (7), the three Gaussian lines, Questions 2 and 3",
        equals(Density("p", X, Z), NUMBERED["6"].rhs),
        NUMBERED["6"].statement,
        "rho and mu are outputs of the decoder, so the density depends on theta.",
    ),
    Misprint(
        "(10) and 1.6",
        equals(Density("q", Z, X), NUMBERED["10"].rhs),
        NUMBERED["10"].statement,
        "m and s are outputs of the encoder, so the density depends on phi.",
    ),
    Misprint(
        "1, introduction, and 1.1",
        "a latent variable model p(x | z)",
        "the model is the joint density p(x | z) p(z)",
        "p(x | z) alone gives no density of x and draws no image; the prior belongs to the model.",
    ),
    Misprint(
        "1, introduction",
        "a latent variable model that uses an approximate posterior distribution",
        "training uses it; the model does without",
        "New images are drawn from p(z) and p(x | z), and (2) does not contain q.",
    ),
    Misprint(
        "1.4, above (8)",
        "there is no way to efficiently estimate these gradients",
        "there is no cheap way to estimate them for each image",
        "Fisher's identity makes the gradient an expectation under the posterior, which importance "
        "sampling or a Markov chain can estimate.",
    ),
    Misprint(
        "1.5, below (17), and footnote 2",
        "inverting the order of the gradient and integration (Leibniz's rule)",
        "exchanging gradient and integral, which Leibniz's rule allows under conditions",
        "For a decoder with a jump the two sides differ; the chapter on gradients has the example.",
    ),
    Misprint(
        "1.4 and 1.6",
        "s is modelled with a neural network; we model the logarithm of the variance",
        "the network returns the log-variance, and s is computed from it",
        "Only one of the two can be the output.",
    ),
    Misprint(
        "1.6",
        "the output parameter mu",
        "mu for real data, rho for binary data",
        "Section 1.3 has both models, and for binary data the mean of a pixel is rho.",
    ),
    Misprint(
        "(14) to (17)",
        "dz with a plain z",
        "dz with a bold z, as in (2)",
        "The integral runs over the whole vector.",
    ),
    Misprint(
        "1.3, Question 3",
        "learned parameters mu",
        "mu is an output of the decoder; what is learned is theta",
        "mu is a function of z, as the text above the question says.",
    ),
    Misprint(
        "1.4, above (8)",
        "lower bound on the likelihood",
        "lower bound on the log-likelihood",
        "The left side of (8) is the log-likelihood.",
    ),
    Misprint(
        "1.5, below (22), and footnote 3",
        Statement((phi, FiniteSet(M, S)), ("=",)),
        "phi are the weights of the encoder; m and s are its outputs",
        "m and s are functions of x and phi, as said below (12); g depends on x through them.",
    ),
    Misprint(
        "(25)",
        equals(gradients.PHI_OUTSIDE, NO_MEASURE),
        NUMBERED["25"].statement,
        "An integral names its variable of integration.",
    ),
    Misprint(
        "(26)",
        equals(gradients.PHI_OUTSIDE, NO_MEASURE_INSIDE),
        NUMBERED["26"].statement,
        "An integral names its variable of integration.",
    ),
)

MISPRINTS = COMPUTED + NOTATION
