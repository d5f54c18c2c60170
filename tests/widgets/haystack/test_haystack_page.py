"""The haystack figure's estimate against Python's, and its steps of L and of the seed."""

import numpy as np
import pytest
from formula_harness import numbers, shown

from vae_book.widgets import HaystackFigure
from vae_book.widgets.haystack.still import STRIDE, evidence
from vae_book.widgets.maths.random import normals
from vae_lib.linear_gaussian import LinearGaussian


def test_the_numbers_are_those_of_python(open_figures):
    page = open_figures(HaystackFigure())
    for K, sigma, L in [(2, 0.3, 300), (5, 0.6, 1000), (12, 0.05, 10)]:
        state = {"K": K, "sigma": sigma, "L": L, "seed": K, "x1": 0.5, "x2": -1}
        estimate, exact, counted, needed = shown(page, **state)
        x = np.array([0.5, -1.0, *np.ones(K - 2)])
        draws = normals(K, L * STRIDE).reshape(L, STRIDE)[:, :K]
        expected, _, weights = evidence(draws, x, sigma)
        assert estimate == pytest.approx(expected, rel=1e-9)
        kept = np.sort(weights)[::-1].cumsum()
        assert kept[counted - 1] >= 0.99 and (counted == 1 or kept[counted - 2] < 0.99)
        model, zero = LinearGaussian(np.eye(K), np.zeros(K), sigma), np.zeros(K)
        assert exact == pytest.approx(model.log_evidence(x[None])[0], rel=1e-9)
        narrow = LinearGaussian(np.eye(K), zero, sigma / np.sqrt(2)).log_evidence(x[None])[0]
        square = narrow - K / 2 * np.log(4 * np.pi * sigma**2)
        assert needed == pytest.approx(np.expm1(square - 2 * exact), rel=1e-9)


def test_more_and_other_draws(open_figures):
    page = open_figures(HaystackFigure())
    page.get_by_label("L", exact=True).press("ArrowRight")
    page.get_by_role("button", name="Draw again").click()
    now = numbers(page)
    assert (now["L"], now["seed"]) == (1000, 1)
