"""Judges what comes after the model: training, reconstructions and samples."""

import contextlib

import keras
import numpy as np

from vae_book.practice import variants
from vae_book.practice.calling import Failed, failures
from vae_book.practice.model import Recorded, features, heads, judge_model, make
from vae_lib.data import binarise, load_digits

EPOCHS = 2  # of the reader's own: enough to see the loss fall
COUNT = 300


def digits():
    """Zeros and ones, as the reader's model is to learn them, shape `(400, 784)`."""
    return binarise(load_digits("train")[0][:400], seed=3)


@contextlib.contextmanager
def watched_fit(epochs):
    """`keras.Model.fit` for a few epochs, in silence; yields the list of what it was given."""
    original, given = keras.Model.fit, []

    def fit(self, x=None, y=None, *arguments, **options):
        given.append((x, y))
        options.update(verbose=0, epochs=min(epochs, options.get("epochs", epochs)))
        if options.pop("initial_epoch", 0):
            options["initial_epoch"] = 0
        return original(self, x, y, *arguments[:1], **options)

    keras.Model.fit = fit
    try:
        yield given
    finally:
        keras.Model.fit = original


def judge_training(kind, train, seconds=120):
    """The codes and details for the reader's `train(vae)`.

    Raises:
        Failed: If it does not run.
    """
    vae = make(kind)
    known = digits()
    before = bound(vae, known)
    with watched_fit(EPOCHS) as given:
        with failures(seconds):
            result = train(vae)
    if result is Ellipsis or (result is None and not given):
        raise Failed("missing")
    codes, details = [], {}
    for x, y in given:
        codes += _labels(x, y)
        images = _images(x)
        if images is None:
            continue
        codes += _pixels(images, kind)
        count = _test_digits(images)
        if count:
            codes.append("test_data")
            details["count"] = count
    after = bound(vae, known)
    if not np.isfinite(after):
        codes.append("nan")
    elif not after < before - 1.0:
        codes.append("not_falling")
    return codes, details


def bound(vae, images):
    """The negative ELBO of a model that is known by its encoder and decoder, in nats."""
    recorded = Recorded(vae, 30)
    shaped = recorded.prepare(images)
    with failures(30):
        mean, logvar = heads(recorded.networks[0](shaped), len(images))
        z = mean + np.exp(logvar / 2) * np.random.default_rng(0).normal(size=mean.shape)
        output = np.asarray(recorded.networks[1](np.float32(z)), "float64")
    step = {"x": images, "mean": mean, "logvar": logvar, "z": z}
    terms = features({**step, "params": output.reshape(len(images), -1)})
    unit = output.min() >= 0 and output.max() <= 1
    return terms["cross" if unit else "logits"] + variants.right_kl(mean, logvar).mean()


def _labels(x, y):
    """`["labels"]` if what was given as targets are not the images."""
    if y is None and isinstance(x, tuple | list) and len(x) == 2:
        x, y = x
    if y is None or not hasattr(y, "shape"):
        y = _first(x)[1] if not hasattr(x, "shape") else y
        if y is None:
            return []
    return ["labels"] if np.ndim(y) < 2 or np.shape(y)[-1] == 10 else []


def _first(data):
    """The first batch of a dataset as a pair `(x, y)`."""
    with contextlib.suppress(Exception):
        for batch in data:
            return (
                (batch[0], batch[1] if len(batch) > 1 else None)
                if isinstance(batch, tuple | list)
                else (batch, None)
            )
    return None, None


def _images(x):
    """What `fit` was given, or of a dataset the first batch, as rows; None if it is no images."""
    images = np.asarray(x, "float32") if hasattr(x, "__array__") else _first(x)[0]
    if images is None or np.size(images) % 784:
        return None
    return np.asarray(images, "float32").reshape(-1, 784)


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
