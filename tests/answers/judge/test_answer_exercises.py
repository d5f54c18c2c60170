"""Each exercise's answer against an independent value: SciPy's densities, quadrature, differences.

Points are the checker's own; what is computed at them shares nothing with it.
"""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import bernoulli, laplace, multivariate_normal, norm

from vae_book.answers import load_questions

EXERCISES = [
    name for name in load_questions().identifiers() if load_questions()[name].entry.get("exercise")
]


def slope(function, at, step=1e-5):
    return (function(at + step) - function(at - step)) / (2 * step)


def kl(q, p):
    """KL(q || p) of two frozen one-dimensional densities, by quadrature."""
    mean, width = q.mean(), 12 * q.std()
    integrand = lambda z: q.pdf(z) * (q.logpdf(z) - p.logpdf(z))  # noqa: E731
    return quad(integrand, mean - width, mean + width, epsabs=1e-11, points=[mean])[0]


def full_kl(r):
    """By Monte-Carlo-free moments: the mean of log q - log p under q, from SciPy's entropies."""
    q = multivariate_normal([0, 0], [[1, r], [r, 1]])
    return -q.entropy() + np.log(2 * np.pi) + 1  # under q each z_k^2 has the mean 1


def posterior(p):
    """Mean and variance of z given x by quadrature (x = 0 for the variance)."""
    x, sigma = p.get("x", 0.0), p["sigma"]
    weight = lambda z, n=0: z**n * norm.pdf(z) * norm.pdf(x, z, sigma)  # noqa: E731
    total, first, second = (quad(weight, -12, 12, args=(n,), points=[0, x])[0] for n in (0, 1, 2))
    return first / total, second / total - (first / total) ** 2


def score_by_mean(p):
    return slope(lambda m: norm.logpdf(p["z"], m, p["s"]), p["m"])


def moment(m, s):
    return norm(m, s).expect(lambda z: z**2)


REFERENCES = {
    "ex_table": lambda p: len(list(np.ndindex(*[2] * int(p["D"])))) - 1,
    "ex_mixture": lambda p: np.zeros((int(p["K"]), int(p["D"]))).size + p["K"] - 1,
    "ex_coins": lambda p: bernoulli.logpmf(np.ones(int(p["D"])), 0.5).sum(),
    "ex_prior_tau": lambda p: norm.logpdf(p["z"], 0, p["tau"]).sum(),
    "ex_prior_laplace": lambda p: laplace.logpdf(p["z"], 0, p["b"]).sum(),
    "ex_prior_norm": lambda p: p["K"] * moment(0, p["tau"]),
    "ex_categorical": lambda p: np.log(np.prod(p["rho"] ** p["x"])),
    "ex_sign": lambda p: bernoulli.logpmf(p["x"] == 1, p["rho"]).sum(),
    "ex_drho": lambda p: slope(lambda rho: bernoulli.logpmf(p["x"], rho), p["rho"]),
    "ex_sigma_d": lambda p: norm.logpdf(p["x"], p["mu"], p["v"]).sum(),
    "ex_laplace": lambda p: laplace.logpdf(p["x"], p["mu"], p["b"]).sum(),
    "ex_best_sigma": lambda p: norm.fit(p["x"] - p["mu"], floc=0)[1] ** 2,
    "ex_gap": lambda p: kl(norm(p["m"], p["s"]), norm(p["a"], p["b"])),
    "ex_posterior_mean": lambda p: posterior(p)[0],
    "ex_posterior_variance": lambda p: posterior(p)[1],
    "ex_kl_tau": lambda p: sum(
        kl(norm(m, s), norm(0, p["tau"])) for m, s in zip(p["m"], p["s"], strict=True)
    ),
    "ex_kl_correlation": lambda p: full_kl(p["r"]),
    "ex_kl_shift": lambda p: kl(norm(p["m"], p["s"]), norm(p["a"], p["s"])),
    "ex_moment_gradient": lambda p: [
        slope(lambda s, m=m: moment(m, s), s) for m, s in zip(p["m"], p["s"], strict=True)
    ],
    "ex_lognormal": lambda p: np.exp(norm.ppf(norm.cdf(p["epsilon"]), p["m"], p["s"])),
    "ex_score_logvar": lambda p: slope(
        lambda v: norm.logpdf(p["z"], p["m"], np.exp(v / 2)), np.log(p["s"] ** 2)
    ),
    "ex_path_square": lambda p: slope(lambda s: (p["m"] + s * p["epsilon"]) ** 2, p["s"]),
    "ex_score_square": lambda p: p["z"] ** 2 * score_by_mean(p),
    "ex_baseline": lambda p: (p["f"] - p["b"]) * score_by_mean(p),
    "ex_outputs": lambda p: np.concatenate([np.zeros(int(p["K"])), np.ones(int(p["K"]))]).size,
    "ex_narrow": lambda p: sum(kl(norm(m, 1), norm(0, 1)) for m in p["m"]),
    "ex_logit_gradient": lambda p: slope(
        lambda a: -bernoulli.logpmf(p["x"], 1 / (1 + np.exp(-a))),
        np.log(p["rho"] / (1 - p["rho"])),
    ),
    "ex_sum_and_mean": lambda p: brentq(lambda v: 1 / (2 * v) - p["K"], 1e-3, 1e3),
    "ex_log_sigma": lambda p: slope(
        lambda t: norm.logpdf(p["x"], p["mu"], np.exp(t)).sum(), np.log(p["sigma"])
    ),
    "ex_best_value": lambda p: norm.logpdf(
        p["x"], p["mu"], norm.fit(p["x"] - p["mu"], floc=0)[1]
    ).sum(),
}


def test_every_theory_chapter_has_three(questions):
    assert set(EXERCISES) == set(REFERENCES) and len(EXERCISES) == 30
    assert {len(questions[name].entry["hints"]) for name in EXERCISES} == {3}


@pytest.mark.parametrize("identifier", EXERCISES)
def test_the_answer_has_the_independent_value(questions, identifier):
    question = questions[identifier]
    for point in question.points[:6]:
        p = {name: np.array(v) if isinstance(v, list) else v for name, v in point.items()}
        expected = np.ravel(REFERENCES[identifier](p))
        assert question.at_points(question.answer, [point]) == pytest.approx(expected, rel=1e-5)
