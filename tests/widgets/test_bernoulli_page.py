"""The Bernoulli figure in a bare page: its arithmetic against vae_lib and Keras, and its looks."""

import keras
import numpy as np
import pytest
from formula_harness import ROOT, check_looks, drag, numbers, over

from vae_lib.derivations import EQUATIONS
from vae_lib.derivations.numerics import numeric
from vae_lib.likelihoods import Bernoulli
from vae_lib.widgets import BernoulliFigure

ARITHMETIC = f"""
(states) => states.map(([x, a]) => {{
  const {{ sigmoid, fromProbability, fromLogit, clipped, slopes }} = {ROOT}.vaeFigure;
  const rho = sigmoid(a);
  const {{ byRho, byLogit }} = slopes(x, a);
  const wrong = clipped(x, a);
  return [rho, fromProbability(x, rho), fromLogit(x, a), byRho, byLogit,
    wrong.rho, wrong.value, wrong.slope];
}})
"""


def test_arithmetic_agrees_with_python_on_random_states(open_figures):
    rng = np.random.default_rng(0)
    x = np.where(rng.random(1000) < 0.5, rng.integers(0, 2, 1000), rng.random(1000))
    a = rng.uniform(-25, 25, 1000)
    page = open_figures(BernoulliFigure())
    result = np.array(page.evaluate(ARITHMETIC, np.stack([x, a], 1).tolist()))
    rho, by_rho, by_logit, slope_rho, slope_logit, rho_32, clipped, clipped_slope = result.T

    log_p = numeric(EQUATIONS["q2"].rhs)
    middle = np.abs(a) < 12  # beyond, the double 1 - rho itself has lost digits
    np.testing.assert_allclose(rho, 1 / (1 + np.exp(-a)), rtol=1e-14)
    expected = [log_p(x=np.array([p]), rho=np.array([q])) for p, q in zip(x, rho, strict=True)]
    np.testing.assert_allclose(by_rho, expected, rtol=1e-12)
    np.testing.assert_allclose(by_logit[middle], by_rho[middle], rtol=1e-9)
    np.testing.assert_allclose(by_logit, x * a - np.logaddexp(0, a), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(slope_logit, x - rho, rtol=1e-9, atol=1e-15)
    by_chain = slope_rho * rho / (1 + np.exp(a))  # d rho / da = rho (1 - rho)
    np.testing.assert_allclose(by_chain, slope_logit, rtol=1e-9, atol=1e-14)

    binary = (x == 0) | (x == 1)
    by_vae_lib = Bernoulli().log_prob(x[binary, None].astype("float32"), a[binary, None])
    np.testing.assert_allclose(by_logit[binary], by_vae_lib, rtol=1e-5, atol=1e-6)

    by_keras = -np.asarray(
        keras.losses.binary_crossentropy(
            x[:, None].astype("float32"), rho_32[:, None].astype("float32")
        )
    )
    np.testing.assert_allclose(clipped, by_keras, rtol=1e-5, atol=2e-7)
    lost = (rho_32 < np.float32(1e-7)) | (rho_32 > np.float32(1) - np.float32(1e-7))
    np.testing.assert_allclose(clipped_slope, np.where(lost, 0, x - rho_32), atol=1e-12)
    assert 0.2 < lost.mean() < 0.5  # both cases were tried


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
    assert page.locator(".vae-table td").all_text_contents()[-1] == "0.00"
    over_logit.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Shift+ArrowRight")
    assert numbers(page) == {"x": 0, "a": 5.5}
    page.get_by_label("x", exact=True).focus()
    page.keyboard.press("ArrowRight")
    assert numbers(page)["x"] == 0.05
    page.get_by_role("status").filter(has_text="A grey x is no value").wait_for()
    page.keyboard.press("End")
    page.get_by_text("At ρ = 0 it is −∞, at ρ = 1 it is 0.00.").wait_for()
    assert page.evaluate("window.models[0].saves") > 3


def test_touch_and_looks_on_a_phone(open_figures):
    touch = {"has_touch": True, "is_mobile": True}
    page = open_figures(BernoulliFigure(), width=390, options=touch)
    page.touchscreen.tap(*over(page, page.get_by_role("slider", name="Logit"), 0.3, 0.5))
    assert numbers(page)["a"] == pytest.approx(-10, abs=0.2)
    check_looks(page, 390)


def test_looks_on_a_desktop(open_figures):
    check_looks(open_figures(BernoulliFigure(), width=1280), 1280)
