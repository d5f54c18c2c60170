"""The Bernoulli figure in a bare page: its arithmetic against vae_lib and Keras, and its looks."""

import numpy as np
import pytest
from formula_harness import check_looks, drag, numbers, over

from vae_book.widgets import BernoulliFigure


def test_every_way_to_move(open_figures):
    page = open_figures(BernoulliFigure())
    over_rho = page.get_by_role("slider", name="Probability of a 1")
    over_logit = page.get_by_role("slider", name="Logit")
    drag(page, over_rho, (0.9, 0.5), (0.25, 0.5))
    assert numbers(page)["a"] == pytest.approx(np.log(1 / 3), abs=0.03)
    drag(page, over_rho, (0.5, 0.5), (1.2, 0.5))
    assert numbers(page)["a"] == 25
    drag(page, over_logit, (0.5, 0.5), (0.9, 0.2))
    assert numbers(page)["a"] == pytest.approx(20, abs=0.2)
    page.get_by_role("status").filter(has_text="From ρ in float32 it would be −15.94.").wait_for()
    assert page.locator(".vae-numbers td").all_text_contents()[-1] == "0.00"
    over_logit.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    assert numbers(page) == {"x": 0, "a": -22.5}
    page.get_by_role("slider", name="Probability of a 1").press("ArrowRight")
    assert numbers(page)["a"] == -22  # a step of rho would pass all that lies near its end
    page.get_by_label("x", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert numbers(page)["x"] == 0.05
    page.get_by_role("status").filter(has_text="A grey x is no value").wait_for()
    page.keyboard.press("End")
    page.get_by_text("At ρ = 0 it is −∞, at ρ = 1 it is 0.00.").wait_for()
    assert page.evaluate("window.models[0].saves") > 3


def test_touch_on_a_phone_and_looks(open_figures):
    page = open_figures(BernoulliFigure(), phone=True)
    page.touchscreen.tap(*over(page, page.get_by_role("slider", name="Logit"), 0.3, 0.5))
    assert numbers(page)["a"] == pytest.approx(-10, abs=0.2)
    check_looks(page, 390, 1280)
