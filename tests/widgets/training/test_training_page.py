"""Train it here, in a bare page: a journey, what is said on the way, and what goes wrong.

`tests/browser/test_train_it.py` goes the whole way in the book, by keys and by touch.
"""

import base64
import json

import numpy as np
import pytest
from formula_harness import ROOT, check_looks, drag, numbers

from vae_book.widgets import TrainingLab
from vae_lib.data import load_digits
from vae_lib.page_weights import load_page_weights

LAB = TrainingLab(*load_digits("train"), epochs=1)
RUN = f"{ROOT}.vaeFigure.run()"


ENCODE = f"""
async (image) => {{
  const {{ session, heard }} = {ROOT}.vaeFigure;
  session.send({{ do: "encode", image: Float32Array.from(image) }});
  const {{ decoded, mean, sd }} = await heard("encoded");
  return {{ decoded: [...decoded], mean: [...mean], sd: [...sd] }};
}}
"""


def predict(page, reconstructions="sharper", kl="larger"):
    groups = page.locator(".vae-training-predict fieldset")
    groups.first.get_by_label(reconstructions, exact=True).check()
    groups.last.get_by_label(kl, exact=True).check()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def wait_for(page, status):
    page.wait_for_function(f"status => {RUN}.status === status", arg=status, timeout=120_000)


def last_terms(page):
    return page.evaluate(f"({RUN}).last")


def train(page, *prediction):
    predict(page, *prediction)
    press(page, "Train")
    wait_for(page, "done")


def test_a_whole_journey(open_figures, tmp_path):
    page = open_figures(LAB, damage=[{"epochs": 2}])
    press(page, "Train")
    assert "Predict first" in page.locator(".vae-notice:visible").text_content()
    assert page.evaluate(f"{RUN}.epochs") == 0
    train(page)
    first = last_terms(page)
    assert first["kl"] > 3 and first["reconstruction"] < 200
    assert (
        "and so it is. KL: you expected larger, and so"
        in page.locator(".vae-training-runs small").inner_text()
    )

    press(page, "1. The mean in place of the sum")
    page.get_by_text("Many programs take the mean").wait_for()
    train(page, "sharper", "smaller")
    words = page.locator(".vae-training-words").inner_text()
    assert "Over the pixels: sum became mean." in words and "with β = 784" in words
    assert "The posterior has collapsed onto the prior" in words
    assert last_terms(page)["kl"] < 0.1 and last_terms(page)["error"] > first["error"] + 5
    look = page.locator(".vae-training-look").inner_text()
    assert "you expected sharper, it is more blurred. KL: you expected smaller, and so" in look
    assert page.get_by_role("radio", name="Run 1 on the left").is_checked()
    assert page.get_by_role("radio", name="Run 2 on the right").is_checked()

    press(page, "The book’s VAE")
    assert page.locator(".vae-training-predict").is_hidden()  # this setting was predicted before
    press(page, "Train")
    wait_for(page, "done")
    assert last_terms(page) == first  # one seed, one result
    page.locator("summary", has_text="digit of your own").click()
    sheet = page.locator(".vae-sheet")
    drag(page, sheet, (0.5, 0.9), (0.5, 0.1))
    page.locator(".vae-training-own").get_by_text("Reconstruction at m").wait_for()
    assert page.locator(".vae-training-pictures .vae-dot:not([hidden])").count() == 1

    page.locator("summary", has_text="Take the model along").click()
    path = tmp_path / "weights.npz"
    with page.expect_download() as download:
        press(page, "Take my weights")
    download.value.save_as(path)
    image = np.tile([0, 0, 1, 1], 196).astype("float32")
    reply = page.evaluate(ENCODE, image.tolist())
    vae = load_page_weights(path)
    np.testing.assert_allclose(reply["decoded"], vae.reconstruct(image[None])[0], atol=2e-6)
    q = vae.encoder(image[None])
    np.testing.assert_allclose(reply["mean"], q["mean"][0], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(reply["sd"], np.exp(q["logvar"][0] / 2), rtol=1e-4)

    press(page, "3. β = 10")
    page.get_by_text("Each nat of KL now costs ten").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    check_looks(page)


def test_by_keyboard(open_figures):
    page = open_figures(LAB)
    for group in page.locator(".vae-training-predict fieldset").all():
        group.get_by_role("radio").first.press("Space")
    page.get_by_role("button", name="Train", exact=True).press("Enter")
    page.get_by_role("button", name="Pause", exact=True).press("Enter")
    wait_for(page, "paused")
    paused = page.evaluate(f"{RUN}.epochs")
    page.get_by_role("button", name="One step").press("Enter")
    page.wait_for_function(f"paused => {RUN}.epochs > paused", arg=paused)
    page.get_by_role("button", name="Resume", exact=True).press("Space")
    wait_for(page, "done")
    page.locator("summary", has_text="The code z").press("Enter")
    page.get_by_label("K, latent units").press("ArrowRight")
    assert numbers(page)["K"] == 3
    wait_for(page, "ready")


def test_a_pause_changes_nothing_and_the_background_pauses(open_figures):
    page = open_figures(LAB, LAB)
    predict(page.locator(".vae-training").first)
    press(page.locator(".vae-training").first, "Train")
    wait_for(page, "running")
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true });"
        "document.dispatchEvent(new Event('visibilitychange'));"
    )
    wait_for(page, "paused")
    notice = page.locator(".vae-notice:visible").first.text_content()
    assert notice.startswith("Paused, because the page went into the background.")
    press(page, "Resume")
    wait_for(page, "done")
    second = page.locator(".vae-training").nth(1)
    predict(second)
    press(second, "Train")
    get = "(root) => root.vaeFigure.run()"
    page.wait_for_function(f"() => ({get})(document.querySelectorAll('.vae-training')[1]).noise")
    assert second.evaluate(f"(root) => ({get})(root).last") == last_terms(page)


def test_nan_stops_the_run_and_keeps_the_others(open_figures):
    page = open_figures(LAB)
    train(page)
    press(page, "4. s as the head")
    page.get_by_text("The head’s output is s itself").wait_for()
    page.get_by_label("none: it breaks off").check()
    press(page, "Train")
    wait_for(page, "broken")
    assert 1 < page.evaluate(f"{RUN}.broken.step") <= 40
    words = page.locator(".vae-training-words").inner_text()
    assert "The loss became NaN at step" in words and "One step before, the reconstruction" in words
    assert "take the log-variance as the head" in words
    assert "You expected breaking off: right." in page.locator(".vae-training-runs").inner_text()
    assert page.locator(".vae-training-runs tbody tr").count() == 2


WITHOUT = {
    "WebAssembly": ("delete globalThis.WebAssembly;", "plain JavaScript, which is slower"),
    "Worker": ("delete globalThis.Worker;", "in the page."),
}


@pytest.mark.parametrize("what", WITHOUT)
def test_without(open_figures, what):
    script, sentence = WITHOUT[what]
    page = open_figures(TrainingLab.example(), before=script)
    notice = page.locator(".vae-panel .vae-notice")
    assert notice.is_visible() == (what == "Worker")
    predict(page)
    press(page, "Train")
    page.get_by_text(sentence).wait_for()
    press(page, "Pause")
    wait_for(page, "paused")
    paused = page.evaluate(f"{RUN}.epochs")
    press(page, "Resume")
    page.wait_for_function(f"paused => {RUN}.epochs > paused", arg=paused)


@pytest.mark.parametrize("K", [1, 20])
def test_a_link_to_other_sizes(open_figures, K):
    setting = {"K": K, "L": 2, "likelihood": 1, "beta": 4, "seed": 7}
    text = ",".join(f"{name}={value}" for name, value in setting.items())
    page = open_figures(LAB, fragment=f"training:{text}")
    assert setting.items() <= numbers(page).items()
    press(page, "One step")
    wait_for(page, "paused")
    page.wait_for_function(f"{RUN}.epochs > 0")
    caption = page.locator(".vae-training-pictures .vae-caption").first.inner_text()
    assert ("sorted upwards by class" in caption) == (K == 1)
    assert len(last_terms(page)["units"]) == K
    page.evaluate("location.hash = 'training:K=99'")
    page.get_by_role("alert").filter(has_text="K is a whole number from 1 to 20").wait_for()
    assert numbers(page)["K"] == K


def test_damaged_digits_give_a_sentence(open_figures):
    damages = [{"data": data} for data in (b"", LAB.data[:-9], b"x" * 40)]
    page = open_figures(LAB, LAB, LAB, LAB, damage=damages)
    said = [text.partition(". ")[2] for text in page.locator("p.vae-error").all_text_contents()]
    damaged = "Its digits are damaged. Load the page again."
    assert [each.startswith("Its data is missing.") for each in said] == [True, False, False]
    assert said[1:] == [damaged] * 2
    assert page.locator(".vae-training").count() == 1


@pytest.mark.parametrize(
    ("images", "classes", "message"),
    [
        (np.zeros((4100, 783)), np.arange(4100) % 10, "784 pixels, .* shape \\(4100, 783\\)"),
        (np.zeros((4099, 784)), np.arange(4099) % 10, "at least 100 .* shape \\(4099, 784\\)"),
        (np.zeros((4100, 784)), np.arange(4100) % 9, "all ten. Received shape \\(4100,\\)"),
    ],
)
def test_bad_arguments(images, classes, message):
    with pytest.raises(ValueError, match=message):
        TrainingLab(images, classes)


def test_the_digits_and_the_code_are_small():
    assert len(LAB.data) < 800_000
    assert len(json.dumps(base64.b64encode(LAB.data).decode())) < 1_100_000
