"""The reparametrisation figure: its noise, which is frozen, and its estimates of each gradient."""

import numpy as np
import pytest
from deno_script import run
from formula_harness import ROOT, numbers, shown
from scipy.stats import kstest

from vae_book.widgets import ReparametrisationFigure


def test_the_noise_is_standard_normal():
    script = "show([...Array(40).keys()].map((seed) => [...normals(seed, 1000)]))"
    noise = np.array(run("maths/random.js", script))
    assert kstest(noise.ravel(), "norm").pvalue > 1e-3
    correlations = np.corrcoef(noise)[np.triu_indices(40, 1)]
    assert np.max(np.abs(correlations)) < 5 / np.sqrt(1000)  # neighbouring seeds are unrelated


def test_the_noise_is_frozen_until_it_is_drawn_again(open_figures):
    page = open_figures(ReparametrisationFigure())
    epsilon = f"[...{ROOT}.vaeFigure.shown().epsilon]"
    before = page.evaluate(epsilon)
    along = page.get_by_role("slider", name="Number of draws L")
    along.press("ArrowLeft")
    assert numbers(page)["L"] == 70
    along.press("End")
    assert numbers(page)["L"] == 1000
    assert page.evaluate(epsilon) == before
    page.get_by_role("button", name="Redraw ε").click()
    assert numbers(page)["seed"] == 1
    assert page.evaluate(epsilon) != before
    page.get_by_role("button", name="Reset").click()
    assert page.evaluate(epsilon) == before
    page.get_by_label("L", exact=True).press("Home")
    page.get_by_role("status").filter(has_text="one draw").wait_for()
    assert page.locator(".vae-numbers td").all_text_contents()[-1] == "–"
    assert page.locator(".vae-noise-dot:not([hidden])").count() == 1


def test_each_f_has_its_estimates(open_figures):
    """`maths/test_maths.py` has the gradients, and the deviations of both estimators."""
    page = open_figures(ReparametrisationFigure(m=1.0, s=0.5, L=1000))
    gradients = [1, 2, -3 * np.exp(-9 / 8) * np.sin(3), np.exp(-2) * 2 / np.sqrt(2 * np.pi)]
    for f, (gradient, name) in enumerate(
        zip(gradients, ["z", "z²", "cos 3z", "step"], strict=True)
    ):
        state = shown(page, f=f)
        truth = state["truth"]
        assert truth["gradient"] == pytest.approx(gradient, abs=2e-3)
        for kind, estimate in state["estimates"].items():
            error = estimate["mean"][999] - gradient
            if (kind, f) == ("reparametrised", 3):  # it misses the jump, by all of it
                assert error == pytest.approx(-gradient) and gradient > 0.1
            else:
                assert abs(error) < 4 * truth[kind] / 1000**0.5 + 1e-9
        page.get_by_role("status").filter(has_text=f"f(z) is {name}").wait_for()
