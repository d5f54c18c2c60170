"""The slips in the loss of a model, from its values in some steps of `fit`."""

from typing import Any

import numpy as np

from vae_book.answers.loss.verdict import Objective, close
from vae_book.practice import variants
from vae_book.practice.calling import Failed

SIZES, STEPS = (6, 9), 8  # two batch sizes: what is summed over the batch grows with it
TOLERANCE = 3e-4
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
    weighted = _importance_weighted(steps)
    if weighted is not None:
        return weighted, details
    parts = [
        [(features(step), step["loss"]) for step in steps if len(step["x"]) == size]
        for size in SIZES
    ]
    for data in ("logits", "cross", "square", "sigmoid_square", "absolute"):
        weights = _fits(parts[0], (data, "drawn"))
        if weights is not None:
            half = weights["drawn"] / 2
            found = {data: weights[data], "m2": half, "v": -half, "exp(v)": half}
            return _named(data, [found], unit, details)
        for pair in (*PAIRS, ("v",), ("exp(v)",), ()):
            for square in ("m2",), ("m1",), ():
                tables = [_fits(part, (data, *square, *pair)) for part in parts]
                if all(table is not None for table in tables):
                    return _named(data, tables, unit, details)
    return ["other"], details


def _importance_weighted(steps):
    """The codes for a loss that weighs several draws of z for each image, or None."""
    if len(steps[0]["z"]) == len(steps[0]["x"]):
        return None
    found = []
    for step in steps:
        x, mean, logvar = step["x"], step["mean"], step["logvar"]
        z, a = step["z"].reshape(-1, *mean.shape), step["params"].reshape(-1, *x.shape)
        kl = (z**2 - (z - mean) ** 2 * np.exp(-logvar) - logvar).sum(-1) / 2
        losses = (variants.softplus(a) - x * a).sum(-1) + kl  # -log w
        least = losses.min(0)
        bound = (least - np.log(np.exp(least - losses).mean(0))).mean()
        forms = [bound]
        for sign in (-1, 1):
            weights = np.exp(sign * losses - (sign * losses).max(0))
            forms.append((weights * losses).sum(0) / weights.sum(0))
        found.append([np.mean(form) - step["loss"] for form in forms])
    far = np.abs(found).max(0) > 1e-4 * max(abs(step["loss"]) for step in steps)
    return None if far.all() else [] if not far[:2].all() else ["importance_sign"]


def _fits(rows, names):
    """The coefficients of the named terms and a constant, or None where they do not explain.

    Each row has the terms of a step by their names, and its loss.
    """
    targets = np.array([loss for _, loss in rows])
    if np.ptp(targets) == 0:
        raise Failed("loss")
    table = np.array([[terms[name] for name in names] + [1.0] for terms, _ in rows])
    if not np.isfinite(table).all():
        return None
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
    # A mean over pixels or latents shows as 1/784 or 1/K in the coefficient. With two latents a
    # factor 2 that is missing looks alike; a single one is its own mean.
    weight = 2 * abs(found["m2"])
    slips = {1: (), 2: (1,)}.get(latents, (0.5, 1, 2))
    per_unit = -1 if any(close(weight * latents, slip) for slip in slips) else 0
    per_pixel = -1 if any(close(abs(found[data]) * pixels, f) for f in (0.5, 1, 2)) else 0
    whole = -1 if close(weight * pixels, 1) and per_pixel == -1 else 0
    exponents = {
        name: (power, per_pixel, 0) if name == data else (power, whole, per_unit)
        for name, power in batch.items()
    }
    sizes = (SIZES[0], pixels, latents)
    objective = Objective(found, exponents, "logvar", sizes, (pixels, latents))
    objective.judge()
    codes += [code for code in objective.codes if code not in ("ok", "sigma", "constant")]
    if codes and set(codes) != {"beta"}:
        codes = [code for code in codes if code != "beta"]
    details["factor"] = f"{weight / abs(found[data]):.3g}"
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
