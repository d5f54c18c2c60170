"""Training, replayed: its numbers against Python, its snapshots, its player, bad data."""

import numpy as np
import pytest
from formula_harness import ROOT, drag, numbers

from vae_book.widgets import TrainingReplay
from vae_book.widgets.network.arrays import pack_arrays
from vae_lib.snapshots import Snapshots, early_epochs

COUNT, SHOWN, LAST = 60, 3, 30
EPOCHS = early_epochs(LAST, 8)
CLASSES = np.arange(COUNT) % 10


def recording(pixels=784):
    """Snapshots of a made-up training: two terms that move, codes that part by class."""
    rng = np.random.default_rng(0)
    snapshots = Snapshots(rng.random((COUNT, pixels)), shown=range(SHOWN))
    start = rng.normal(size=(COUNT, 2))
    angle = 2 * np.pi * CLASSES / 10
    goal = 3 * np.stack([np.cos(angle), np.sin(angle)], axis=1) + 0.2 * start
    for epoch in EPOCHS:
        share = epoch / LAST
        snapshots.epochs.append(epoch)
        snapshots.means.append((8 - 7 * share) * ((1 - share) * start + share * goal))
        snapshots.reconstructions.append(rng.uniform(-0.1, 1.1, (SHOWN, pixels)))
        terms = 540 * np.exp(-2 * share) + rng.random(), 6 * share
        snapshots.validation.append(terms)
        snapshots.training.append(terms if epoch else (np.nan, np.nan))
    return snapshots


SNAPSHOTS = recording()
FIGURE = TrainingReplay(SNAPSHOTS, CLASSES)


def same_class(means):
    """How many points have a nearest neighbour of their own class, after rounding to int16."""
    reach = np.abs(np.array(SNAPSHOTS.means)).max()
    places = np.round(np.array(means) / reach * 32767)
    distances = np.sum((places[:, None] - places) ** 2, axis=-1)
    np.fill_diagonal(distances, np.inf)
    return int(np.sum(CLASSES[distances.argmin(axis=1)] == CLASSES))


def test_numbers_agree_with_python_in_all_states(open_figures):
    page = open_figures(FIGURE)
    in_browser = page.evaluate(f"{ROOT}.vaeFigure.epochs.map((_, k) => {ROOT}.vaeFigure.shown(k))")
    for k, got in enumerate(in_browser):
        means = np.array(SNAPSHOTS.means[k])
        assert got["epoch"] == EPOCHS[k]
        assert got["same"] == same_class(means)
        assert got["outside"] == np.sum(np.abs(means).max(axis=1) > 6)
        terms = np.array(SNAPSHOTS.validation[k])
        np.testing.assert_allclose(got["validation"][:2], terms, atol=0.0501)
        assert got["validation"][2] == pytest.approx(sum(got["validation"][:2]))
        if k:
            assert got["training"] == got["validation"]
    assert len(in_browser) == len(EPOCHS)


def epoch_shown(page):
    return page.evaluate(f"{ROOT}.vaeFigure.shown().epoch")


def wait_for_epoch(page, epoch):
    page.wait_for_function(f"epoch => {ROOT}.vaeFigure.shown().epoch === epoch", arg=epoch)


REDS = """() => {
  const canvas = document.querySelector(".vae-row-reconstructions");
  const { data } = canvas.getContext("2d").getImageData(0, 0, 84, 28);
  return [...data].filter((_, k) => k % 4 === 0);
}"""


def test_everything_moves_together(open_figures):
    page = open_figures(FIGURE)
    seen = """() => [".vae-scatter", ".vae-row-reconstructions", ".vae-row-images"]
      .map((name) => document.querySelector(name).toDataURL())"""
    marks = """() => [...document.querySelectorAll(".vae-plot .vae-level")]
      .map((line) => line.getAttribute("x1"))"""
    page.wait_for_function("document.querySelector('.vae-scatter').width > 300")
    before = page.evaluate(seen)
    assert page.evaluate(marks) == ["0.000%", "0.000%"]
    page.get_by_label("epoch", exact=True).press("End")
    page.wait_for_function("document.querySelector('.vae-level').getAttribute('x1') !== '0.000%'")
    after = page.evaluate(seen)
    assert [old == new for old, new in zip(before, after, strict=True)] == [False, False, True]
    assert page.evaluate(marks) == ["100.000%", "100.000%"]
    images = np.clip(SNAPSHOTS.reconstructions[-1], 0, 1).reshape(SHOWN, 28, 28)
    painted = np.reshape(page.evaluate(REDS), (28, SHOWN, 28)).transpose(1, 0, 2)
    np.testing.assert_allclose(painted, 255 + images * (0x32 - 255), atol=1.5)  # paper to ink


def test_images_of_another_size(open_figures):
    figure = TrainingReplay(recording(12 * 8), CLASSES, image_shape=(12, 8))
    page = open_figures(figure)
    size = "() => { const { width, height } = document.querySelector('.vae-row-images');"
    page.wait_for_function(f"({size} return width > 0 && height > 0; }})()")
    assert page.evaluate(f"{size} return [width / height]; }}") == [SHOWN * 8 / 12]
    assert f'height="{420 * 12 / (SHOWN * 8):.1f}"' in figure.still().data
    with pytest.raises(ValueError, match=r"has 96 numbers, but image_shape=\(28, 28\) needs 784"):
        TrainingReplay(recording(12 * 8), CLASSES)


def test_rows_of_the_table_and_readout(open_figures):
    page = open_figures(FIGURE)
    first = [cell.text_content() for cell in page.locator(".vae-numbers td").all()]
    assert first[::2] == ["–"] * 3
    status = page.locator("p.vae-readout")
    assert status.text_content().startswith("Before training: reconstruction 5")
    page.get_by_label("epoch", exact=True).press("End")
    status.filter(has_text="After epoch 30: reconstruction ").wait_for()
    assert "In training: " in status.text_content()


def test_the_nearest_snapshot(open_figures):
    page = open_figures(FIGURE)
    loss = page.get_by_role("slider", name="Epoch, on the loss")
    loss.press("ArrowUp")
    loss.press("Shift+ArrowRight")
    assert numbers(page) == {"epoch": EPOCHS[6]}
    kl = page.get_by_role("slider", name="Epoch, on the KL")
    drag(page, kl, (0.9, 0.5), (14 / 30, 0.2))
    assert numbers(page) == {"epoch": min(EPOCHS, key=lambda epoch: abs(epoch - 14))}
    assert loss.get_attribute("aria-valuetext") == f"epoch {numbers(page)['epoch']}"


def test_play_runs_to_the_end_and_starts_again(open_figures):
    page = open_figures(FIGURE)
    page.get_by_role("button", name="Play").click()
    assert page.get_by_role("button", name="Stop").is_visible()
    wait_for_epoch(page, LAST)
    page.get_by_role("button", name="Play").wait_for()
    page.wait_for_function("location.hash === '#replay:epoch=30'")
    page.get_by_role("button", name="Play").press("Enter")
    wait_for_epoch(page, EPOCHS[2])
    page.get_by_role("button", name="Stop").press("Space")
    stopped = epoch_shown(page)
    page.wait_for_timeout(800)  # two steps
    assert epoch_shown(page) == stopped < LAST
    page.get_by_role("button", name="Play").click()
    page.get_by_label("epoch", exact=True).press("End")  # a hand on the figure stops it
    page.get_by_role("button", name="Play").wait_for()
    assert epoch_shown(page) == LAST


def test_less_motion_makes_it_one_step_a_press(open_figures):
    page = open_figures(FIGURE, motion="reduce")
    button = page.get_by_role("button", name="Next snapshot")
    button.click()
    button.press("Enter")
    page.wait_for_timeout(800)
    assert epoch_shown(page) == EPOCHS[2]
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="Play").click()
    wait_for_epoch(page, EPOCHS[3])
    page.emulate_media(reduced_motion="reduce")
    button.wait_for()
    stopped = epoch_shown(page)
    page.wait_for_timeout(800)
    assert epoch_shown(page) == stopped


def test_two_replays_and_an_epoch_between_two_snapshots(open_figures):
    page = open_figures(FIGURE, TrainingReplay(SNAPSHOTS, CLASSES), fragment="replay-2:epoch=29")
    assert [numbers(page, k)["epoch"] for k in (0, 1)] == [0, 29]
    second = page.locator(".vae-replay").nth(1)
    assert second.evaluate("(root) => root.vaeFigure.shown().epoch") == LAST
    assert second.locator("output").text_content() == "30"
    page.evaluate("location.hash = 'replay:epoch=31'")
    page.get_by_role("alert").filter(has_text="epoch is a whole number from 0 to 30").wait_for()


def test_a_recording_is_small():
    assert len(FIGURE.data) < COUNT * 4 * len(EPOCHS) + (len(EPOCHS) + 1) * SHOWN * 784 + 500


@pytest.mark.parametrize(
    ("change", "classes", "message"),
    [
        ({"epochs": []}, CLASSES, "The snapshots are empty"),
        ({"means": np.zeros((8, COUNT, 3))}, CLASSES, "needs a model with 2 latent variables"),
        ({"means": np.full((8, COUNT, 2), np.nan)}, CLASSES, "not all finite"),
        ({}, CLASSES[:-1], r"classes must hold 60 digits from 0 to 9, .* Received shape \(59,\)"),
        ({}, CLASSES + 1, "classes must hold 60 digits"),
    ],
)
def test_bad_arguments(change, classes, message):
    snapshots = recording()
    vars(snapshots).update(change)
    with pytest.raises(ValueError, match=message):
        TrainingReplay(snapshots, classes)


def test_an_epoch_beyond_the_end():
    with pytest.raises(ValueError, match="epoch must be at most 30, the last one. Received: 31"):
        TrainingReplay(SNAPSHOTS, CLASSES, epoch=31)


def test_an_array_of_another_dtype_is_refused():
    with pytest.raises(ValueError, match="wide must be of uint8, .* Received: float64"):
        pack_arrays(wide=np.zeros(3))


def test_the_still_picture_tells_the_terms():
    still = FIGURE.still()
    first, last = (sum(SNAPSHOTS.validation[k]) for k in (0, -1))
    assert f"from {first:.1f} nats an image to {last:.1f}, of which the KL is 6.0" in still.alt
    assert still.data.count("<image") == 4
