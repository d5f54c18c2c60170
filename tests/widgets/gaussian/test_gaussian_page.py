"""The Gaussian figure in a bare page: its arithmetic against vae_lib, every way to move."""

import pytest
from formula_harness import check_looks, drag, numbers, over

from vae_book.widgets import GaussianFigure


def test_every_way_to_move(open_figures):
    page = open_figures(GaussianFigure())
    above = page.get_by_role("slider", name="Pixel, over the density")
    below = page.get_by_role("slider", name="Pixel, over the log-density")
    drag(page, above, (0.5, 0.5), (1 / 3, 0.5))
    assert numbers(page)["x"] == pytest.approx(0, abs=0.02)
    drag(page, below, (0.5, 0.5), (1.3, 0.5))
    assert numbers(page)["x"] == 2
    below.focus()
    page.keyboard.press("Shift+ArrowLeft")
    assert numbers(page)["x"] == 1.75
    page.get_by_role("button", name="Best σ").click()
    assert numbers(page)["sigma"] == 1.25
    page.get_by_role("status").filter(has_text="no other σ gives this x more").wait_for()
    page.keyboard.press("Tab")
    page.get_by_label("μ", exact=True).press("ArrowRight")
    assert numbers(page)["mu"] == pytest.approx(0.55)
    before = numbers(page)["sigma"]
    page.get_by_label("σ", exact=True).press("ArrowLeft")
    assert 0.9 < numbers(page)["sigma"] / before < 0.99
    cells = [text.replace("−", "-") for text in page.locator(".vae-numbers td").all_text_contents()]
    error, constant, total = [float(text) for text in cells[-3:]]
    assert error + constant == pytest.approx(total, abs=1e-9)
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == {"mu": 0.5, "sigma": 1, "x": 1}


def test_touch_on_a_phone_and_looks(open_figures):
    page = open_figures(GaussianFigure(), phone=True)
    plot = page.get_by_role("slider", name="Pixel, over the density")
    page.touchscreen.tap(*over(page, plot, 0.5, 0.5))
    assert numbers(page)["x"] == pytest.approx(0.5, abs=0.02)
    check_looks(page, 390, 1280)
