"""How fast and how well the page trains: alone, beside jax-js, and beside vae_lib.

    python benchmarks/train_page.py          prints a table; jax-js is fetched from npm
    python benchmarks/train_page.py --save   writes it into benchmarks/README.md as well

Budget on an idle machine: 10,000 images a second and 20 epochs in 12 s with all pictures, no
frame above 50 ms, the first news within 1 s of the press, within 1 nat of vae_lib with the same
recipe. Times are wall-clock times: the table tells the load.
"""

import base64
import io
import json
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
from playwright.sync_api import sync_playwright
from readme import heading, in_chromium, row, save

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "tests" / "harness"), str(HERE.parent / "tools")]
from chromium import FLAGS, find_browser  # noqa: E402
from deno_script import DENO, run  # noqa: E402
from formula_harness import show  # noqa: E402

from vae_book.widgets import TrainingLab  # noqa: E402
from vae_lib.data import batches, binarise, load_digits, steps  # noqa: E402
from vae_lib.likelihoods import Bernoulli  # noqa: E402
from vae_lib.model import VAE  # noqa: E402
from vae_lib.networks import dense_decoder, dense_encoder  # noqa: E402
from vae_lib.page_weights import load_page_weights  # noqa: E402

BATCH, EPOCHS, RATE, SEEDS, TURNS = 100, 20, 2e-3, 5, 3
STEPS = 60
SETTING = {
    "K": 2,
    "L": 1,
    "sigma": 1,
    "likelihood": 0,
    "pixels": 0,
    "latents": 0,
    "beta": 1,
    "warmup": 0,
}
SETTING |= {"head": 0, "gradient": 0, "rate": RATE}
WATCH = """() => {
  window.frames = [];
  let before = performance.now();
  const frame = () => {
    const now = performance.now();
    window.frames.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const root = document.querySelector(".vae-training");
  const pressed = performance.now();
  root.querySelector(".vae-training-go").click();
  return new Promise((resolve) => {
    let first = null;
    const look = () => {
      const { epochs, status } = root.vaeFigure.run();
      first ??= epochs > 0 ? performance.now() - pressed : null;
      if (status === "done") resolve([first, performance.now() - pressed, window.frames]);
      else setTimeout(look, 5);
    };
    look();
  });
}"""
TRAIN = """
const digits = Uint8Array.from(atob(values.digits), (c) => c.charCodeAt(0));
const trainer = createTrainer(values.setting, digits);
const times = [];
for (let k = 0; k < values.steps; k++) {
  const begun = performance.now();
  trainer.step();
  times.push(performance.now() - begun);
}
const { network } = trainer;
const weights = values.whole ? network.weights().map((each) => [...each]) : [];
show({ times: times.slice(5), weights, shapes: network.shapes });
"""


def in_page(browser, lab):
    """Milliseconds to the first news and to the end of a whole run, and of each frame."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    show(page, lab)
    for group in page.locator(".vae-training-predict fieldset").all():
        group.get_by_role("radio").first.check()
    result = page.evaluate(WATCH)
    page.close()
    return result


def in_deno(digits, seed, count, whole=False):
    """Milliseconds of each step of the trainer; with `whole`, the weights in the end as well."""
    given = {"setting": SETTING | {"seed": seed}, "digits": digits, "steps": count, "whole": whole}
    return run("training/trainer.js", TRAIN, **given)


def evaluated(vae, grey):
    """The −ELBO of the validation digits, with the same bits for every model, in nats."""
    vae.compile()
    return vae.evaluate(binarise(grey[4000:], seed=1), verbose=0, return_dict=True)["loss"]


def by_page(digits, grey, seed):
    """That of a model that the page's trainer has trained."""
    found = in_deno(digits, seed, EPOCHS * 4000 // BATCH, whole=True)
    names = ("encoder_hidden", "encoder_heads", "decoder_hidden", "decoder_params")
    keys = [f"{name}_{part}" for name in names for part in ("kernel", "bias")]
    pairs = zip(found["weights"], found["shapes"], strict=True)
    arrays = [np.reshape(numbers, shape).astype("float32") for numbers, shape in pairs]
    setting = np.frombuffer(json.dumps(SETTING | {"format": 1}).encode(), "uint8")
    file = io.BytesIO()
    np.savez(file, setting=setting, **dict(zip(keys, arrays, strict=True)))
    file.seek(0)
    return evaluated(load_page_weights(file, seed=seed), grey)


def by_keras(grey, seed):
    """That of the same network after the same recipe in vae_lib."""
    keras.utils.set_random_seed(seed)
    networks = dense_encoder(784, 2, hidden=(256,)), dense_decoder(784, 2, hidden=(256,))
    vae = VAE(*networks, Bernoulli(), seed=seed)
    n = steps(grey[:4000], BATCH)
    vae.compile(keras.optimizers.Adam(RATE), steps_per_execution=n)
    data = batches(grey[:4000], BATCH, seed=seed)
    vae.fit(data, steps_per_epoch=n, epochs=EPOCHS, shuffle=False, verbose=0)
    return evaluated(vae, grey)


def jax_js():
    """Milliseconds of each step of jax-js."""
    command = [DENO, "run", "--quiet", "--allow-all", HERE / "peers" / "jax_js.mjs", str(STEPS)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def measured_rows(browser):
    """Yields the rows of the table."""
    grey, digit = load_digits("train")
    lab = TrainingLab(grey, digit, epochs=EPOCHS)
    digits = base64.b64encode(np.round(255 * grey).astype("uint8").tobytes()).decode()
    for turn in range(TURNS):
        first, total, frames = in_page(browser, lab)
        speed = 4000 * EPOCHS / total * 1000
        yield row(f"the figure, run {turn + 1}: images a second", f"{speed:,.0f}")
        yield row(f"the figure, run {turn + 1}: 20 epochs, s", f"{total / 1000:.1f}")
        yield row(f"the figure, run {turn + 1}: first news, s", f"{first / 1000:.2f}")
        yield row(f"the figure, run {turn + 1}: longest frame, ms", f"{max(frames):.0f}")
    for turn in range(TURNS):
        for name, times in (
            ("the trainer alone", in_deno(digits, 0, STEPS)["times"]),
            ("jax-js 0.1.25", jax_js()),
        ):
            speed = 1000 * BATCH / np.median(times)
            yield row(f"{name}, turn {turn + 1}: images a second", f"{speed:,.0f}")
    page = [by_page(digits, grey, seed) for seed in range(SEEDS)]
    keras_losses = [by_keras(grey, seed) for seed in range(SEEDS)]
    for name, losses in (("the page", page), ("vae_lib", keras_losses)):
        text = f"{np.mean(losses):.1f} ± {np.std(losses, ddof=1) / np.sqrt(SEEDS):.1f}"
        yield row(f"{name}: −ELBO of {SEEDS} seeds, nats a validation digit", text)


def main():
    lines = []

    def tell(line):
        lines.append(line)
        print(line, flush=True)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        tell(f"{in_chromium(browser.version)}:\n")
        for line in (*heading("what", "measured"), *measured_rows(browser)):
            tell(line)
        browser.close()
    if "--save" in sys.argv[1:]:
        save("train page", "\n".join(lines))


if __name__ == "__main__":
    main()
