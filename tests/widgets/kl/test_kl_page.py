"""The KL figure in a bare page: its arithmetic against vae_lib, every way to move, its looks."""

import numpy as np
import pytest
from formula_harness import check_looks, drag, numbers, over, shown

from vae_book.widgets import KLFigure

RED = "() => [...document.querySelector('.vae-surface').getContext('2d').getImageData({}).data][0]"


def plane(page):
    return page.get_by_role("slider", name="Mean and width of q")


def test_every_way_to_move(open_figures):
    page = open_figures(KLFigure())
    drag(page, plane(page), (0.5, 0.5), (0.75, 0.25))
    now = numbers(page)
    assert (now["m"], now["s"]) == (pytest.approx(1.5, abs=0.02), pytest.approx(0.75, abs=0.02))
    drag(page, plane(page), (0.5, 0.5), (-0.2, -0.2))
    assert numbers(page) == {"m": -3, "s": 0.1}
    page.wait_for_function("document.querySelectorAll('.vae-beyond:not([hidden])').length === 1")
    plane(page).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    assert numbers(page) == {"m": -2.75, "s": 0.15}
    page.locator("output").nth(1).filter(has_text="0.15").wait_for()
    page.get_by_label("s", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert numbers(page)["s"] == pytest.approx(0.2)
    page.get_by_role("button", name="Go to the prior").click()
    assert numbers(page) == {"m": 0, "s": 1}
    page.get_by_role("status").filter(has_text="q is the prior").wait_for()
    assert page.locator(".vae-value-kl").text_content() == "0.00"
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == {"m": 1.5, "s": 0.5}
    assert page.evaluate("window.models[0].saves") >= 5


def test_the_printed_terms_add_up(open_figures):
    page = open_figures(KLFigure())
    for s in np.linspace(0.1, 3, 30):
        *terms, total = shown(page, s=float(s))
        assert sum(terms) == pytest.approx(total, abs=1e-9)


def test_the_surface_is_paper_at_the_prior_and_follows_the_theme(open_figures):
    page = open_figures(KLFigure())
    prior, corner = "60, 80, 1, 1", "0, 119, 1, 1"
    page.wait_for_function(f"({RED.format(prior)})() > 245")
    assert page.evaluate(RED.format(corner)) < 150  # the colour of a divergence
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_function(f"({RED.format(prior)})() < 30")


def test_touch_on_a_phone_and_looks(open_figures):
    page = open_figures(KLFigure(), phone=True)
    page.touchscreen.tap(*over(page, plane(page), 0.25, 0.5))
    assert numbers(page)["m"] == pytest.approx(-1.5, abs=0.03)
    check_looks(page, 390, 1280)
