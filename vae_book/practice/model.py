"""Judges `MyVAE` by what goes through its encoder and decoder in a step of `fit`.

The two networks are the reader's own. What they return is recorded in each step, so the loss that
Keras reports is known as a function of images, means, log-variances, noise and the decoder's
output, whichever way it was computed: by `compute_loss`, `train_step` or `add_loss`.
"""

import numpy as np

from vae_book.practice.losses import SIZES, STEPS, loss_codes
from vae_book.practice.noise import gradient_codes, noise_codes
from vae_book.practice.recording import Recorded, make, numbers, set_number


def judge_model(kind, images, seconds=10):
    """The codes and details of `codes.finding` for a class `MyVAE`.

    Args:
        kind: The reader's class.
        images: Digits with pixels 0 or 1, shape `(N, 784)`.
        seconds: Time limit of one step.

    Returns:
        A pair `(codes, details)`.

    Raises:
        Failed: If there is nothing to judge.
    """
    codes, details = _seen(make(kind), images, seconds)
    if codes == ["no_kl"]:  # or one whose weight is to rise from 0
        for name, value in numbers(make(kind)).items():
            if value == 0:
                risen = _seen(set_number(make(kind), name, 1), images, seconds)[0]
                codes = ["beta"] if not set(risen) & {"no_kl", "other"} else codes
                details["factor"] = "0"
    return codes, details


def _seen(vae, images, seconds):
    """The codes and details for one model."""
    recorded = Recorded(vae, seconds)
    images = recorded.prepare(images)
    recorded.compile()
    recorded.steps(images[:4], 4)  # builds it
    vectors = any(np.ndim(loss) > 0 for loss in vae.losses)
    rng = np.random.default_rng(5)
    weights = [variable.numpy() for variable in vae.trainable_variables]

    def change_weights():
        for variable, value in zip(vae.trainable_variables, weights, strict=True):
            spread = 0.5 * np.std(value) + 0.03
            variable.assign(value + rng.normal(0, spread, np.shape(value)).astype("float32"))

    steps, place = [], 0
    for size in SIZES:
        count = size * STEPS
        steps += recorded.steps(images[place : place + count], size, change_weights)
        place += count
    codes, details = loss_codes(steps)
    drawn = noise_codes(steps)
    if vectors:
        codes = [c for c in codes if c not in ("kl_batch_sum", "scale")] + ["add_loss_vector"]
    if "data" in details and not drawn:
        drawn = gradient_codes(recorded, steps[-1], details["data"])
    return codes + drawn, details
