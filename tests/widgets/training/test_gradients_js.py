"""The trainer's loss and gradients against Keras's, for every choice, without a browser."""

import numpy as np
import pytest
from deno_script import as_array, as_text, run
from keras_training import CHOICES, EPOCHS, check, reference

SCRIPT = """
const { setting, images, epsilon, weights, epochs } = values;
const given = [images, epsilon].map(floats);
show([true, false].map((wasm) => {
  const vae = createDenseVae(setting, wasm);
  vae.write(weights.map(floats));
  const { pixels, latents } = weightsAt(setting, epochs);
  const found = vae.gradients(...given, { pixels, latents });
  const loss = (pixels * found.reconstruction + latents * found.kl) / (given[0].length / D);
  const slopes = vae.slopes().map(asText);
  vae.update(setting.rate);
  return { loss, losses: [...found.losses], kl: found.kl, backend: vae.backend, slopes,
    shapes: vae.shapes, updated: vae.weights().map(asText) };
}));
"""


@pytest.mark.parametrize("choice", CHOICES)
def test_gradients_and_step_agree_with_keras(choice):
    setting, given, right = reference(choice)
    flat = {name: as_text(given[name]) for name in ("images", "epsilon")}
    weights = [as_text(each) for each in given["weights"]]
    both = run(
        "training/trainer.js", SCRIPT, setting=setting, weights=weights, epochs=EPOCHS, **flat
    )
    assert [got["backend"] for got in both] == ["wasm", "js"]
    for got in both:
        check(got | {"slopes": list(map(as_array, got["slopes"]))}, right)
        assert [tuple(shape) for shape in got["shapes"]] == [s.shape for s in right["slopes"]]
        for updated, each in zip(map(as_array, got["updated"]), right["updated"], strict=True):
            # Where a gradient is all but 0, rounding decides its sign, and Adam steps by the sign.
            error = np.abs(np.reshape(updated, each.shape) - each)
            assert np.mean(error > 0.01 * setting["rate"]) < 0.01
