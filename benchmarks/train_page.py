"""How fast and how well the page trains: alone, beside jax-js, and beside vae_lib.

    python benchmarks/train_page.py          prints a table; jax-js is fetched from npm
    python benchmarks/train_page.py --save   writes it into benchmarks/README.md as well

Budget on an idle machine: 10,000 images a second and 20 epochs in 12 s with all pictures, no
frame above 50 ms, the first news within 1 s of the press, within 1 nat of vae_lib with the same
recipe. Times are wall-clock times, and the table tells the load; two rows count the processor time
of a thread alone, which depends on it less.
"""

import base64
import io
import json
import subprocess
from pathlib import Path

import keras
import numpy as np
import readme
from deno_script import DENO, run
from formula_harness import show
from keras_training import DEFAULT

from vae_book.widgets import TrainingLab
from vae_lib.data import batches, binarise, load_digits, steps
from vae_lib.likelihoods import Bernoulli
from vae_lib.model import VAE
from vae_lib.networks import dense_decoder, dense_encoder
from vae_lib.page_weights import load_page_weights

BATCH, EPOCHS, RATE, SEEDS, TURNS = 100, 20, 2e-3, 5, 3
STEPS = 60
SETTING = DEFAULT | {"rate": RATE}
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
    """What a whole run takes: wall-clock and processor times, in milliseconds, by name."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    show(page, lab)
    for group in page.locator(".vae-training-predict fieldset").all():
        group.get_by_role("radio").first.check()
    browser.start_tracing(page=page, categories=["toplevel", "devtools.timeline"])
    first, total, frames = page.evaluate(WATCH)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    page.close()
    return {"first": first, "total": total, "frame": max(frames)} | processor_times(events)


def processor_times(events):
    """Of a trace: what the worker computed in all, and the longest task of the page's thread."""
    names = {
        (event["pid"], event["tid"]): event["args"]["name"]
        for event in events
        if event["name"] == "thread_name"
    }
    times = {"CrRendererMain": [0], "DedicatedWorker thread": [0]}
    for event in events:
        thread = names.get((event["pid"], event["tid"]))
        if event["name"] == "ThreadControllerImpl::RunTask" and thread in times:
            times[thread].append(event.get("tdur", 0) / 1000)
    page, worker = times.values()
    return {"task": max(page), "worker": sum(worker)}


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
    command = [
        DENO,
        "run",
        "--quiet",
        "--allow-all",
        Path(__file__).parent / "peers" / "jax_js.mjs",
        str(STEPS),
    ]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def measured_rows(browser):
    """Yields the rows of the table."""
    grey, digit = load_digits("train")
    lab = TrainingLab(grey, digit, epochs=EPOCHS)
    digits = base64.b64encode(np.round(255 * grey).astype("uint8").tobytes()).decode()
    images = 4000 * EPOCHS * 1000
    for turn in range(1, TURNS + 1):
        found = in_page(browser, lab)
        for name, text in {
            "images a second": f"{images / found['total']:,.0f}",
            "the same of the worker\u2019s processor time": f"{images / found['worker']:,.0f}",
            "20 epochs, s": f"{found['total'] / 1000:.1f}",
            "first news, s": f"{found['first'] / 1000:.2f}",
            "longest frame, ms": f"{found['frame']:.0f}",
            "longest task of the page, ms of processor time": f"{found['task']:.0f}",
        }.items():
            yield readme.row(f"the figure, run {turn}: {name}", text)
    for turn in range(TURNS):
        for name, times in (
            ("the trainer alone", in_deno(digits, 0, STEPS)["times"]),
            ("jax-js 0.1.25", jax_js()),
        ):
            speed = 1000 * BATCH / np.median(times)
            yield readme.row(f"{name}, turn {turn + 1}: images a second", f"{speed:,.0f}")
    page = [by_page(digits, grey, seed) for seed in range(SEEDS)]
    keras_losses = [by_keras(grey, seed) for seed in range(SEEDS)]
    for name, losses in (("the page", page), ("vae_lib", keras_losses)):
        text = f"{np.mean(losses):.1f} ± {np.std(losses, ddof=1) / np.sqrt(SEEDS):.1f}"
        yield readme.row(f"{name}: −ELBO of {SEEDS} seeds, nats a validation digit", text)


if __name__ == "__main__":
    readme.table_in_chromium("train page", ("what", "measured"), measured_rows)
