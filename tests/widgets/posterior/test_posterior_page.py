"""The posterior figure: its sums against closed forms, and what it refuses."""

import numpy as np
import pytest
from formula_harness import numbers, shown

from vae_book.widgets import PosteriorFigure
from vae_lib.linear_gaussian import LinearGaussian

MODEL = LinearGaussian([[1.0, 0.8], [0.5, 0.9], [0.0, 0.5]], np.zeros(3), 0.5)
X = np.array([[1.0, 0.4, -0.3]])
MEAN, COVARIANCE = MODEL.posterior(X)
REACH = 4 * np.sqrt(np.diag(COVARIANCE)).max()


def log_joint(z):
    errors = np.sum((X - z @ MODEL.W.T) ** 2, axis=1) / MODEL.sigma**2
    constant = 3 * np.log(2 * np.pi * MODEL.sigma**2) + 2 * np.log(2 * np.pi)
    return -(errors + np.sum(z**2, axis=1) + constant) / 2


def exact_gap(q):
    """KL of two Gaussians in the plane, by its formula."""
    product = q["r"] * q["s1"] * q["s2"]
    cov = np.array([[q["s1"] ** 2, product], [product, q["s2"] ** 2]])
    away = np.array([q["m1"], q["m2"]]) - MEAN[0]
    inverse = np.linalg.inv(COVARIANCE)
    logs = np.linalg.slogdet(COVARIANCE)[1] - np.linalg.slogdet(cov)[1]
    return (np.trace(inverse @ cov) + away @ inverse @ away - 2 + logs) / 2


def test_elbo_and_gap_are_those_of_the_formulas(open_figures):
    page = open_figures(PosteriorFigure(log_joint, MEAN[0], REACH))
    evidence = MODEL.log_evidence(X)[0]
    rng = np.random.default_rng(0)
    for _ in range(20):
        q = {
            **dict(zip(("m1", "m2"), MEAN[0] + REACH * rng.uniform(-0.4, 0.4, 2), strict=True)),
            **dict(zip(("s1", "s2"), REACH * rng.uniform(0.1, 0.5, 2), strict=True)),
            "r": rng.uniform(-0.6, 0.6),
        }
        elbo, gap, total = shown(page, **q)
        assert total == pytest.approx(evidence, abs=0.01)
        assert gap == pytest.approx(exact_gap(q), abs=0.02 + 0.002 * exact_gap(q))
        assert elbo + gap == pytest.approx(total, abs=1e-9)


def test_a_factorised_q_keeps_a_gap_and_a_leaning_one_closes_it(open_figures):
    page = open_figures(PosteriorFigure(log_joint, MEAN[0], REACH))
    button = page.get_by_role("button", name="Best m and s for this r")
    button.click()
    best = np.diag(np.linalg.inv(COVARIANCE)) ** -0.5
    now = numbers(page)
    assert [now["s1"], now["s2"]] == pytest.approx(best, rel=0.03)
    gap = shown(page)[1]
    assert gap == pytest.approx(MODEL.gap(X, MEAN, best[None])[0], abs=0.01) and gap > 0.05
    lean = COVARIANCE[0, 1] / np.sqrt(np.prod(np.diag(COVARIANCE)))
    shown(page, r=float(lean))
    button.click()
    page.get_by_role("status").filter(has_text="q is the posterior").wait_for()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"reach": 0.0}, "reach above 0. Received: .*reach=0.0"),
        ({"centre": (9.0, 9.0)}, "the square holds 0% of it"),
        ({"reach": 99.0}, "wider than a cell of 5. .*the fullest cell 100%"),
        ({"s1": 5.0}, "s1 must be between .*Received: s1=5.0"),
        ({"m2": 9.0}, "m2 must be between .*Received: m2=9.0"),
        ({"log_joint": lambda z: z}, r"each of its 14641 points. Received: shape \(14641, 2\)"),
        ({"log_joint": lambda z: np.full(len(z), np.nan)}, "14641 not finite"),
    ],
)
def test_bad_arguments(options, message):
    with pytest.raises(ValueError, match=message):
        PosteriorFigure(**{"log_joint": log_joint, "centre": MEAN[0], "reach": REACH, **options})
