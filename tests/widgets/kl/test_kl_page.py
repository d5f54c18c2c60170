"""The KL figure: its steps, the way to the prior, terms that add up, and its surface."""

import numpy as np
import pytest
from formula_harness import numbers, shown

from vae_book.widgets import KLFigure

RED = "() => [...document.querySelector('.vae-surface').getContext('2d').getImageData({}).data][0]"


def test_the_plane_and_the_prior(open_figures):
    page = open_figures(KLFigure(m=-3.0, s=0.1))
    page.wait_for_function("document.querySelectorAll('.vae-beyond:not([hidden])').length === 1")
    plane = page.get_by_role("slider", name="Mean and width of q")
    plane.press("ArrowUp")
    plane.press("Shift+ArrowRight")
    assert numbers(page) == {"m": -2.75, "s": 0.15}
    page.get_by_role("button", name="Go to the prior").click()
    assert numbers(page) == {"m": 0, "s": 1}
    page.get_by_role("status").filter(has_text="q is the prior").wait_for()
    assert page.locator(".vae-value-kl").text_content() == "0.00"


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
