"""The Gaussian figure's best sigma, its scale of sigma, and its terms, which add up."""

import pytest
from formula_harness import numbers

from vae_book.widgets import GaussianFigure


def test_the_best_sigma_and_the_terms(open_figures):
    page = open_figures(GaussianFigure(x=1.75))
    page.get_by_role("button", name="Best σ").click()
    assert numbers(page)["sigma"] == 1.25
    page.get_by_role("status").filter(has_text="no other σ gives this x more").wait_for()
    page.get_by_label("σ", exact=True).press("ArrowLeft")
    assert 0.9 < numbers(page)["sigma"] / 1.25 < 0.99
    cells = [text.replace("−", "-") for text in page.locator(".vae-numbers td").all_text_contents()]
    error, constant, total = [float(text) for text in cells[-3:]]
    assert error + constant == pytest.approx(total, abs=1e-9)
