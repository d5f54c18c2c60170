"""The Gaussian figure in a bare page: its arithmetic against vae_lib, every way to move."""

import numpy as np
import pytest
from formula_harness import ROOT, check_looks, drag, numbers, over
from scipy.stats import norm

from vae_lib.derivations import EQUATIONS
from vae_lib.derivations.numerics import numeric
from vae_lib.likelihoods import Gaussian
from vae_lib.widgets import GaussianFigure

ARITHMETIC = f"""
(states) => states.map(([x, mu, sigma]) => {{
  const {{ density, logDensity, parts }} = {ROOT}.vaeFigure;
  return [density(x, mu, sigma), logDensity(x, mu, sigma), ...parts({{ x, mu, sigma }})];
}})
"""


def test_arithmetic_agrees_with_python_on_random_states(open_figures):
    rng = np.random.default_rng(0)
    x, mu = rng.uniform(-1, 2, (2, 1000))
    sigma = rng.uniform(0.1, 2, 1000)
    page = open_figures(GaussianFigure())
    result = np.array(page.evaluate(ARITHMETIC, np.stack([x, mu, sigma], 1).tolist()))
    density, log_density, error, constant, total = result.T
    log_p = numeric(EQUATIONS["q3"].rhs)
    for k in range(1000):
        expected = log_p(x=x[k : k + 1], mu=mu[k : k + 1], sigma=sigma[k])
        assert log_density[k] == pytest.approx(float(expected), rel=1e-10, abs=1e-11)
    for k in range(0, 1000, 100):
        by_vae_lib = Gaussian(sigma[k]).log_prob(x[k : k + 1, None], mu[k : k + 1, None])
        assert log_density[k] == pytest.approx(float(by_vae_lib[0]), rel=1e-5, abs=1e-5)
    np.testing.assert_allclose(density, norm.pdf(x, mu, sigma), rtol=1e-9)
    np.testing.assert_allclose(error, -((x - mu) ** 2) / (2 * sigma**2))
    np.testing.assert_allclose(constant, norm.logpdf(0, 0, sigma), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(total, log_density, rtol=1e-9, atol=1e-11)


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
    cells = [text.replace("−", "-") for text in page.locator(".vae-table td").all_text_contents()]
    error, constant, total = [float(text) for text in cells[-3:]]
    assert error + constant == pytest.approx(total, abs=1e-9)
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == {"mu": 0.5, "sigma": 1, "x": 1}


def test_touch_and_looks_on_a_phone(open_figures):
    touch = {"has_touch": True, "is_mobile": True}
    page = open_figures(GaussianFigure(), width=390, options=touch)
    plot = page.get_by_role("slider", name="Pixel, over the density")
    page.touchscreen.tap(*over(page, plot, 0.5, 0.5))
    assert numbers(page)["x"] == pytest.approx(0.5, abs=0.02)
    check_looks(page, 390)


def test_looks_on_a_desktop(open_figures):
    check_looks(open_figures(GaussianFigure(), width=1280), 1280)
