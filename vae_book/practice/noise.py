"""The slips in the draws that the decoder gets, and in the gradient that goes through them."""

import numpy as np


def noise_codes(steps):
    """The slips in the draws that the decoder gets."""
    noise, logvar, sizes = [], [], []
    shared = True
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


def gradient_codes(recorded, step, data):
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
