"""The reparametrisation figure in a bare page: its noise and estimators against vae_lib."""

import numpy as np
import pytest
from formula_harness import ROOT, check_looks, drag, numbers, over
from scipy.stats import kstest

from vae_book.widgets import ReparametrisationFigure

START = {"L": 100, "m": 1, "s": 0.5, "seed": 0}


def test_the_noise_is_standard_normal(open_figures):
    page = open_figures(ReparametrisationFigure())
    seeds = f"[...Array(40).keys()].map((seed) => [...{ROOT}.vaeFigure.normals(seed, 1000)])"
    noise = np.array(page.evaluate(seeds))
    assert kstest(noise.ravel(), "norm").pvalue > 1e-3
    correlations = np.corrcoef(noise)[np.triu_indices(40, 1)]
    assert np.max(np.abs(correlations)) < 5 / np.sqrt(1000)  # neighbouring seeds are unrelated


def test_every_way_to_move(open_figures):
    page = open_figures(ReparametrisationFigure())
    epsilon = f"[...{ROOT}.vaeFigure.shown().epsilon]"
    before = page.evaluate(epsilon)
    peak = page.get_by_role("slider", name="Mean and width of q")
    drag(page, peak, (0.5, 0.5), (0.75, 0.28))
    now = numbers(page)
    assert (now["m"], now["s"]) == (pytest.approx(3, abs=0.03), pytest.approx(0.99, abs=0.03))
    along = page.get_by_role("slider", name="Number of draws L")
    drag(page, along, (0.5, 0.5), (2 / 3, 0.5))
    assert numbers(page)["L"] == pytest.approx(100, abs=3)
    drag(page, along, (0.5, 0.5), (1.2, 0.5))
    assert numbers(page)["L"] == 1000
    assert page.evaluate(epsilon) == before  # the noise is frozen
    page.get_by_role("button", name="Redraw ε").click()
    assert numbers(page)["seed"] == 1
    assert page.evaluate(epsilon) != before
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == START and page.evaluate(epsilon) == before

    along.focus()
    page.keyboard.press("ArrowLeft")
    assert numbers(page)["L"] == 70
    page.keyboard.press("Home")
    slider = page.get_by_label("L", exact=True)
    for key in ["ArrowLeft"] * 30:
        slider.press(key)
    assert numbers(page)["L"] == 1
    page.get_by_role("status").filter(has_text="one draw").wait_for()
    assert page.locator(".vae-numbers td").all_text_contents()[-1] == "–"
    assert page.locator(".vae-noise-dot:not([hidden])").count() == 1


def test_a_setting_with_a_fraction_of_a_draw_is_refused(open_figures):
    page = open_figures(ReparametrisationFigure(), fragment="reparametrisation:L=2.5")
    assert "L is a whole number from 1 to 1000" in page.get_by_role("alert").text_content()
    assert numbers(page) == START


def test_touch_and_looks_on_a_phone(open_figures):
    touch = {"has_touch": True, "is_mobile": True}
    page = open_figures(ReparametrisationFigure(), width=390, options=touch)
    along = page.get_by_role("slider", name="Number of draws L")
    page.touchscreen.tap(*over(page, along, 1 / 3, 0.5))
    assert numbers(page)["L"] == pytest.approx(10, abs=1)
    check_looks(page, 390)


def test_looks_on_a_desktop(open_figures):
    check_looks(open_figures(ReparametrisationFigure(), width=1280), 1280)


@pytest.mark.parametrize("name, value", [("L", 0), ("L", 2.5), ("L", 1001), ("seed", -1)])
def test_bad_whole_numbers(name, value):
    with pytest.raises(ValueError, match=f"{name} must be a whole number.*{name}={value}"):
        ReparametrisationFigure(**{name: value})
