"""Judges the five functions: likelihoods, KL, sample and bound."""

import functools
import itertools
from inspect import signature

import numpy as np

from vae_book.practice import variants
from vae_book.practice.calling import Failed, Reader, frameworks, to_numpy
from vae_book.practice.codes import finding

# The arguments of each part, in order.
ARGUMENTS = {part: tuple(signature(right).parameters) for part, right in variants.RIGHT.items()}
BATCH, PIXELS, LATENTS = 5, 784, 3
TOLERANCE = 2e-4  # of the largest value: sums of 784 terms in float32


@functools.cache
def cases(part: str) -> list:
    """Two choices of arguments, of any sign and above 0, each with its variants."""
    return [(arrays, getattr(variants, part)(*arrays)) for arrays in points(part)]


def points(part):
    """Two choices of arguments: of any sign, and with all but x between 0.1 and 0.9."""
    for seed, low, high in (1, -2.0, 2.0), (2, 0.1, 0.9):
        rng = np.random.default_rng(seed)
        draws = {
            "x": rng.integers(0, 2, (BATCH, PIXELS)).astype(float),
            "logits": rng.uniform(low, high, (BATCH, PIXELS)),
            "mu": rng.uniform(0, 1, (BATCH, PIXELS)),
            "sigma": np.float64(rng.uniform(0.3, 0.7)),
            "mean": rng.uniform(low, high, (BATCH, LATENTS)),
            "logvar": rng.uniform(low, high, (BATCH, LATENTS)),
            "epsilon": rng.normal(size=(BATCH, LATENTS)),
        }
        # What float32 holds, so that the oracle sees the reader's own numbers.
        yield [np.float32(draws[name]).astype(float) for name in ARGUMENTS[part]]


def judge(part, function, seconds=10, others=None):
    """The finding on one of the five functions.

    Args:
        part: A key of `ARGUMENTS`.
        function: What the reader wrote.
        seconds: Time limit of one call.
        others: The reader's other functions, by name, for `elbo`, which may call them.

    Returns:
        Dictionary, see `codes.finding`.
    """
    try:
        reader = Reader(function, seconds)
        codes, details = _codes(part, reader)
        if codes not in ([], ["numpy"]):
            order = _other_order(part, function, seconds)
            if order:
                return finding(part, ["order"], order=order)
        if part == "elbo" and codes and others:
            codes = _inherited(reader, codes, others, seconds)
        return finding(part, codes, **details)
    except Failed as failed:
        return finding(part, [failed.code], **failed.details)


def _codes(part, reader):
    """The slips, and what their sentences quote."""
    details = {"K": LATENTS, "D": PIXELS}
    found = []
    for arrays, known in cases(part):
        values = reader.values(*arrays)
        details["shape"], details["wanted"] = np.shape(values), np.shape(known[0][1])
        found.append(_matches(values, known))
        if found[0] is None and np.isfinite(values).all():
            return _unknown(part, reader, arrays, values, details)
        if found[0]:
            break
    known = [codes for codes in found if codes is not None]
    if not known:
        return ["other"], details
    codes = max(known, key=len)
    if not codes and len(known) == len(found):
        codes = _finer(part, reader)
    elif not codes:
        codes = ["other"]
    return codes, details


def _matches(values, known):
    """The codes of the first variant with these values, or None."""
    for codes, right in known:
        if np.shape(values) == np.shape(right) and _equal(values, right):
            return codes
    for codes, right in known:  # (batch, 1) for (batch,), and the like
        if np.size(values) == np.size(right) and np.ndim(values) != np.ndim(right):
            if _equal(np.ravel(values), np.ravel(right)):
                return [*codes, "shape"]
    return None


def _equal(left, right):
    scale = np.abs(right).max() + 1e-12 if np.size(right) else 1.0
    with np.errstate(invalid="ignore"):
        return bool(np.all(np.abs(left - right) <= TOLERANCE * scale))


def _unknown(part, reader, arrays, values, details):
    """The slips of a function whose values are those of no variant."""
    if part == "sample":
        codes = _noise(reader, arrays, values)
        if codes:
            return codes, details
    if part == "elbo":
        data, spread = variants.right_log_bernoulli(*arrays[:2]), variants.right_kl(*arrays[2:])
        if np.shape(values) == np.shape(data):
            weights, *_ = np.linalg.lstsq(np.stack([data, spread], 1), values, rcond=None)
            if _equal(weights @ np.stack([data, spread]), values) and abs(weights[0]) > 1e-3:
                if abs(weights[0] - 1) < 1e-3:
                    return ["beta"], {**details, "factor": f"{-weights[1]:.3g}"}
                return ["other"], details
    return ["shape" if details["shape"] != details["wanted"] else "other"], details


def _noise(reader, arrays, values):
    """The slips of a sample that is not the one of the given noise."""
    mean, logvar, epsilon = arrays
    if not np.shape(values) == mean.shape:
        return []
    again = reader.values(mean, logvar, epsilon)
    other = reader.values(mean, logvar, -3 * epsilon)
    if np.allclose(again, other, atol=1e-5) or not np.allclose(again, values, atol=1e-5):
        noise = (values - mean) / np.exp(logvar / 2)
        shared = np.allclose(noise, noise[:1], atol=1e-3) and not np.allclose(noise, 0)
        return ["own_noise"] + (["shared_noise"] if shared else [])
    return []


def _finer(part, reader):
    """What only other inputs show in a function with the right values."""
    if part == "log_bernoulli":
        far = np.zeros((1, PIXELS))
        far[0, :2] = 60.0, -60.0
        x = np.zeros((1, PIXELS))
        x[0, 1] = 1.0
        value = reader.values(x, far)
        right = variants.right_log_bernoulli(x, far)
        if not np.allclose(value, right, rtol=1e-3):
            return ["probabilities"]
    return _gradient_slips(part, reader)


def _gradient_slips(part, reader):
    arrays, _ = cases(part)[0]
    right = variants.RIGHT[part]
    weights = np.random.default_rng(3).uniform(0.5, 1.5, np.shape(right(*arrays)))
    found = reader.gradients(arrays, weights)
    if found is None:
        return ["numpy"]
    places = [place for place, array in enumerate(arrays) if np.ndim(array) > 0]
    for place, gradient in zip(places, found, strict=True):
        if gradient is None:
            gradient = np.zeros_like(arrays[place])
        rng = np.random.default_rng(4 + place)
        for _ in range(3):
            step = rng.normal(size=arrays[place].shape)
            moved = [
                [*arrays[:place], arrays[place] + h * step, *arrays[place + 1 :]]
                for h in (1e-4, -1e-4)
            ]
            above, below = (np.sum(weights * right(*each)) for each in moved)
            slope = (above - below) / 2e-4
            given = np.sum(step * np.reshape(gradient, step.shape))
            if abs(given - slope) > 1e-2 * (1.0 + abs(slope)):
                return ["noise_gradient" if part == "sample" else "gradient"]
    return []


def _other_order(part, function, seconds):
    """The right order, if the function is right with its arguments in another one."""
    names = ARGUMENTS[part]
    arrays, known = cases(part)[0]
    orders = itertools.permutations(range(len(names)))
    for order in itertools.islice(orders, 1, None):  # the first is the right one

        def swapped(*arrays, order=order):
            return function(*[arrays[place] for place in order])

        reader = Reader(swapped, seconds)
        reader.framework = frameworks(function)[0]
        try:
            if _matches(reader.values(*arrays), known[:1]) is None:
                continue  # the first of the known is the right one
            if _codes(part, reader)[0] in ([], ["numpy"]):
                return f"{part}({', '.join(names)})"
        except Failed as failed:
            if failed.code == "time":
                return None
    return None


def _inherited(reader, codes, others, seconds):
    """`codes`, or that the slip is not here: the value is that of the reader's own parts."""
    arrays, _ = cases("elbo")[0]
    try:
        data = Reader(others["log_bernoulli"], seconds).values(*arrays[:2])
        spread = Reader(others["kl"], seconds).values(*arrays[2:])
        own = data - spread
    except (Failed, KeyError, ValueError):
        return codes
    values = to_numpy(reader(*arrays))
    if np.shape(own) == np.shape(values) and _equal(values, own):
        return [*[code for code in codes if code != "other"], "inherited"]
    return codes
