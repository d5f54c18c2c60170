"""The trainer's loss and gradients against Keras's, for every choice, without a browser."""

import base64

import numpy as np
import pytest
from deno_script import run
from keras_training import CHOICES, EPOCHS, check, reference

SCRIPT = """
const { setting, images, epsilon, weights, epochs } = values;
const floats = (text) => new Float32Array(Uint8Array.fromBase64(text).buffer);
const given = [images, epsilon].map(floats);
const bytes = (each) => new Uint8Array(Float32Array.from(each).buffer).toBase64();
const numbers = (arrays) => arrays.map(bytes);
show([true, false].map((wasm) => {
  const vae = createDenseVae(setting, wasm);
  vae.write(weights.map(floats));
  const { pixels, latents } = weightsAt(setting, epochs);
  const found = vae.gradients(...given, { pixels, latents });
  const loss = (pixels * found.reconstruction + latents * found.kl) / (given[0].length / D);
  const slopes = numbers(vae.slopes());
  vae.update(setting.rate);
  return { loss, losses: [...found.losses], kl: found.kl, backend: vae.backend, slopes,
    shapes: vae.shapes, updated: numbers(vae.weights()) };
}));
"""


def packed(array):
    """As base64: 400,000 numbers as text take seconds to write and to read."""
    return base64.b64encode(np.float32(array).tobytes()).decode()


def unpacked(texts):
    return [np.frombuffer(base64.b64decode(text), "float32") for text in texts]


@pytest.mark.parametrize("choice", CHOICES)
def test_gradients_and_step_agree_with_keras(choice):
    setting, given, right = reference(choice)
    flat = {name: packed(given[name]) for name in ("images", "epsilon")}
    weights = [packed(each) for each in given["weights"]]
    both = run(
        "training/trainer.js", SCRIPT, setting=setting, weights=weights, epochs=EPOCHS, **flat
    )
    assert [got["backend"] for got in both] == ["wasm", "js"]
    for got in both:
        got["slopes"], got["updated"] = unpacked(got["slopes"]), unpacked(got["updated"])
        check(got, right)
        assert [tuple(shape) for shape in got["shapes"]] == [s.shape for s in right["slopes"]]
        for updated, each in zip(got["updated"], right["updated"], strict=True):
            # Where a gradient is all but 0, rounding decides its sign, and Adam steps by the sign.
            error = np.abs(np.reshape(updated, each.shape) - each)
            assert np.mean(error > 0.01 * setting["rate"]) < 0.01
