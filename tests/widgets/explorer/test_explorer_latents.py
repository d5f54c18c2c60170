"""The explorer of many latent variables: its numbers against Python's, its walk, its noise."""

import base64

import keras
import numpy as np
import pytest
from deno_script import run
from formula_harness import check_looks, drag, held
from keras import layers
from scipy.stats import norm

from vae_book.widgets import Decoder, LatentExplorer
from vae_book.widgets.network.arrays import open_arrays, pack_arrays

ROOT = "document.querySelector('.vae-explorer')"


@pytest.fixture(scope="module")
def model():
    keras.utils.set_random_seed(7)
    hidden = layers.Dense(40, activation="gelu", kernel_initializer="random_normal")
    return keras.Sequential([keras.Input((20,)), hidden, layers.Dense(784)])


@pytest.fixture(scope="module")
def encoded():
    """Means and deviations of 60 images; units 3, 8 and 15 say nothing."""
    random = np.random.default_rng(3)
    means = random.normal(size=(60, 20)).clip(-2.5, 2.5)
    means[:, [3, 8, 15]] *= 0.01
    return {
        "points": means.round(3),
        "point_sds": random.uniform(0.2, 0.9, (60, 20)),
        "point_classes": np.arange(60) % 10,
        "unit_kl": np.where(np.isin(np.arange(20), [3, 8, 15]), 0.001, random.uniform(0.5, 3, 20)),
    }


@pytest.fixture(scope="module")
def decoder(model):
    return Decoder.from_keras(model, dtype="float32")


@pytest.fixture
def explorer(decoder, encoded):
    return LatentExplorer(decoder, **encoded, interpolation=True, ends=[12, 37], sigma=0.13, grid=6)


def hash_becomes(page, fragment):
    page.wait_for_function("(wanted) => location.hash === wanted", arg=fragment)


def scrubber(page):
    return page.get_by_label("t", exact=True)


def test_sliders_are_in_the_order_of_the_kl(open_figures, explorer, encoded):
    page = open_figures(explorer)
    labels = page.locator(".vae-units label").all_text_contents()
    units = [int(label[1:]) - 1 for label in labels]
    active = np.var(encoded["points"], axis=0) > 0.01
    assert units == sorted(range(20), key=lambda k: (not active[k], -encoded["unit_kl"][k]))
    shown = [float(text.split()[0]) for text in page.locator(".vae-unit-kl").all_text_contents()]
    np.testing.assert_allclose(shown, encoded["unit_kl"][units], atol=0.0051)
    folds = page.locator(".vae-fold")
    assert folds.locator("summary").all_text_contents() == [
        "9 more active variables",
        "3 inactive variables",
    ]
    assert not folds.last.get_by_label("z4", exact=True).is_visible()
    folds.last.locator("summary").press("Enter")
    folds.last.get_by_label("z4", exact=True).press("End")
    assert held(page, "z")[3] == 3


def test_pad_and_grid_move_the_two_most_active_units(open_figures, explorer, model):
    page = open_figures(explorer)
    x, y = explorer.order[:2]
    page.get_by_role("slider", name="Latent plane").press("Home")
    page.get_by_role("slider", name="Decoded over the plane").press("Shift+ArrowUp")
    expected = np.array(explorer.z)
    expected[[x, y]] = -2.5, 2.5
    np.testing.assert_allclose(held(page, "z"), expected, atol=1e-9)
    spoken = f"{ROOT}.querySelector('.vae-pad').ariaValueText"
    page.wait_for_function(f"{spoken} === 'z{x + 1} −2.50, z{y + 1} 2.50'")
    expected[[x, y]] = -2.5, 2.5
    images = page.evaluate(f"[...{ROOT}.vaeExplorer.gridPixels().slice(0, 784)]")
    np.testing.assert_allclose(images, keras.ops.sigmoid(model(expected[None]))[0], atol=5e-6)


def test_the_aggregate_posterior_agrees_with_python(open_figures, explorer, encoded):
    page = open_figures(explorer)
    canvas = page.locator(".vae-haze canvas")
    colours = "(node) => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
    paper, ink = (int(text[4:].split(",")[0]) for text in canvas.evaluate(colours))
    reds = canvas.evaluate(
        "(node) => [...node.getContext('2d').getImageData(0, 0, 72, 72).data]"
        ".filter((_, k) => k % 4 === 0)"
    )
    axes = explorer.order[:2]
    means, deviations = (encoded[name][:, axes] for name in ("points", "point_sds"))
    centres = (np.arange(72) + 0.5) * 6 / 72 - 3
    across, up = (norm.pdf(centres[:, None], means[:, k], deviations[:, k]) for k in range(2))
    density = up[::-1] @ across.T / len(means)
    share = density / (density + 1 / (2 * np.pi))
    np.testing.assert_allclose(reds, (paper + share * (ink - paper)).ravel(), atol=1.5)
    spread = np.sqrt(np.var(means, axis=0) + np.mean(deviations**2, axis=0))
    caption = page.locator(".vae-caption").first.text_content()
    for k, unit in enumerate(axes):
        assert f"and {spread[k]:.2f} along z{unit + 1}" in caption


def test_the_scrubber_and_the_choice_of_ends(open_figures, explorer, encoded):
    page = open_figures(explorer)
    np.testing.assert_allclose(held(page, "z"), encoded["points"][12], atol=1e-9)
    scrubber(page).press("PageUp")
    t = held(page, "t")
    assert 0 < t < 1
    hash_becomes(page, f"#explorer:from=12,to=37,t={t:g}")
    page.get_by_label("To", exact=True).select_option("a 0")
    page.get_by_role("button", name="Another 0").click()
    assert held(page, "ends") == [12, 10]
    a, b = encoded["points"][[12, 10]]
    np.testing.assert_allclose(held(page, "z"), (1 - t) * a + t * b, atol=5.1e-4)
    wanted = f"{100 * t:.0f}% of the way from a 2 to a 0."
    page.get_by_role("status").filter(has_text=wanted).wait_for()
    page.get_by_role("slider", name="Latent plane").press("ArrowRight")
    page.locator(".vae-walk-left").wait_for()
    page.get_by_role("button", name="Reset").click()
    assert held(page, "ends") == [12, 37] and held(page, "t") == 0
    hash_becomes(page, "")


def test_a_pointer_on_the_strip(open_figures, explorer):
    page = open_figures(explorer)
    drag(page, page.locator(".vae-strip"), (0.02, 0.5), (7.5 / 11, 0.5))
    assert held(page, "t") == pytest.approx(0.7, abs=0.011)


def test_play_goes_to_the_end_and_is_stopped(open_figures, explorer):
    page = open_figures(explorer)
    play = page.get_by_role("button", name="Play")
    play.press("Enter")
    page.wait_for_function("window.models[0].get('t') > 0.03")
    page.get_by_role("button", name="Stop").press("Enter")
    t = held(page, "t")
    assert 0 < t < 1
    page.wait_for_timeout(100)
    assert held(page, "t") == t
    page.evaluate("window.models[0].set('t', 0.98)")
    play.click()
    page.wait_for_function("window.models[0].get('t') === 1")
    play.click()
    page.wait_for_function("window.models[0].get('t') > 0.01")
    page.get_by_role("slider", name="Latent plane").press("Home")  # another move
    play.wait_for()
    assert held(page, "z")[explorer.order[0]] == -3


def test_with_reduced_motion_each_press_is_one_step(open_figures, explorer):
    page = open_figures(explorer, motion="reduce")
    step = page.get_by_role("button", name="One step")
    seen = []
    for _ in range(11):
        step.click()
        seen.append(held(page, "t"))
    assert seen == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 0.0])


def test_a_draw_is_the_mean_plus_frozen_noise(open_figures, explorer):
    page = open_figures(explorer)
    page.evaluate(f"window.shown = {ROOT}.vaeExplorer")
    numbers = "[...shown.drawPixels()].map((x, d) => x - shown.pixels()[d])"
    epsilon = np.array(page.evaluate(numbers)) / 0.13
    assert abs(epsilon.mean()) < 4 / 28 and abs(epsilon.var() - 1) < 4 * np.sqrt(2 / 784)
    page.get_by_role("slider", name="Latent plane").press("Home")
    page.get_by_label("σ", exact=True).press("ArrowRight")
    page.get_by_role("status").filter(has_text="σ = 0.14, the model’s is 0.13").wait_for()
    np.testing.assert_allclose(np.array(page.evaluate(numbers)) / 0.14, epsilon, atol=1e-5)
    page.get_by_role("button", name="Draw ε again").click()
    page.wait_for_function("location.hash.includes('noise=0.14,seed=1')")
    page.get_by_role("button", name="The model’s σ").click()
    page.get_by_role("status").filter(has_text="the model’s own").wait_for()
    again = np.array(page.evaluate(numbers)) / 0.13
    assert abs(np.corrcoef(again, epsilon)[0, 1]) < 4 / 28


def test_a_link_to_a_walk(open_figures, explorer, encoded):
    page = open_figures(explorer, fragment="explorer:noise=0.5,from=3,to=8,t=0.25")
    expected = 0.75 * encoded["points"][3] + 0.25 * encoded["points"][8]
    np.testing.assert_allclose(held(page, "z"), expected, atol=5.1e-4)
    assert (held(page, "noise"), held(page, "ends")) == (0.5, [3, 8])
    page.evaluate("location.hash = 'explorer:from=60,t=0.5'")
    page.get_by_role("alert").filter(has_text="from is a whole number from 0 to 59").wait_for()


def test_two_walks_are_independent(open_figures, explorer, decoder, encoded):
    page = open_figures(explorer, LatentExplorer(decoder, **encoded, interpolation=True, grid=4))
    scrubber(page).first.press("ArrowRight")
    assert [held(page, "t", which) for which in (0, 1)] == [0.01, 0]
    scrubber(page).last.press("End")
    hash_becomes(page, "#explorer:from=12,to=37,t=0.01&explorer-2:from=0,to=1,t=1")


def test_looks(open_figures, explorer):
    page = open_figures(explorer)
    for summary in page.locator("summary").all():
        summary.click()
    check_looks(page)


def test_damaged_codes_give_a_sentence(explorer):
    script = """
    show(values.counts.map((count) => {
      const bytes = Uint8Array.fromBase64(values.blocks[count]).buffer;
      const state = { ...values.state, data: new DataView(bytes) };
      try {
        readPoints({ get: (name) => state[name] }, 20);
      } catch (error) {
        return error.message;
      }
    }));
    """
    spreads = open_arrays(explorer.data)["spreads"].astype("int16")
    counts = [3, 40]
    blocks = {
        n: base64.b64encode(pack_arrays(codes=np.zeros(n, "int16"), spreads=spreads)).decode()
        for n in counts
    }
    known = explorer.get_state(["point_classes", "order"])
    given = {"state": known, "counts": counts, "blocks": blocks}
    assert run("explorer/latent_codes.js", script, **given) == [
        "Its 3 numbers of encoded images do not make rows of 20.",
        "It has 2 encoded images, but 60 of their numbers.",
    ]
