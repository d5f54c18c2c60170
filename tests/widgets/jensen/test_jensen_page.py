"""The Jensen figure: its numbers, every way to move, its looks."""

import numpy as np
import pytest
from formula_harness import check_looks, drag, numbers, over, shown

from vae_book.widgets import JensenFigure


def plot(page):
    return page.get_by_role("slider", name="The two values of r")


def test_the_chord_is_below_and_touches_only_where_r_does_not_vary(open_figures):
    page = open_figures(JensenFigure())
    for a, b, w in np.random.default_rng(0).uniform((0.05, 0.05, 0), (4, 4, 1), (20, 3)):
        below, gap, above = shown(page, a=a, b=b, w=w)
        assert above == pytest.approx(np.log((1 - w) * a + w * b), abs=0.0051)
        assert below == pytest.approx((1 - w) * np.log(a) + w * np.log(b), abs=0.0051)
        assert gap >= 0
    for same in ({"a": 2, "b": 2}, {"a": 1, "b": 3, "w": 0}):
        assert shown(page, **same)[1] == 0
    page.get_by_role("status").filter(has_text="nothing is lost").wait_for()


def test_every_way_to_move_on_a_phone(open_figures):
    page = open_figures(JensenFigure(), phone=True)
    page.touchscreen.tap(*over(page, plot(page), 1 / 4.2, 0.5))
    assert numbers(page)["a"] == pytest.approx(1, abs=0.02)  # the nearer end moves
    drag(page, plot(page), (3 / 4.2, 0.5), (3.6 / 4.2, 0.5))
    assert numbers(page)["b"] == pytest.approx(3.6, abs=0.02)
    plot(page).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    now = numbers(page)
    assert (now["a"], now["b"]) == (pytest.approx(1.05, abs=0.02), pytest.approx(3.55, abs=0.02))
    page.get_by_label("w", exact=True).press("End")
    assert numbers(page)["w"] == 1
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == {"a": 0.2, "b": 3, "w": 0.5}
    check_looks(page, 390)
