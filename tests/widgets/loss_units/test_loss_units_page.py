"""The lab of loss units: all its states against Python, its switches, its pictures, bad data."""

import itertools
import re
import struct

import numpy as np
import pytest
from formula_harness import ROOT, numbers

from vae_book.widgets import LossUnitsLab
from vae_book.widgets.loss_units import BETAS, SIGMAS
from vae_book.widgets.loss_units.models import Outcome
from vae_book.widgets.loss_units.weights import effective_beta, kl_weight
from vae_lib.likelihoods import Gaussian

D, K, SHOWN = 784, 4, 2
RNG = np.random.default_rng(0)
IMAGES = RNG.random((SHOWN, D))
VARIANCES = np.array([5.0, 4.0, 3.0, 2.5])
START = {"pixels": 0, "latents": 0, "beta": 1, "sigma": 0.25}
STATES = list(itertools.product((0, 1), (0, 1), BETAS, SIGMAS))
PIXELS, LATENTS = "Squared error over pixels", "KL over latent units"


def linear_kl(weight):
    """The KL of each unit in the best linear model, with the largest variance first."""
    return np.maximum(np.log(VARIANCES / weight) / 2, 0.0)


def outcome(weight):
    """What the linear theory would make of a weight, with made-up pictures."""
    kl = linear_kl(weight)
    error = 52 - np.sum(VARIANCES * (1 - np.exp(-2 * kl)))
    images = RNG.random((2, SHOWN, D))
    return Outcome(weight, kl, float(error), *images)


OUTCOMES = [outcome(weight) for weight in LossUnitsLab.weights(D, K)]
LAB = LossUnitsLab(OUTCOMES, IMAGES, VARIANCES)


def picked(page, group):
    """Which of the two settings of a switch is on."""
    return page.get_by_role("group", name=group).locator("input:checked").get_attribute("value")


def test_all_states_agree_with_python(open_figures):
    page = open_figures(LAB)
    names = ("pixels", "latents", "beta", "sigma")
    states = [dict(zip(names, state, strict=True)) for state in STATES]
    in_browser = page.evaluate(
        f"(states) => states.map((state) => {ROOT}.vaeFigure.shown(state))", states
    )
    assert len(in_browser) == 48
    for state, got in zip(states, in_browser, strict=True):
        pixels, latents = (("sum", "mean")[state[name]] for name in ("pixels", "latents"))
        beta_eff = effective_beta(state["beta"], pixels, latents, D, K)
        weight = kl_weight(state["sigma"], beta_eff)
        model = OUTCOMES[got["which"]]
        assert model.weight == pytest.approx(weight)
        assert got["betaEff"] == pytest.approx(beta_eff)
        assert got["equalSigma"] == pytest.approx(np.sqrt(weight))
        kl = model.kl.sum()
        reconstruction = model.squared_error / (2 * state["sigma"] ** 2)
        assert got["reconstruction"] == pytest.approx(reconstruction, rel=1e-6)
        assert got["kl"] == pytest.approx(kl, rel=1e-6, abs=1e-6)
        assert got["price"] == pytest.approx(beta_eff * kl, rel=1e-6, abs=1e-6)
        printed = model.squared_error / (2 * state["sigma"] ** 2) / (D if state["pixels"] else 1)
        printed += state["beta"] * kl / (K if state["latents"] else 1)  # as the code has it
        assert got["printed"] == pytest.approx(printed, rel=1e-6)
        assert got["used"] == np.sum(model.kl > 0.1)
        assert got["saves"] / beta_eff == pytest.approx(VARIANCES[0] / weight)
        x, mu = np.zeros((1, D)), np.full((1, D), np.sqrt(model.squared_error / D))
        likelihood = Gaussian(state["sigma"])
        nats = float((likelihood.log_prob(x, x) - likelihood.log_prob(x, mu))[0])
        assert got["reconstruction"] == pytest.approx(nats, rel=1e-4)


def test_the_switches_by_key_and_pointer(open_figures):
    page = open_figures(LAB)
    verdict = page.locator(".vae-amounts")
    assert verdict.text_content() == "This is the ELBO with βeff = 1 at σ = 0.25."
    page.get_by_role("group", name=PIXELS).get_by_label("sum").press("ArrowRight")
    assert numbers(page) == {**START, "pixels": 1}
    page.locator("p.vae-readout").filter(has_text="the model has collapsed").wait_for()
    assert verdict.text_content() == "This is the ELBO with βeff = 784 at σ = 0.25."
    readout = page.locator("p.vae-readout").text_content()
    assert "an effective β of 784 at σ = 0.25, or with β = 1 at σ = 7." in readout
    page.get_by_role("group", name=LATENTS).get_by_text("mean").click()
    assert numbers(page) == {**START, "pixels": 1, "latents": 1}
    page.wait_for_function("location.hash.includes('latents=1')")
    page.get_by_label("β", exact=True).press("ArrowRight")
    page.get_by_label("σ", exact=True).press("Home")
    assert numbers(page) == {"pixels": 1, "latents": 1, "beta": 4, "sigma": 0.125}
    page.get_by_role("button", name="Reset").click()
    assert numbers(page) == START
    page.wait_for_function("location.hash === ''")
    assert [picked(page, group) for group in (PIXELS, LATENTS)] == ["0", "0"]


def test_pictures_bars_and_marks_follow(open_figures):
    page = open_figures(LAB)
    seen = """() => [
      ...["images", "reconstructions", "samples"].map((row) =>
        document.querySelector(`.vae-row-${row}`).toDataURL()),
      document.querySelector(".vae-bar-unit-1").getAttribute("width"),
      document.querySelector(".vae-level").getAttribute("x1"),
    ]"""
    before = page.evaluate(seen)
    page.get_by_role("group", name=PIXELS).get_by_label("mean").check()
    page.wait_for_function(
        "document.querySelector('.vae-bar-unit-1').getAttribute('width') === '0%'"
    )
    after = page.evaluate(seen)
    assert [a == b for a, b in zip(before, after, strict=True)] == [True] + [False] * 4


def test_two_labs_and_a_link_between_two_trained_betas(open_figures):
    page = open_figures(LAB, LAB, fragment="loss-units-2:pixels=1,beta=3.5,sigma=0.3")
    first, second = (page.locator(".vae-loss-units").nth(k) for k in (0, 1))
    value = "(root) => root.vaeFigure.shown().betaEff"
    assert (first.evaluate(value), second.evaluate(value)) == (1, 4 * 784)
    first.get_by_label("mean").first.check()
    assert second.evaluate(value) == 4 * 784
    names = page.evaluate("[...document.querySelectorAll('input[type=radio]')].map((r) => r.name)")
    assert len(set(names)) == 4


def test_bad_data_gives_a_sentence(open_figures):
    data = LAB.data
    damages = {
        f"has {len(data) - 25} bytes, and should": {"data": data[:-9]},
        "of version 9": {"data": data[:4] + struct.pack("<H", 9) + data[6:]},
        "No model was trained for the weight ": {"betas": [0.25, 1.0, 5.0]},
        "Its number variance is 0.": {"variance": 0},
    }
    page = open_figures(*[LAB] * 5, damage=damages.values())
    said = page.locator("p.vae-error").all_text_contents()
    for text, message in zip(said, damages, strict=True):
        assert text.startswith("This figure cannot be drawn. ") and message in text
    assert page.locator(".vae-loss-units").count() == 1


@pytest.mark.parametrize(
    ("outcomes", "images", "message"),
    [
        ([], IMAGES, "outcomes must hold a model for each weight"),
        (
            OUTCOMES[:-1],
            IMAGES,
            "must hold 14 models, one for each of LossUnitsLab.weights(784, 4)",
        ),
        (OUTCOMES, IMAGES[:, :100], "images must have shape (m, 784). Received shape (2, 100)"),
        (OUTCOMES, IMAGES[:1], "Each model must have 1 reconstructions and samples"),
    ],
)
def test_bad_arguments(outcomes, images, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        LossUnitsLab(outcomes, images, VARIANCES)


@pytest.mark.parametrize(("pixels", "said"), [(0, "beta of 1: "), (1, "beta of 784: ")])
def test_the_still_picture_is_of_the_setting(pixels, said):
    still = LossUnitsLab(OUTCOMES, IMAGES, VARIANCES, pixels=pixels).still()
    units = linear_kl(784 / 16 if pixels else 1 / 16)
    assert said in still.alt and f"{units[0]:.2f}, {units[1]:.2f}" in still.alt
