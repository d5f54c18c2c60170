"""The reparametrisation figure in a bare page: its noise and estimators against vae_lib."""

import math

import numpy as np
import pytest
from formula_harness import ROOT, check_looks, drag, numbers, over
from keras import ops
from scipy.stats import kstest

from vae_lib import gradients
from vae_lib.widgets import ReparametrisationFigure

MASK = 2**32 - 1
START = {"L": 100, "m": 1, "s": 0.5, "seed": 0}
ARITHMETIC = f"""
(states) => states.map(([m, s, seed]) => {{
  const {{ normals, gradients, exact, running }} = {ROOT}.vaeFigure;
  const epsilon = normals(seed, 6);
  const {{ z, reparametrised, score }} = gradients(epsilon, m, s);
  const truth = exact(m, s);
  const {{ mean, error }} = running(score);
  return [[...epsilon], [...z], [...reparametrised], [...score],
    [truth.gradient, truth.reparametrised, truth.score], [...mean], [...error].slice(1)];
}})
"""


def scramble(bits):
    bits = (bits ^ (bits >> 16)) * 0x21F0AAAD & MASK
    bits = (bits ^ (bits >> 15)) * 0x735A2D97 & MASK
    return bits ^ (bits >> 15)


def draws(seed, count):
    """The figure's random numbers, written a second time."""
    counter = (scramble(seed) + (k + 1) * 0x9E3779B9 for k in range(count))
    values = [scramble(number & MASK) / 2**32 for number in counter]
    radius = [math.sqrt(-2 * math.log(1 - value)) for value in values[::2]]
    angle = [2 * math.pi * value for value in values[1::2]]
    pairs = zip(radius, angle, strict=True)
    return [r * f(a) for r, a in pairs for f in (math.cos, math.sin)]


def test_arithmetic_agrees_with_python_on_random_states(open_figures, monkeypatch):
    rng = np.random.default_rng(0)
    m, s = rng.uniform(-3, 3, 1000), rng.uniform(0.3, 2, 1000)
    seeds = rng.integers(0, 10_000, 1000)
    page = open_figures(ReparametrisationFigure())
    states = np.stack([m, s, seeds], 1).tolist()
    columns = [np.array(column) for column in zip(*page.evaluate(ARITHMETIC, states), strict=True)]
    epsilon, z, reparametrised, score, truth, mean, error = columns

    np.testing.assert_allclose(epsilon, [draws(int(seed), 6) for seed in seeds], atol=1e-12)
    np.testing.assert_allclose(z, m[:, None] + s[:, None] * epsilon, rtol=1e-12)
    # vae_lib's estimators with the figure's noise: the states are 1000 latent variables.
    monkeypatch.setattr(gradients, "_noise", lambda *_: ops.convert_to_tensor(epsilon.T))
    logvar = ops.convert_to_tensor(2 * np.log(s))
    by_vae_lib, _ = gradients.reparametrised_gradient(
        lambda z: ops.sum(ops.square(z), axis=-1), ops.convert_to_tensor(m), logvar, 6
    )
    np.testing.assert_allclose(reparametrised.T, by_vae_lib, rtol=1e-9)
    for k in range(10):
        monkeypatch.setattr(gradients, "_noise", lambda *_, k=k: epsilon[k][:, None])
        by_vae_lib, _ = gradients.score_function_gradient(
            lambda z: ops.square(z[:, 0]), m[k : k + 1], 2 * np.log(s[k : k + 1]), 6
        )
        np.testing.assert_allclose(score[k], np.asarray(by_vae_lib)[:, 0], rtol=1e-9)
    np.testing.assert_allclose(score, z**2 * epsilon / s[:, None], rtol=1e-9)
    np.testing.assert_allclose(truth[:, :2], np.stack([2 * m, 2 * s], 1))
    variance = (m**4 + 14 * m**2 * s**2 + 15 * s**4) / s**2  # chapter 7 derives it
    np.testing.assert_allclose(truth[:, 2], np.sqrt(variance))
    for n in range(2, 7):
        np.testing.assert_allclose(mean[:, n - 1], score[:, :n].mean(1), rtol=1e-9, atol=1e-12)
        expected = score[:, :n].std(1, ddof=1) / np.sqrt(n)
        np.testing.assert_allclose(error[:, n - 2], expected, rtol=1e-7, atol=1e-12)


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
    assert page.locator(".vae-table td").all_text_contents()[-1] == "–"
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
