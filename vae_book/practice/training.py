"""Judges what comes after the model: training, reconstructions and samples."""

import contextlib
from unittest import mock

import numpy as np

import vae_lib.data as data_package
from vae_book.practice import variants
from vae_book.practice.calling import Failed, failures
from vae_book.practice.losses import features
from vae_book.practice.model import judge_model
from vae_book.practice.recording import Recorded, heads, make, set_number
from vae_book.practice.watching import Training
from vae_lib.data import binarise, load_digits

FEW = 6  # batches of a training that is run for its labels alone
COUNT = 300


def digits():
    """Zeros and ones, as the reader's model is to learn them, shape `(400, 784)`."""
    return binarise(load_digits("train")[0][:400], seed=3)


def judge_training(kind, train, seconds=120):
    """The codes and details for the reader's `train(vae)`.

    Raises:
        Failed: If it does not run.
    """
    vae = make(kind)
    known = digits()
    before = bound(vae, known)
    training = Training(vae)
    with training.watched(), failures(seconds):
        result = train(vae)
    if result is Ellipsis or (result is None and not training.given and not training.images):
        raise Failed("missing")
    codes, details = [], {}
    data = [_images(x) for x, _ in training.given] + [_images(training.images)]
    for images in data:
        if images is None:
            continue
        codes += _pixels(images, kind)
        count = _test_digits(images)
        if count:
            codes.append("test_data")
            details["count"] = count
    for x, y in training.given:
        codes += _labels(x, y)
    if not training.given and _needs_labels(kind, train, seconds):
        codes.append("labels")
    for name, *values in training.frozen:
        if _matters(kind, name, values):
            codes.append("frozen_beta")
            details["number"] = f"vae.{name}"
    after = bound(vae, known)
    if not np.isfinite(after):
        codes.append("nan")
    elif not after < before - 1.0:
        codes.append("not_falling")
    return codes, details


def _needs_labels(kind, train, seconds):
    """Whether a loop of the reader's own does something else where the labels are others.

    The first steps are taken three times from the same seed, the third time with the labels in
    another order. Where the first two differ already, there is no telling.
    """
    ends = []
    for shuffled in (False, False, True):
        vae = make(kind)
        training = Training(vae, batches=FEW)
        shipped = data_package._shipped

        def other_labels(split, shipped=shipped):
            images, labels = shipped(split)
            return images, np.random.default_rng(1).permutation(labels)

        with (
            mock.patch.object(data_package, "_shipped", other_labels if shuffled else shipped),
            training.watched(),
            contextlib.suppress(Failed),  # the end of what was to be seen
            failures(seconds),
        ):
            train(vae)
        ends.append(np.concatenate([np.ravel(weight) for weight in vae.get_weights()]))
    return np.array_equal(ends[0], ends[1]) and not np.array_equal(ends[0], ends[2])


def _matters(kind, name, values):
    """Whether the loss of a new model depends on one of its numbers."""
    losses = []
    for value in values:
        try:
            recorded = Recorded(set_number(make(kind), name, value), 10)
            images = recorded.prepare(digits()[:4])
            recorded.compile()
            losses.append(recorded.steps(images, 4)[0]["loss"])
        except Failed:
            return False
    return abs(losses[0] - losses[1]) > 1e-5 * abs(losses[0])


def bound(vae, images):
    """The negative ELBO of a model that is known by its encoder and decoder, in nats."""
    recorded = Recorded(vae, 30)
    shaped = recorded.prepare(images)
    with failures(30):
        mean, logvar = heads(recorded.networks[0](shaped), len(images))
        z = mean + np.exp(logvar / 2) * np.random.default_rng(0).normal(size=mean.shape)
        output = np.asarray(recorded.networks[1](np.float32(z)), "float64")
    recorded.release()
    step = {"x": images, "mean": mean, "logvar": logvar, "z": z}
    terms = features({**step, "params": output.reshape(len(images), -1)})
    unit = output.min() >= 0 and output.max() <= 1
    return terms["cross" if unit else "logits"] + variants.right_kl(mean, logvar).mean()


def _labels(x, y):
    """`["labels"]` if what was given as targets are not the images."""
    if y is None and isinstance(x, tuple | list) and len(x) > 0:
        first = x if len(x) == 2 and hasattr(x[0], "shape") else x[0]
        y = first[1] if isinstance(first, tuple | list) and len(first) > 1 else None
    if y is None:
        return []
    return ["labels"] if np.ndim(y) < 2 or np.shape(y)[-1] == 10 else []


def _images(x):
    """What was given to learn from, as rows of pixels; None if it is no images."""
    if not hasattr(x, "shape"):
        batches = [b[0] if isinstance(b, tuple | list) else b for b in x or []]
        batches = [b for b in batches if np.size(b) and np.size(b) % 784 == 0]
        if not batches:
            return None
        x = np.concatenate([np.reshape(batch, (-1, 784)) for batch in batches])
    images = np.asarray(x, "float32")
    return images.reshape(-1, 784) if images.size and images.size % 784 == 0 else None


def _pixels(images, kind):
    """The codes for pixels that are not what the likelihood is for."""
    if images.max() > 1.5:
        return ["unscaled"]
    if np.isin(images, (0, 1)).all():
        return []
    _, details = judge_model(kind, digits())
    return ["grey"] if details.get("data") in ("logits", "cross") else []


def _test_digits(images):
    """How many of the images given to `fit` are test digits, up to binarisation."""
    images = images / max(1.0, images.max())
    known = np.concatenate([load_digits("train")[0], load_digits("test")[0]])
    tests = len(known) - len(load_digits("test")[0])
    count = 0
    for start in range(0, len(images), 1000):
        part = images[start : start + 1000]
        distance = (known**2).sum(1) - 2 * part @ known.T
        count += int((distance.argmin(1) >= tests).sum())
    # A binarised digit may happen to lie nearest to a test digit that looks like it.
    return count if count > 0.02 * len(images) else 0


def judge_images(part, kind, function, seconds=10):
    """The codes and details for `reconstruct(vae, x)` and `generate(vae, count)`.

    Raises:
        Failed: If it does not run.
    """
    vae = make(kind)
    recorded = Recorded(vae, seconds)
    images = digits()[:COUNT]
    shaped = recorded.prepare(images)
    with failures(seconds):
        result = function(vae, shaped if part == "reconstruct" else COUNT)
    if result is Ellipsis:
        raise Failed("missing")
    if not hasattr(result, "shape"):
        raise Failed("type", type="nothing" if result is None else type(result).__name__)
    result = np.asarray(result, "float64")
    if len(result) != COUNT or result.size != COUNT * 784:
        wanted = f"({COUNT}, 784)"
        return ["shape"], {"shape": result.shape, "wanted": wanted}
    codes = [] if result.min() >= 0 and result.max() <= 1 else ["range"]
    if part == "generate":
        codes += _from_prior(recorded)
    return codes, {}


def _from_prior(recorded):
    """Whether the decoder's last input was drawn from N(0, I)."""
    if not recorded.calls["decoder"]:
        return ["not_prior"]
    z = np.asarray(recorded.calls["decoder"][-1][0], "float64")
    z = z.reshape(len(z), -1)
    if len(z) != COUNT or np.allclose(z, z[:1]):
        return ["not_prior"]
    doubt = 5 / np.sqrt(COUNT)
    right = np.abs(z.mean(0)).max() < doubt and np.abs(z.std(0) - 1).max() < doubt
    return [] if right else ["not_prior"]
