"""The squared-error figure: its arithmetic against vae_lib, its verdict, bad input."""

import numpy as np
import pytest
from deno_script import run
from formula_harness import ROOT, numbers

from vae_book.widgets import SquaredErrorFigure
from vae_lib.data import load_digits
from vae_lib.likelihoods import Gaussian

IMAGE = load_digits("test")[0][0]
AVERAGE = load_digits("train")[0].mean(0)
RECONSTRUCTION = 0.7 * IMAGE + 0.3 * AVERAGE
FIGURE = SquaredErrorFigure(IMAGE, RECONSTRUCTION, AVERAGE)


def grey(levels):
    return np.array(levels)[None] / 255


def test_arithmetic_agrees_with_the_library(open_figures):
    page = open_figures(FIGURE)
    script = "({ errors, weighted }, sigma) => errors().map((error) => weighted(error, sigma))"
    x, *means = map(grey, (FIGURE.image, FIGURE.reconstruction, FIGURE.average))
    for sigma in (0.05, 0.3, 2.0, 20.0):
        found = page.evaluate(f"(sigma) => ({script})({ROOT}.vaeFigure, sigma)", sigma)
        for by_browser, mu in zip(found, means, strict=True):
            assert by_browser == pytest.approx(np.sum((x - mu) ** 2) / (2 * sigma**2))
            likelihood = Gaussian(sigma)
            difference = likelihood.log_prob(x, x) - likelihood.log_prob(x, mu)
            assert by_browser == pytest.approx(float(difference[0]), rel=1e-3, abs=2e-3)


def test_a_mean_amounts_to_a_sigma():
    loss = np.array([[30.0, 5.0], [20.0, 12.0]])  # squared error and KL of two models
    for D, K, sigma in [(784, 32, 3.5), (784, 1, 392**0.5)]:
        found = run("squared_error/squared_error.js", f"show(sigmaOfMean({D}, {K}))")
        assert found == pytest.approx(sigma)
        np.testing.assert_allclose(loss @ [1 / (2 * found**2), 1], K * loss @ [1 / D, 1 / K])


def test_the_buttons_and_the_verdict(open_figures):
    page = open_figures(FIGURE)
    switch = page.get_by_role("button", name="Mean over pixels and 32 latents")
    assert switch.get_attribute("aria-pressed") == "false"
    switch.press("Enter")
    assert numbers(page) == {"kl": 20, "sigma": 3.5}
    page.get_by_role("status").filter(has_text="σ = 3.50: that is what").wait_for()
    assert switch.get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Mean over pixels", exact=True).click()
    assert numbers(page)["sigma"] == pytest.approx(392**0.5)
    page.get_by_role("status").filter(has_text="Ignoring z is the cheaper model.").wait_for()
    page.get_by_role("button", name="Reset").click()
    page.get_by_role("status").filter(has_text="It pays to use z.").wait_for()
    page.get_by_label("σ", exact=True).press("ArrowRight")
    assert 1.02 < numbers(page)["sigma"] / 0.2 < 1.1


def test_the_line_of_the_balance_is_where_the_verdict_turns(open_figures):
    page = open_figures(FIGURE)
    x, mean, other = map(grey, (FIGURE.image, FIGURE.reconstruction, FIGURE.average))
    saved = (np.sum((x - other) ** 2) - np.sum((x - mean) ** 2)) / (2 * 0.8**2)
    line = page.locator(".vae-plot .vae-trace").get_attribute("d")[1:].split("L")
    points = np.array([point.split() for point in line], dtype=float)
    across = 100 * np.log(0.8 / 0.05) / np.log(400)
    height = np.interp(across, points[:, 0], 100 - points[:, 1])
    assert height == pytest.approx(100 * saved / 60, rel=0.01) and 0 < height < 100


def test_a_damaged_image_gives_a_sentence(open_figures):
    page = open_figures(FIGURE, FIGURE, damage=[{"image": [0] * 783}])
    assert "Its image is not an image of 28 by 28" in page.get_by_role("alert").text_content()
    assert page.locator(".vae-squared-error").count() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"image": IMAGE[:100]}, r"image must have shape \(784,\). Received shape \(100,\)"),
        ({"average": 255 * AVERAGE}, r"average must lie in \[0, 1\]"),
        ({"reconstruction": IMAGE * np.nan}, "reconstruction must be finite"),
        ({"sigma": 0.0}, "sigma must be between 0.05 and 20. Received: sigma=0.0"),
        ({"kl": -1}, "kl must be between 0 and 60. Received: kl=-1"),
        ({"latents": 0}, "latents must be from 1 to 1000. Received: 0"),
    ],
)
def test_bad_arguments(change, message):
    arguments = {"image": IMAGE, "reconstruction": RECONSTRUCTION, "average": AVERAGE, **change}
    with pytest.raises(ValueError, match=message):
        SquaredErrorFigure(**arguments)
