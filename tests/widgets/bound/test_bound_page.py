"""The bound figure: its arithmetic, its two steps, its curves, and constants that are none."""

import numpy as np
import pytest
from formula_harness import numbers, over, shown

from vae_book.widgets import BoundFigure
from vae_lib.linear_gaussian import LinearGaussian

MODEL = LinearGaussian([[1.0]], [0.0], 0.75)
X = 1.5  # the posterior has mean 0.96 and standard deviation 0.6


def figure(**options):
    return BoundFigure(MODEL, **{"x": X, **options})


def q_of(page):
    now = numbers(page)
    return [now["m"], now["s"]]


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


def test_the_printed_numbers_add_up_for_a_bent_decoder_too(open_figures):
    page = open_figures(figure())
    for m in np.linspace(-3, 3, 41):
        elbo, gap, evidence = shown(page, m=float(m))
        assert round(elbo + gap, 2) == evidence
        assert gap == pytest.approx(MODEL.gap([[X]], [[m]], [[1.2]])[0], abs=0.0101)
    for m, s, c in [(0.8, 0.4, 1.0), (-1.0, 0.8, 0.5), (0, 0.5, 1.5)]:
        elbo, gap, evidence = shown(page, m=m, s=s, c=c)
        exact_elbo, exact_evidence = bent(m, s, c)
        assert evidence == pytest.approx(exact_evidence, abs=0.0051)
        assert elbo == pytest.approx(exact_elbo, abs=0.0051)
        assert round(elbo + gap, 2) == evidence and gap > 0


def test_steps_of_em_raise_the_bound_and_leave_a_gap(open_figures):
    page = open_figures(figure(c=1.0))
    posterior = page.locator(".vae-plot path.vae-posterior-line")
    bounds, at_first = [shown(page)[0]], posterior.get_attribute("d")
    for name in ["Best q (E-step)", "Best c (M-step)"] * 3:
        page.get_by_role("button", name=name).click()
        page.wait_for_timeout(50)
        bounds.append(shown(page)[0])
    assert all(after >= before - 0.01 for before, after in zip(bounds, bounds[1:], strict=False))
    assert bounds[-1] > bounds[0] + 1 and shown(page)[1] >= 0
    assert posterior.get_attribute("d") != at_first


def test_a_drag_is_saved_at_its_end_and_up_is_narrow(open_figures):
    page = open_figures(figure())
    curves = page.get_by_role("slider", name="Mean and width of q")
    page.mouse.move(*over(page, curves, 0.5, 0.4))
    page.mouse.down()
    page.mouse.move(*over(page, curves, 0.6, 1.2), steps=4)
    assert page.evaluate("window.models[0].saves") == 0
    page.mouse.up()
    assert q_of(page) == [pytest.approx(0.6, abs=0.02), 0.3]
    assert page.evaluate("window.models[0].saves") == 1
    curves.press("PageDown")
    curves.press("ArrowUp")
    assert q_of(page)[1] == pytest.approx(0.75)
    curves.press("End")
    status = page.get_by_role("status").filter(has_text="m = 3.00, s = 0.75.")
    status.wait_for()
    assert "= log p(x) \u22121.86." in status.text_content()
    assert curves.get_attribute("aria-valuetext") == "m 3.00, s 0.75"


def test_a_far_q_is_marked_at_the_edge(open_figures):
    page = open_figures(figure())
    assert page.locator(".vae-beyond").first.get_attribute("hidden") == ""
    page.evaluate("window.models[0].set('m', -3)")
    page.wait_for_function("!document.querySelector('.vae-beyond').hasAttribute('hidden')")
    assert page.locator(".vae-bar-elbo").get_attribute("x") == "0%"


def test_a_damaged_constant_gives_a_sentence(open_figures):
    page = open_figures(figure(), figure(), figure(), damage=[{"sigma": 0.0}, {"x": None}])
    said = page.locator("p.vae-error").all_text_contents()
    assert [text.partition(". ")[2] for text in said] == [
        "Its number sigma is 0.",
        "Its number x is null.",
    ]
    assert page.locator(".vae-bound").count() == 1  # the other figure is alive
