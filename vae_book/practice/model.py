"""Judges `MyVAE` by what goes through its encoder and decoder in a step of `fit`.

The two networks are the reader's own. What they return is recorded in each step, so the loss that
Keras reports is known as a function of images, means, log-variances, noise and the decoder's
output, whichever way it was computed: by `compute_loss`, `train_step` or `add_loss`.
"""

from typing import Any

import keras
import numpy as np

from vae_book.answers.loss.verdict import Objective, close
from vae_book.practice import variants
from vae_book.practice.calling import Failed, failures

SIZES, STEPS = (6, 9), 8  # two batch sizes: what is summed over the batch grows with it
TOLERANCE = 3e-4
LATENT_WORDS = ("latent", "dim", "size", "k")
# The terms of the spread of q(z|x), in pairs as they occur in a KL, right or wrong.
SPREADS: dict[str, Any] = {
    "v": lambda v: v,
    "exp(v)": np.exp,
    "exp(2v)": lambda v: np.exp(2 * v),
    "exp(v/2)": lambda v: np.exp(v / 2),
    "v2": np.square,
    "log(v)": lambda v: np.log(np.abs(v) + 1e-12),
}
PAIRS = (("v", "exp(v)"), ("v", "exp(v/2)"), ("v", "exp(2v)"), ("v2", "log(v)"))


class Recorded:
    """A model whose encoder and decoder keep what they return.

    Args:
        vae: The reader's model.
        seconds: Time limit of one step.

    Raises:
        Failed: If it cannot be looked at.
    """

    def __init__(self, vae, seconds):
        self.vae, self.seconds = vae, seconds
        self.spy = GradientSpy()
        self.networks = [_network(vae, name) for name in ("encoder", "decoder")]
        self.calls = {"encoder": [], "decoder": []}
        for name, network in zip(self.calls, self.networks, strict=True):
            self._record(name, network)

    def _record(self, name, network):
        original = network.call

        def call(*arguments, **options):
            result = original(*arguments, **options)
            self.calls[name].append((arguments[0], result))
            return result

        network.call = call

    def prepare(self, images):
        """The images in the shape that the encoder reads.

        Raises:
            Failed: If it reads neither rows, nor 28 x 28, nor 28 x 28 x 1.
        """
        first = Failed("encoder")
        for shape in ((784,), (28, 28, 1), (28, 28)):
            shaped = images.reshape(len(images), *shape)
            try:
                with failures(self.seconds):
                    self.networks[0](shaped[:2])
                return shaped
            except Failed as failed:
                first = failed if first.code == "encoder" else first
        raise first

    def compile(self):
        """Compiled for steps that change nothing and are run line by line."""
        with failures(self.seconds):
            self.vae.compile(optimizer=self.spy, run_eagerly=True)

    def steps(self, images, size, before=None):
        """What goes through in each step of one epoch of `fit`, with the loss it reports.

        Args:
            images: As from `prepare`; their number is a multiple of `size`.
            size: Images in a batch.
            before: Called before each step.

        Returns:
            A list of dictionaries of float64 arrays: `x`, `mean`, `logvar`, `z`, `params`, the
            number `loss`, and the `gradients` by the weights' identities.
        """
        found = []

        def begin(batch, logs=None):
            self.vae.reset_metrics()
            for calls in self.calls.values():
                calls.clear()
            if before:
                before()

        def end(batch, logs=None):
            found.append(self._seen(images[batch * size : (batch + 1) * size], logs or {}))

        callback = keras.callbacks.LambdaCallback(on_train_batch_begin=begin)
        callback.on_train_batch_end = end
        options = {"batch_size": size, "epochs": 1, "verbose": 0, "shuffle": False}
        with failures(self.seconds * (1 + len(images) // size)):
            targets = () if self._wants_images_alone(images[:size]) else (images,)
            keras.Model.fit(self.vae, images, *targets, callbacks=[callback], **options)
        return found

    def _seen(self, images, logs):
        found = {"loss": _loss(logs), "x": np.reshape(images, (len(images), -1)).astype(float)}
        if not self.calls["encoder"] or not self.calls["decoder"]:
            raise Failed("attributes")
        found["mean"], found["logvar"] = heads(self.calls["encoder"][-1][1], len(images))
        given, output = self.calls["decoder"][-1]
        found["z"] = np.asarray(given, "float64").reshape(-1, found["mean"].shape[-1])
        found["params"] = np.asarray(output, "float64").reshape(len(found["z"]), -1)
        found["gradients"] = dict(self.spy.seen)
        return found

    def _wants_images_alone(self, images):
        """Whether `fit(x)` works; else the images are given as targets too."""
        if not hasattr(self, "alone"):
            self.alone = True
            try:
                keras.Model.fit(self.vae, images, epochs=1, verbose=0)
            except Exception:
                keras.Model.fit(self.vae, images, images, epochs=1, verbose=0)
                self.alone = False
        return self.alone


class GradientSpy(keras.optimizers.SGD):
    """An optimiser that keeps the gradients and changes nothing."""

    def __init__(self):
        super().__init__(1e-3)
        self.seen = {}

    def apply(self, grads, trainable_variables=None):
        """Keep the gradients."""
        self.seen = {
            id(variable): gradient
            for variable, gradient in zip(trainable_variables or [], grads, strict=False)
        }


def _network(vae, name):
    network = getattr(vae, name, None)
    if not isinstance(network, keras.Layer):
        raise Failed("attributes")
    return network


def _loss(logs):
    names = [name for name in logs if "loss" in name.lower()]
    totals = [name for name in names if "total" in name.lower()]
    for name in ["loss", *totals, *names]:
        if name in logs and np.isfinite(logs[name]):
            if name != "loss" or logs[name] != 0 or not totals:
                return float(logs[name])
    raise Failed("loss")


def heads(output, count):
    """Mean and log-variance from what an encoder returns: a dictionary or a sequence.

    Raises:
        Failed: If there are no two arrays of shape `(count, K)`.
    """
    if isinstance(output, dict):
        by_name = {name.lower(): value for name, value in output.items()}
        mean = [v for n, v in by_name.items() if "mean" in n or n in ("m", "mu", "z_mu")]
        spread = [v for n, v in by_name.items() if "log" in n or "var" in n]
        output = [*mean[:1], *spread[:1]] if mean and spread else list(output.values())
    if not isinstance(output, list | tuple) or len(output) < 2:
        raise Failed("encoder")
    found = [np.asarray(value, "float64") for value in output[:2]]
    if any(value.ndim != 2 or len(value) != count for value in found):
        raise Failed("encoder")
    return found


def make(kind):
    """A model of the reader's class, with three latent units where that can be said.

    Raises:
        Failed: If it cannot be made by `MyVAE()`.
    """
    from inspect import signature

    names = [p.name for p in list(signature(kind.__init__).parameters.values())[1:]]
    latent = [n for n in names if n.lower() == "k" or "latent" in n.lower() or n == "z_dim"]
    last = Failed("constructor")
    for options in ([{latent[0]: 3}] if latent else []) + [{}]:
        try:
            with failures(30):
                keras.utils.set_random_seed(1)
                return kind(**options)
        except Failed as failed:
            if failed.code != "raised":
                raise
            last = failed
    raise last


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
    vae = make(kind)
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
        drawn = _gradient_codes(recorded, steps[-1], details["data"])
    return codes + drawn, details


def features(step):
    """The possible terms of the loss in one step, as sums divided by the batch."""
    x, mean, logvar, z = (step[name] for name in ("x", "mean", "logvar", "z"))
    count = len(x)
    a = step["params"].reshape(-1, count, x.shape[1])
    with np.errstate(all="ignore"):
        p = np.clip(np.float32(a), np.float32(1e-7), np.float32(1 - 1e-7)).astype(float)
        draws = z.reshape(-1, count, mean.shape[1])
        noise = (draws - mean) * np.exp(-logvar / 2)
        found = {
            "logits": (variants.softplus(a) - x * a),
            "cross": -(x * np.log(p) + (1 - x) * np.log1p(-p)),
            "square": (x - a) ** 2,
            "sigmoid_square": (x - variants.sigmoid(a)) ** 2,
            "absolute": np.abs(x - a),
        }
        found = {name: value.sum(-1).mean(0).sum() / count for name, value in found.items()}
        found["m2"] = (mean**2).sum() / count
        found["m1"] = mean.sum() / count
        found["drawn"] = (draws**2 - noise**2 - logvar).sum(-1).mean(0).sum() / 2 / count
        for name, spread in SPREADS.items():
            found[name] = spread(logvar).sum() / count
    return found


def loss_codes(steps):
    """The slips in the loss that Keras reports, and what their sentences quote."""
    latents, pixels = steps[0]["mean"].shape[1], steps[0]["x"].shape[1]
    details = {"K": latents, "D": pixels}
    unit = all(s["params"].min() >= 0 and s["params"].max() <= 1 for s in steps)
    parts = [[step for step in steps if len(step["x"]) == size] for size in SIZES]
    for data in ("logits", "cross", "square", "sigmoid_square", "absolute"):
        if _fits(parts[0], (data, "drawn")) is not None:
            weights = _fits(parts[0], (data, "drawn"))
            spreads = [{data: weights[data], "m2": weights["drawn"] / 2}]
            found = {**spreads[0], "v": -weights["drawn"] / 2, "exp(v)": weights["drawn"] / 2}
            return _named(data, [found], unit, details)
        for pair in (*PAIRS, ("v",), ("exp(v)",), ()):
            for square in ("m2",), ("m1",), ():
                tables = [_fits(part, (data, *square, *pair)) for part in parts]
                if all(table is not None for table in tables):
                    return _named(data, tables, unit, details)
    return ["other"], details


def _fits(steps, names):
    """The coefficients of the named terms and a constant, or None where they do not explain."""
    rows = [features(step) for step in steps]
    if np.ptp([step["loss"] for step in steps]) == 0:
        raise Failed("loss")
    table = np.array([[row[name] for name in names] + [1.0] for row in rows])
    if not np.isfinite(table).all():
        return None
    targets = np.array([step["loss"] for step in steps])
    scales = np.abs(table).max(0) + 1e-12
    found, *_ = np.linalg.lstsq(table / scales, targets, rcond=None)
    found = found / scales
    # What is not explained must be rounding, also beside what the smallest term explains.
    spans = np.ptp(table[:, :-1] * found[:-1], axis=0)
    error = np.abs(table @ found - targets).max()
    if error > TOLERANCE * max(1e-3, np.ptp(targets)) or (spans < 20 * error).any():
        return None
    return dict(zip([*names, "constant"], found.tolist(), strict=True))


def _named(data, tables, unit, details):
    """The doctor's codes for a fitted loss."""
    details["data"] = data
    found, codes = dict(tables[0]), []
    latents, pixels = details["K"], details["D"]
    if data == "sigmoid_square":
        data = "square"
        found["square"] = found.pop("sigmoid_square")
    if data == "logits" and unit:
        codes.append("probabilities")
    if data == "cross" and not unit:
        codes.append("from_logits")
    if "m1" in found or "m2" not in found:
        return [*codes, "no_kl" if set(found) <= {data, "constant"} else "other"], details
    # log s^2 and s are so alike over a small range that float32 blurs their coefficients.
    for name in SPREADS.keys() & found.keys():
        eighths = 8 * found[name] / (2 * found["m2"])
        if abs(eighths - round(eighths)) < 0.2:
            found[name] = round(eighths) / 8 * 2 * found["m2"]
    batch = {name: _power(tables, name) for name in found if name != "constant"}
    # A mean over pixels or latents shows as 1/784 or 1/K in the coefficient.
    per_pixel = [-1 if any(close(abs(found[data]) * pixels, f) for f in (0.5, 1, 2)) else 0]
    per_unit = (
        -1
        if latents > 2
        and any(close(2 * abs(found["m2"]) * latents, f) for f in (0.5, 1, 2))
        or latents == 2
        and close(abs(found["m2"]), 0.25)
        else 0
    )
    whole = close(2 * abs(found["m2"]) * pixels, 1) and per_pixel[0] == -1
    exponents = {
        name: (
            batch[name],
            per_pixel[0] if name == data else -1 if whole else 0,
            0 if name == data else per_unit,
        )
        for name in batch
    }
    sizes = (SIZES[0], pixels, latents)
    objective = Objective(found, exponents, "logvar", sizes, (pixels, latents))
    objective.judge()
    codes += [code for code in objective.codes if code not in ("ok", "sigma", "constant")]
    if codes and set(codes) != {"beta"}:
        codes = [code for code in codes if code != "beta"]
    details["factor"] = f"{abs(2 * found['m2'] / found[data]):.3g}"
    if not codes and not (data == "square" or close(found[data], 1.0)):
        codes, details["factor"] = ["scale"], f"{found[data]:.3g}"
    return codes, details


def _power(tables, name):
    """How a coefficient grows with the batch: 0, or 1 for a sum over it."""
    if len(tables) < 2:
        return 0
    ratio = tables[1][name] / tables[0][name]
    power = np.log(abs(ratio)) / np.log(SIZES[1] / SIZES[0])
    return int(round(power))


def noise_codes(steps):
    """The slips in the draws that the decoder gets."""
    noise, logvar, sizes = [], [], []
    shared, frozen = True, True
    for step in steps:
        count = len(step["x"])
        draws = step["z"].reshape(-1, count, step["mean"].shape[1]) - step["mean"]
        unit = draws[0] * np.exp(-step["logvar"] / 2)
        for scaled in (unit, draws[0], draws[0] * np.exp(-step["logvar"])):
            if np.allclose(scaled, scaled[:1], atol=2e-3):
                break
        else:
            shared = False
        noise.append(unit)
        logvar.append(step["logvar"].ravel())
        sizes.append(np.abs(draws[0]).ravel())
    if max(np.abs(unit).max() for unit in noise) < 1e-3:
        return ["mean_for_draw"]
    codes = ["shared_noise"] if shared else []
    alike = [a for a in noise if a.shape == noise[0].shape]
    frozen = all(np.allclose(a, alike[0], atol=2e-2) for a in alike)
    if frozen:
        codes.append("frozen_noise")
    # log |z - m| = log |epsilon| + logvar / 2: the slope is 1/2, up to chance.
    v, y = np.concatenate(logvar), np.log(np.concatenate(sizes) + 1e-12)
    exact = np.concatenate([unit.ravel() for unit in noise])
    slope = np.polyfit(v, y, 1)[0]
    doubt = 1.11 / (np.std(v) * np.sqrt(len(v)))
    if abs(slope - 0.5) > max(5 * doubt, 0.02) and not shared:
        codes.append("no_spread" if abs(slope) < 0.25 else "exp_logvar")
    elif not shared and not frozen and abs(np.std(exact) - 1) > 6 / np.sqrt(2 * len(exact)):
        codes.append("other")
    return codes


def _gradient_codes(recorded, step, data):
    """Whether the encoder's gradient is that of the loss through m and s in z.

    Whatever the weights of the two terms are, it is a combination of their gradients. Where it is
    one of the gradients with z, s or m held fixed, the code holds these fixed. Where it is
    neither, as with dropout, nothing is said.
    """
    variables = recorded.networks[0].trainable_variables
    seen = [step["gradients"].get(id(variable)) for variable in variables]
    if not step["gradients"] or not variables:
        return []
    given = _flat(seen, variables)
    for held in ("", "z", "s", "m"):
        parts = np.stack(_gradients(recorded, step, data, held), 1)
        weights, *_ = np.linalg.lstsq(parts, given, rcond=None)
        error = np.linalg.norm(parts @ weights - given)
        if error < 1e-2 * (np.linalg.norm(given) + 1e-9):
            reaches = not held and abs(weights[0]) > 1e-6 * abs(weights[1])
            return [] if reaches else ["noise_gradient"]
    return []


def _flat(gradients, variables):
    return np.concatenate(
        [
            np.zeros(variable.shape).ravel() if g is None else np.asarray(g, "float64").ravel()
            for g, variable in zip(gradients, variables, strict=True)
        ]
    )


def _gradients(recorded, step, data, held):
    """The gradients of the two terms by the encoder's weights, with `held` taken for fixed."""
    import tensorflow as tf

    encoder, decoder = recorded.networks
    x, variables = step["x"].astype("float32"), encoder.trainable_variables
    shape = np.shape(recorded.calls["encoder"][-1][0])
    s = np.exp(step["logvar"] / 2)
    noise = ((step["z"].reshape(-1, *s.shape) - step["mean"]) / s).astype("float32")
    with tf.GradientTape(persistent=True) as tape:
        output = encoder(tf.reshape(x, shape), training=True)
        mean, logvar = list(output.values() if isinstance(output, dict) else output)[:2]
        m = tf.stop_gradient(mean) if held == "m" else mean
        s = tf.exp(logvar / 2)
        z = m + (tf.stop_gradient(s) if held == "s" else s) * noise
        z = tf.stop_gradient(z) if held == "z" else z
        a = tf.reshape(decoder(tf.reshape(z, (-1, z.shape[-1])), training=True), (-1, *x.shape))
        if data == "cross":
            a = tf.clip_by_value(a, 1e-7, 1 - 1e-7)
            terms = -x * tf.math.log(a) - (1 - x) * tf.math.log(1 - a)
        elif data == "logits":
            terms = tf.nn.softplus(a) - x * a
        elif data == "absolute":
            terms = tf.abs(x - a)
        else:
            terms = tf.square(x - (tf.sigmoid(a) if data == "sigmoid_square" else a))
        total = tf.reduce_sum(tf.reduce_mean(terms, 0)) / len(x)
        kl = 0.5 * tf.reduce_sum(mean**2 + tf.exp(logvar) - logvar - 1) / len(x)
    return [_flat(tape.gradient(term, variables), variables) for term in (total, kl)]
