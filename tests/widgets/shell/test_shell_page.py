"""The shell figure: its probabilities against SciPy's, every way to move, its looks."""

import pytest
from formula_harness import check_looks, drag, numbers, over, shown
from scipy.stats import chi

from vae_book.widgets import ShellFigure
from vae_book.widgets.shell.still import share_within


def plot(page):
    return page.get_by_role("slider", name="Distance from the origin")


def test_the_share_is_that_of_the_chi_distribution(open_figures):
    page = open_figures(ShellFigure())
    for K, r in [(1, 0.0), (1, 1.0), (2, 1.0), (3, 2.5), (20, 1.0), (20, 4.5), (100, 9.9)]:
        assert shown(page, K=K, r=r) == pytest.approx(chi.cdf(r, K), abs=1e-5)
        assert share_within(K, r) == pytest.approx(chi.cdf(r, K), abs=1e-5)


def test_every_way_to_move_on_a_phone(open_figures):
    page = open_figures(ShellFigure(), phone=True)
    page.touchscreen.tap(*over(page, plot(page), 0.5, 0.5))
    assert numbers(page)["r"] == pytest.approx(7, abs=0.1)
    drag(page, plot(page), (0.5, 0.5), (1.2, 0.5))
    assert numbers(page)["r"] == 14
    plot(page).focus()
    page.keyboard.press("Shift+ArrowLeft")
    assert numbers(page)["r"] == pytest.approx(13.5)
    page.get_by_label("K", exact=True).press("ArrowRight")
    assert numbers(page)["K"] == 3
    page.get_by_role("status").filter(has_text="3 latent variables").wait_for()
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == {"K": 2, "r": 1}
    check_looks(page, 390)
