"""For each equation a statement that is false, but true in some special case.

A check that cannot tell the special from the general would let it pass. The ledger gives each of
these to the check of its equation and shows that it is refused.
"""

from dataclasses import dataclass
from functools import cache

from sympy import Integer, exp, log, pi, sqrt

from vae_book.derivations.language.display import fraction, product_over, sum_over, written
from vae_book.derivations.language.notation import (
    NOTHING,
    Bernoulli,
    Components,
    Density,
    Diagonal,
    Expectation,
    Gradient,
    Normal,
    VectorIntegral,
)
from vae_book.derivations.language.objects import (
    DIVERGENCE,
    ELBO,
    ENCODER,
    ENCODER_LAW,
    JOINT,
    LOG_DECODER,
    NOISE,
    PRIOR,
    RECONSTRUCTION,
)
from vae_book.derivations.language.symbols import (
    EPSILON,
    IDENTITY,
    MU,
    ORIGIN,
    D,
    K,
    L,
    M,
    N,
    S,
    X,
    Z,
    b,
    d,
    k,
    l,
    logit_,
    m,
    m_,
    mu_,
    phi,
    rho_,
    s,
    s_,
    sigma,
    sigma_,
    theta,
    w,
    x,
    x_,
    z_,
)
from vae_book.derivations.proof.equation import Equation, Refuted
from vae_book.derivations.sections import bernoulli, bound, gaussian_likelihood, gradients
from vae_book.derivations.sections import maximum_likelihood as ml


@dataclass(frozen=True)
class Special:
    """A false statement in an equation's place.

    Args:
        where: Where it is true, to be read after "true only ".
        members: What stands right of the equation's left side.
        relations: Between the members, where they differ from the equation's.
    """

    where: str
    members: tuple
    relations: tuple | None = None

    def of(self, equation: Equation) -> Equation:
        """The equation, with the same check, about this statement."""
        return equation.stating(equation.lhs, *self.members, relations=self.relations)

    @cache  # noqa: B019 (there are as many as equations)
    def refusal(self, equation: Equation) -> str:
        """Why the check refuses the statement.

        Raises:
            Refuted: if the check lets the statement pass.
        """
        try:
            self.of(equation).check()
        except Refuted as reason:
            return str(reason)
        raise Refuted(f"the check also passes what is true only {self.where}: {self.members}")


def special(where, *members, relations=None):
    """A `Special` by its place and its members."""
    return Special(where, members, relations)


with written():
    _LOG_1 = log(ml.OF_POINT.xreplace({ml.n: Integer(1)}))
    _PRIOR_MEAN = Expectation(PRIOR, LOG_DECODER)
    _SQUARE = (x - w * m - b) ** 2 + w**2 * s**2
    _LINEAR = -log(2 * pi * sigma**2) / 2 - _SQUARE / (2 * sigma**2)
    _SCORE = Gradient(phi, LOG_DECODER)
    _OF_NOISE = log(Density("p", X, EPSILON, theta))
    _FIRST_Z = gradients.THETA_TERM.xreplace({l: Integer(1)})
    _FIRST_EPSILON = gradients.PHI_TERM.xreplace({l: Integer(1)})

    SPECIALS = {
        "1": special("where all points are alike", ml.LOG_OF_PRODUCT, N * _LOG_1),
        "2": special("where the decoder ignores z", ml.LOG_OF_JOINT, _PRIOR_MEAN),
        "3": special("for s = 1", Normal(Z, ORIGIN, Diagonal(S**2))),
        "4": special("for K = 1", product_over(Normal(z_[1], 0, 1), k, K)),
        "5": special("for K = 1", product_over(1 / sqrt(2 * pi) * exp(-(z_[1] ** 2 / 2)), k, K)),
        "6": special("for equal rho_d", product_over(Bernoulli(x_[d], rho_[1]), d, D)),
        "7": special("for an image of ones", product_over(rho_[d] ** x_[d], d, D)),
        "q2": special("for an image of ones", sum_over(x_[d] * log(rho_[d]), d, D)),
        "q2-bce": special("for D = 1", bernoulli.BCE, -bernoulli.BERNOULLI_LOG),
        "q2-logits": special("for logits of 0", sum_over(x_[d] * logit_[d] - log(2), d, D)),
        "q2-gradient": special("for a logit of 0", x_[d] - fraction(1, 2)),
        "gaussian-1": special("for sigma_d = 1", Normal(X, MU, IDENTITY)),
        "gaussian-2": special(
            "for equal sigma_d", product_over(Normal(x_[d], mu_[d], sigma_[1] ** 2), d, D)
        ),
        "gaussian-3": special(
            "for sigma_d = 1",
            product_over(1 / sqrt(2 * pi) * exp(-((x_[d] - mu_[d]) ** 2 / 2)), d, D),
        ),
        "q3": special(
            "for 2 pi sigma^2 = 1", -1 / (2 * sigma**2) * gaussian_likelihood.SQUARED_ERROR
        ),
        "q3-mse": special("for 2 pi sigma^2 = 1", D / (2 * sigma**2) * gaussian_likelihood.MSE),
        "q3-gradient": special("for sigma = 1", x_[d] - mu_[d]),
        "evidence-gradient": special("where the decoder ignores z", Gradient(theta, _PRIOR_MEAN)),
        "jensen": special(
            "where q is the posterior",
            bound.LOG_OF_JOINT,
            bound.LOG_OF_MEAN,
            bound.MEAN_OF_LOG,
            bound.BOUND,
            relations=("=",) * 4,
        ),
        "8": special("for a linear decoder and K = D = 1", _LINEAR - DIVERGENCE),
        "9": special("where q is the prior", RECONSTRUCTION),
        "gap": special("where q is the posterior", ELBO),
        "energy": special("where q has the entropy 0", Expectation(ENCODER, log(JOINT))),
        "fisher": special("where q is the posterior", bound.UNDER_ENCODER),
        "10": special("for s = 1", Normal(Z, M, IDENTITY)),
        "11": special("for equal s_k", product_over(Normal(z_[k], m_[k], s_[1] ** 2), k, K)),
        "12": special(
            "for s_k = 1",
            product_over(1 / sqrt(2 * pi) * exp(-((z_[k] - m_[k]) ** 2 / 2)), k, K),
        ),
        "mean-components": special("for D = K", Components(m_[k].base, D)),
        "encoder-variance": special("for s_k = 1", s_[k]),
        "13": special("for s_k = 1", fraction(1, 2) * sum_over(m_[k] ** 2 + s_[k] ** 2 - 1, k, K)),
        "14": special("where q is the prior", VectorIntegral(PRIOR * LOG_DECODER, Z)),
        "15": special(
            "where q is the prior", Gradient(theta, VectorIntegral(PRIOR * LOG_DECODER, Z))
        ),
        "16": special(
            "where q is the prior", VectorIntegral(PRIOR * Gradient(theta, LOG_DECODER), Z)
        ),
        "17": special("where q is the prior", Expectation(PRIOR, Gradient(theta, LOG_DECODER))),
        "18": special("where q is the prior", PRIOR),
        "19": special("for L = 1", 1 / L * sum_over(_FIRST_Z, l, L)),
        "20": special("for s = 1", Normal(NOTHING, ORIGIN, Diagonal(S**2))),
        "21": special("for s = 1", Normal(NOTHING, M, IDENTITY)),
        "22": special("for s = 1", M + EPSILON),
        "23": special("for m = 0 and s = 1", Expectation(NOISE, _OF_NOISE)),
        "24": special("where the decoder ignores z", Gradient(phi, Expectation(NOISE, _OF_NOISE))),
        "25": special(
            "where the decoder ignores z", Gradient(phi, VectorIntegral(NOISE * _OF_NOISE, EPSILON))
        ),
        "26": special("where the decoder ignores z", VectorIntegral(ENCODER * _SCORE, Z)),
        "27": special("where the decoder ignores z", gradients.PHI_NAIVE),
        "28": special("for m = 0 and s = 1", ENCODER_LAW),
        "29": special("for L = 1", 1 / L * sum_over(_FIRST_EPSILON, l, L)),
        "score": special(
            "where the decoder ignores z", Expectation(ENCODER, Gradient(phi, log(ENCODER)))
        ),
    }
