"""The replayed training and the lab of loss units on the built pages: play, switches, numbers."""

import itertools

import numpy as np
import pytest
from book_page import LINK, each_page
from figure_pages import block, figures_of, kind_of, models

from vae_book.widgets.loss_units.weights import effective_beta, kl_weight

REPLAY, LAB = "chapters/09-training-bernoulli.html", "chapters/12-what-goes-wrong.html"
NUMBERS = "(root) => root.vaeFigure.numbers()"
SWITCH = ("sum", "mean")


def linked(page, setting):
    """A figure of a page that has followed a link to a setting of it."""
    page.evaluate(LINK, setting)
    return page.locator(f".vae-{setting.split(':')[0]}")


def arrays(name, kind):
    """What a figure's data hold, by name, as Python reads them from the page."""
    [model] = [each for each in models(name).values() if kind_of(each) == kind]
    return block(model)


@each_page([REPLAY])
def test_a_training_is_played_and_stopped(visit):
    page, replay = visit, linked(visit, "replay:epoch=5")
    replay.get_by_role("button", name="Play").press("Enter")
    page.wait_for_function(
        "(root) => root.vaeFigure.numbers().epoch > 5", arg=replay.element_handle()
    )
    replay.get_by_role("button", name="Stop").click()
    assert replay.get_by_role("button", name="Play").is_visible()
    status = replay.locator("p.vae-readout").filter(has_text="After epoch")
    assert "nats a validation digit" in status.text_content()


@each_page([REPLAY])
def test_the_replayed_numbers_are_those_of_the_recording(visit):
    replay = linked(visit, "replay:epoch=1")
    held = arrays(REPLAY, "replay")
    shown = replay.evaluate("({ vaeFigure: f }) => f.epochs.map((_, k) => f.shown(k))")
    assert [each["epoch"] for each in shown] == held["epochs"].tolist()
    for kind in ("training", "validation"):
        terms = held[kind].reshape(-1, 2)
        for each, pair in zip(shown, terms, strict=True):
            if not np.isnan(pair).any():
                np.testing.assert_allclose(each[kind][:2], pair, atol=0.0501)
                assert each[kind][2] == pytest.approx(sum(each[kind][:2]))
    kl = held["validation"].reshape(-1, 2)[:, 1]
    assert kl.max() > 2 * kl[-1] > 0  # what the text below the figure says


@each_page([LAB])
def test_the_mean_over_pixels_collapses_the_model(visit):
    lab = linked(visit, "loss-units:pixels=1")
    lab.get_by_text("the model has collapsed").first.wait_for()
    lab.get_by_role("group", name="Squared error over pixels").get_by_label("sum").check()
    lab.get_by_text("4 of 4 are in use").first.wait_for()
    lab.get_by_role("group", name="KL over latent units").get_by_label("sum").press("ArrowRight")
    assert lab.evaluate(NUMBERS)["latents"] == 1


@each_page([LAB])
def test_every_setting_of_the_lab_agrees_with_python(visit):
    lab = visit.locator(".vae-loss-units")
    held, state = arrays(LAB, "loss-units"), figures_of(LAB)["loss-units"]
    kl = held["kl"].reshape(len(held["weights"]), -1)
    names = ("pixels", "latents", "beta", "sigma")
    every = itertools.product((0, 1), (0, 1), state["betas"], state["sigmas"])
    settings = [dict(zip(names, each, strict=True)) for each in every]
    shown = lab.evaluate("({ vaeFigure: f }, all) => all.map((each) => f.shown(each))", settings)
    for setting, got in zip(settings, shown, strict=True):
        switches = SWITCH[setting["pixels"]], SWITCH[setting["latents"]]
        beta_eff = effective_beta(setting["beta"], *switches, 784, kl.shape[1])
        assert got["betaEff"] == pytest.approx(beta_eff)
        weight = kl_weight(setting["sigma"], beta_eff)
        assert held["weights"][got["which"]] == pytest.approx(weight, rel=1e-6)
        assert got["kl"] == pytest.approx(kl[got["which"]].sum(), rel=1e-6, abs=1e-6)
        error = held["errors"][got["which"]] / (2 * setting["sigma"] ** 2)
        assert got["reconstruction"] == pytest.approx(error, rel=1e-6)
