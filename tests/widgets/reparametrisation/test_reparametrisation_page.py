"""The reparametrisation figure in a bare page: its noise and estimators against vae_lib."""

import numpy as np
import pytest
from formula_harness import ROOT, check_looks, drag, numbers, over
from scipy.stats import kstest

from vae_book.widgets import ReparametrisationFigure

START = {"L": 100, "f": 1, "m": 1, "s": 0.5, "seed": 0}


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


TRUTH = f"(() => {{ const s = {ROOT}.vaeFigure.shown(); return s.truth; }})()"
MEANS = f"(() => {{ const e = {ROOT}.vaeFigure.shown().estimates; return [...'rs'].map((k) => "
MEANS += "e[k === 'r' ? 'reparametrised' : 'score'].mean[999]); })()"


@pytest.mark.parametrize(
    ("f", "gradient", "reparametrised", "score"),
    [
        (0, 1, 0, 6**0.5),
        (1, 2, 1, (1 + 14 / 4 + 15 / 16) ** 0.5 * 2),
        (2, -3 * np.exp(-9 / 8) * np.sin(3), None, None),
        (3, np.exp(-2) * 2 / np.sqrt(2 * np.pi), 0, None),
    ],
)
def test_each_f_has_its_gradient(open_figures, f, gradient, reparametrised, score):
    page = open_figures(ReparametrisationFigure(m=1.0, s=0.5, L=1000, f=f))
    truth, means = page.evaluate(TRUTH), page.evaluate(MEANS)
    assert truth["gradient"] == pytest.approx(gradient, abs=2e-3)
    for name, exact in (("reparametrised", reparametrised), ("score", score)):
        assert exact is None or truth[name] == pytest.approx(exact, abs=1e-6)
    assert abs(means[1] - gradient) < 4 * truth["score"] / 1000**0.5
    if f == 3:  # the reparametrised gradient misses the jump, by all of it
        assert means[0] == 0 and gradient > 0.1
    else:
        assert abs(means[0] - gradient) < 4 * truth["reparametrised"] / 1000**0.5 + 1e-9
    page.get_by_role("button", name="Reset").wait_for()


def test_for_the_cosine_the_score_function_is_better(open_figures):
    page = open_figures(ReparametrisationFigure(m=0.0, s=1.0, f=2))
    truth = page.evaluate(TRUTH)
    assert truth["reparametrised"] ** 2 == pytest.approx(4.5, abs=0.01)
    assert truth["score"] ** 2 == pytest.approx(0.5, abs=0.01)
    slider = page.get_by_label("f(z)", exact=True)
    slider.press("ArrowRight")
    assert numbers(page)["f"] == 3
    page.get_by_role("status").filter(has_text="f(z) is step").wait_for()


def test_touch_on_a_phone_and_looks(open_figures):
    page = open_figures(ReparametrisationFigure(), phone=True)
    along = page.get_by_role("slider", name="Number of draws L")
    page.touchscreen.tap(*over(page, along, 1 / 3, 0.5))
    assert numbers(page)["L"] == pytest.approx(10, abs=1)
    check_looks(page, 390, 1280)
