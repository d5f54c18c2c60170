"""The bound figure in a bare page: its arithmetic, every way to move, its looks, its errors."""

import numpy as np
import pytest
from formula_harness import check_looks, numbers, over, shown

from vae_book.widgets import BoundFigure
from vae_lib.linear_gaussian import LinearGaussian

MODEL = LinearGaussian([[1.0]], [0.0], 0.75)
X = 1.5  # the posterior has mean 0.96 and standard deviation 0.6


def figure(**options):
    return BoundFigure(MODEL, **{"x": X, **options})


def q_of(page):
    now = numbers(page)
    return [now["m"], now["s"]]


def curves(page):
    return page.get_by_role("slider", name="Mean and width of q")


def at(page, m, height):
    """The page coordinates of a point over the plot of the curves."""
    top = 1.08 / (0.3 * np.sqrt(2 * np.pi))
    return over(page, curves(page), (m + 3) / 6, height / top)


def peak(s):
    return 1 / (s * np.sqrt(2 * np.pi))


def test_the_printed_numbers_add_up(open_figures):
    page = open_figures(figure())
    for m in np.linspace(-3, 3, 41):
        elbo, gap, evidence = shown(page, m=float(m))
        assert round(elbo + gap, 2) == evidence
        exact = MODEL.gap([[X]], [[m]], [[1.2]])[0]
        assert gap == pytest.approx(exact, abs=0.0101)


def test_the_button_leads_to_the_posterior_and_reset_back(open_figures):
    page = open_figures(figure(m=-2.0, s=1.5))
    page.get_by_role("button", name="Best q (E-step)").click()
    np.testing.assert_allclose(q_of(page), [0.96, 0.6], atol=1e-12)
    page.get_by_role("status").filter(has_text="there is no gap").wait_for()
    assert page.locator(".vae-value-gap").text_content() == "0.00"
    assert float(page.locator(".vae-bar-gap").get_attribute("width")[:-1]) < 1e-9
    page.get_by_role("button", name="Reset").click()
    assert q_of(page) == [-2.0, 1.5]


def bent(m, s, c):
    """ELBO, gap and evidence of the bent model, by a grid of its own."""
    z = np.linspace(-14, 14, 60_001)
    step = z[1] - z[0]
    normal = lambda v, mean, sd: np.exp(-(((v - mean) / sd) ** 2) / 2) / sd / np.sqrt(2 * np.pi)  # noqa: E731
    joint = normal(X, z + c * z**2, 0.75) * normal(z, 0, 1)
    evidence = np.log(step * joint.sum())
    q = normal(z, m, s)
    inside = q > 0
    ratio = np.log(q[inside]) - np.log(np.maximum(joint[inside], 1e-300))
    return -step * np.sum(q[inside] * ratio), evidence


@pytest.mark.parametrize(("m", "s", "c"), [(0.8, 0.4, 1.0), (-1.0, 0.8, 0.5), (0, 0.5, 1.5)])
def test_a_bent_decoder_keeps_the_sum(open_figures, m, s, c):
    page = open_figures(figure(m=m, s=s, c=c))
    elbo, gap, evidence = shown(page)
    exact_elbo, exact_evidence = bent(m, s, c)
    assert evidence == pytest.approx(exact_evidence, abs=0.0051)
    assert elbo == pytest.approx(exact_elbo, abs=0.0051)
    assert round(elbo + gap, 2) == evidence and gap > 0


def test_steps_of_em_raise_the_bound_and_leave_a_gap(open_figures):
    page = open_figures(figure(c=1.0))
    bounds = [shown(page)[0]]
    for name in ["Best q (E-step)", "Best c (M-step)"] * 3:
        page.get_by_role("button", name=name).click()
        page.wait_for_timeout(50)
        bounds.append(shown(page)[0])
    assert all(after >= before - 0.01 for before, after in zip(bounds, bounds[1:], strict=False))
    assert bounds[-1] > bounds[0] + 1 and shown(page)[1] >= 0


def test_drag_the_peak(open_figures):
    page = open_figures(figure())
    page.mouse.move(*at(page, -1, peak(1.2)))
    page.mouse.down()
    page.mouse.move(*at(page, 0.5, peak(0.5)), steps=4)
    assert page.evaluate("window.models[0].saves") == 0
    page.mouse.up()
    np.testing.assert_allclose(q_of(page), [0.5, 0.5], atol=0.02)
    assert page.evaluate("window.models[0].saves") == 1


def test_a_drag_beyond_the_edge_stops_there(open_figures):
    page = open_figures(figure())
    page.mouse.move(*at(page, 0, 0.5))
    page.mouse.down()
    page.mouse.move(*at(page, 3.5, -0.2))
    assert q_of(page) == [3.0, 2.0]
    page.mouse.move(*at(page, -4.0, 1.6))
    page.mouse.up()
    assert q_of(page) == [-3.0, 0.3]


def test_touch(open_figures):
    page = open_figures(figure(), phone=True)
    page.touchscreen.tap(*at(page, 1.2, peak(0.7)))
    np.testing.assert_allclose(q_of(page), [1.2, 0.7], atol=0.03)


def test_keys_on_the_curves(open_figures):
    page = open_figures(figure())
    curves(page).focus()
    for key in ["ArrowRight", "Shift+ArrowRight", "ArrowUp", "ArrowDown", "ArrowUp"]:
        page.keyboard.press(key)
    np.testing.assert_allclose(q_of(page), [-0.7, 1.15], atol=1e-9)
    page.wait_for_function(
        "document.querySelector('.vae-curves').ariaValueText === 'm \u22120.70, s 1.15'"
    )
    assert page.evaluate("window.models[0].saves") > 0
    for key, m, s in [("Home", -3, 1.15), ("End", 3, 1.15), ("PageUp", 3, 0.65)]:
        page.keyboard.press(key)
        np.testing.assert_allclose(q_of(page), [m, s], atol=1e-9)


def test_the_readout_follows_a_move(open_figures):
    page = open_figures(figure())
    page.get_by_label("m", exact=True).focus()
    page.keyboard.press("ArrowRight")
    status = page.get_by_role("status").filter(has_text="m = \u22120.95, s = 1.20.")
    status.wait_for()
    assert "= log p(x) \u22121.86." in status.text_content()


def test_a_far_q_is_marked_at_the_edge(open_figures):
    page = open_figures(figure())
    assert page.locator(".vae-beyond").first.get_attribute("hidden") == ""
    page.evaluate("window.models[0].set('m', -3)")
    page.wait_for_function("!document.querySelector('.vae-beyond').hasAttribute('hidden')")
    assert page.locator(".vae-bar-elbo").get_attribute("x") == "0%"


def test_looks(open_figures):
    check_looks(open_figures(figure()), 390, 1280)


@pytest.mark.parametrize(("name", "value"), [("sigma", 0.0), ("x", None)])
def test_a_damaged_state_gives_a_sentence(open_figures, name, value):
    page = open_figures(figure(), figure(), damage={name: value})
    alert = page.get_by_role("alert").text_content()
    assert "This figure cannot be drawn." in alert and f"Its number {name} is" in alert
    assert page.locator(".vae-bound").count() == 1  # the other figure is alive
