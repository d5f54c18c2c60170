"""What the Bernoulli figure says where probabilities are clipped, for a grey pixel, at the ends."""

from formula_harness import numbers

from vae_book.widgets import BernoulliFigure


def test_what_is_said(open_figures):
    page = open_figures(BernoulliFigure(a=20.0))
    page.get_by_role("status").filter(has_text="From ρ in float32 it would be −15.94.").wait_for()
    assert page.locator(".vae-numbers td").all_text_contents()[-1] == "0.00"
    page.get_by_role("slider", name="Logit").press("Home")
    page.get_by_role("slider", name="Probability of a 1").press("ArrowRight")
    assert numbers(page)["a"] == -24.5  # a step of rho would pass all that lies near its end
    page.get_by_label("x", exact=True).press("ArrowRight")
    page.get_by_role("status").filter(has_text="A grey x is no value").wait_for()
    page.get_by_label("x", exact=True).press("End")
    page.get_by_text("At ρ = 0 it is −∞, at ρ = 1 it is 0.00.").wait_for()
