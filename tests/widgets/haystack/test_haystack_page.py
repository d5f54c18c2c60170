"""The haystack figure: its estimate against Python's, every way to move, its looks."""

import numpy as np
import pytest
from formula_harness import check_looks, drag, numbers, over, shown

from vae_book.widgets import HaystackFigure
from vae_book.widgets.haystack.still import STRIDE, evidence
from vae_book.widgets.maths.random import normals
from vae_lib.linear_gaussian import LinearGaussian


def plane(page):
    return page.get_by_role("slider", name="Place of the image")


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


def test_every_way_to_move_on_a_phone(open_figures):
    page = open_figures(HaystackFigure(), phone=True)
    page.touchscreen.tap(*over(page, plane(page), 0.25, 0.75))
    now = numbers(page)
    assert (now["x1"], now["x2"]) == (pytest.approx(-1.5, abs=0.05), pytest.approx(1.5, abs=0.05))
    drag(page, plane(page), (0.25, 0.75), (0.5, -0.3))
    assert numbers(page)["x2"] == -3
    plane(page).focus()
    page.keyboard.press("ArrowUp")
    assert numbers(page)["x2"] == pytest.approx(-2.9)
    page.get_by_label("L", exact=True).press("ArrowRight")
    page.get_by_role("button", name="Draw again").click()
    page.get_by_label("K", exact=True).press("ArrowRight")
    now = numbers(page)
    assert (now["L"], now["seed"], now["K"]) == (1000, 1, 3)
    page.get_by_role("button", name="Reset").click()
    assert numbers(page)["x1"] == 1
    check_looks(page, 390)
