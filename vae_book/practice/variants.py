"""What each part should return, and what it returns with each known slip, as NumPy in float64.

A variant is a pair: the codes of its slips, and its values. `tests/practice` compares the right
ones with the proved equations.
"""

import itertools
from typing import Any

import numpy as np

LOG_2PI = np.log(2 * np.pi)


def softplus(a):
    """log(1 + e^a), without an overflow."""
    return np.logaddexp(0.0, a)


def sigmoid(a):
    """1 / (1 + e^-a), without an overflow."""
    return np.exp(-softplus(-a))


def right_log_bernoulli(x, logits):
    """log p(x|z) of equation 7, from logits."""
    return (x * logits - softplus(logits)).sum(-1)


def right_log_gaussian(x, mu, sigma):
    """log p(x|z) of section 1.3, with one sigma."""
    return -((x - mu) ** 2 / (2 * sigma**2) + np.log(sigma) + LOG_2PI / 2).sum(-1)


def right_kl(mean, logvar):
    """KL(N(m, s^2) || N(0, I)) of equation 13."""
    return 0.5 * (mean**2 + np.exp(logvar) - logvar - 1).sum(-1)


def right_sample(mean, logvar, epsilon):
    """z = m + s * epsilon of equation 22."""
    return mean + np.exp(logvar / 2) * epsilon


def right_elbo(x, logits, mean, logvar):
    """log p(x|z) - KL of equation 8."""
    return right_log_bernoulli(x, logits) - right_kl(mean, logvar)


RIGHT: dict[str, Any] = {
    "log_bernoulli": right_log_bernoulli,
    "log_gaussian": right_log_gaussian,
    "kl": right_kl,
    "sample": right_sample,
    "elbo": right_elbo,
}


def reductions(terms, mean_code, sum_code):
    """The variants of a sum over the last axis of `(batch, n)`, with their codes."""
    yield [], terms.sum(-1)
    yield [mean_code], terms.mean(-1)
    yield ["no_sum"], terms
    yield [sum_code], terms.sum()
    yield [sum_code], terms.sum(0)
    yield ["batch_mean"], terms.sum(-1).mean()
    yield [mean_code, "batch_mean"], terms.mean()
    yield [sum_code, mean_code], terms.mean(0)
    yield [sum_code, mean_code], terms.mean(-1).sum()


def signs(forms):
    """Each form as it is, with the other sign, and with a factor 2 or 1/2."""
    for codes, form in forms:
        yield codes, form
        yield [*codes, "sign"], -form
    for codes, form in forms:
        for factor in (0.5, 2.0, -0.5, -2.0):
            yield [*codes, "half", *(["sign"] if factor < 0 else [])], factor * form


def all_variants(forms, mean_code, sum_code):
    """Every form with every sign, factor and reduction, those with the fewest slips first."""
    found = [
        (codes + more, values)
        for codes, form in signs(forms)
        for more, values in reductions(form, mean_code, sum_code)
    ]
    return sorted(found, key=lambda variant: len(variant[0]))


def log_bernoulli(x, logits):
    """The variants of `right_log_bernoulli`."""
    rho = sigmoid(logits)
    # As Keras does, in float32, with what it takes for probabilities.
    p = np.clip(np.float32(logits), np.float32(1e-7), np.float32(1 - 1e-7)).astype(float)
    forms = [
        ([], x * logits - softplus(logits)),
        (["probabilities"], x * rho - softplus(rho)),
        (["missing_term"], x * np.log(rho)),
        (["missing_term"], (1 - x) * -softplus(logits)),
        (["sign"], x * logits + softplus(logits)),
        (["sign"], -x * logits - softplus(logits)),
        (["sign"], x * np.log(rho) + (1 - x) * softplus(logits)),
        (["from_logits"], x * np.log(p) + (1 - x) * np.log1p(-p)),
        (["from_logits", "missing_term"], x * np.log(p)),
    ]
    return all_variants(forms, "mean_pixels", "batch_sum")


def log_gaussian(x, mu, sigma):
    """The variants of `right_log_gaussian`."""
    square = (x - mu) ** 2
    one = np.ones_like(square)
    quadratic = [
        ([], square / (2 * sigma**2)),
        (["half"], square / sigma**2),
        (["s_for_s2"], square / (2 * sigma)),
        (["s_for_s2", "half"], square / sigma),
        (["sigma"], square / 2),
        (["sigma", "half"], square),
    ]
    logarithm = [
        ([], np.log(sigma)),
        (["logs_for_logs2"], np.log(sigma) / 2),
        (["half"], 2 * np.log(sigma)),
        (["constant"], 0.0),
        (["sign"], -np.log(sigma)),
    ]
    constant = [([], LOG_2PI / 2), (["constant"], 0.0), (["half"], LOG_2PI)]
    constant.append((["sign"], -LOG_2PI / 2))
    forms, once = [], []
    for (a, first), (b, second), (c, third) in itertools.product(quadratic, logarithm, constant):
        codes = list(dict.fromkeys(a + b + c))
        forms.append((codes, -(first + (second + third) * one)))
        once.append(([*codes, "constant_once"], -first.sum(-1) - second - third))
    if np.ndim(sigma) == 0:
        forms.append((["sign"], square / (2 * sigma**2) - np.log(sigma) - LOG_2PI / 2))
    return all_variants(forms, "mean_pixels", "batch_sum") + once


def kl(mean, logvar):
    """The variants of `right_kl`."""
    m2, s2 = mean**2, np.exp(logvar)
    spreads = [
        ([], s2 - logvar),
        (["logs_for_logs2"], s2 - logvar / 2),
        (["s_for_s2"], np.exp(logvar / 2) - logvar),
        (["logs_for_logs2", "s_for_s2"], np.exp(logvar / 2) - logvar / 2),
        (["exp_logvar"], s2**2 - logvar),
        (["exp_logvar", "logs_for_logs2"], s2**2 - logvar / 2),
        (["name"], s2**2 - 2 * logvar),
        (["name"], logvar**2 - np.log(logvar**2)),
        (["name", "logs_for_logs2"], logvar**2 - np.log(np.abs(logvar))),
        (["half"], 2 * s2 - logvar),
        (["half"], s2 - 2 * logvar),
        (["sign"], s2 + logvar),
        (["sign"], -s2 - logvar),
        (["sign"], -s2 + logvar),
    ]
    if logvar.min() > 0:
        spreads.append((["name"], logvar - np.log(logvar)))
    forms = []
    for (codes, spread), (more, square), (last, one) in itertools.product(
        spreads,
        [([], m2), (["half"], 2 * m2), (["half"], m2 / 2), (["sign"], -m2)],
        [([], 1.0), (["constant"], 0.0), (["constant"], -1.0), (["half"], 2.0), (["half"], 0.5)],
    ):
        # 2 (m^2 + s^2 - ...) counts as one factor for all, which `signs` has.
        forms.append((list(dict.fromkeys(codes + more + last)), 0.5 * (square + spread - one)))
    return all_variants(forms, "mean_latents", "kl_batch_sum")


def sample(mean, logvar, epsilon):
    """The variants of `right_sample`."""
    s = np.exp(logvar / 2)
    forms = [
        ([], mean + s * epsilon),
        (["exp_logvar"], mean + s**2 * epsilon),
        (["exp_logvar"], mean + np.exp(2 * logvar) * epsilon),
        (["exp_logvar"], mean + np.exp(logvar / 4) * epsilon),
        (["name"], mean + logvar * epsilon),
        (["name"], mean + logvar / 2 * epsilon),
        (["name"], mean + np.sqrt(np.abs(logvar)) * epsilon),
        (["name"], mean + 0.5 * s**2 * epsilon),
        (["mean_for_draw"], mean),
        (["mean_for_draw"], mean + s),
        (["no_spread"], mean + epsilon),
        (["sign"], mean - s * epsilon),
        (["sign"], mean + epsilon / s),
        (["other"], s * epsilon),
        (["other"], s + mean * epsilon),
        (["other"], s * (mean + epsilon)),
    ]
    for codes, spread in ([], s), (["exp_logvar"], s**2), (["no_spread"], np.ones_like(s)):
        forms.append(([*codes, "shared_noise"], mean + spread * epsilon[:1]))
        forms.append(([*codes, "shared_noise"], mean + spread * epsilon[:, :1]))
        forms.append(([*codes, "shared_noise"], mean + spread * epsilon.mean()))
    return forms


def elbo(x, logits, mean, logvar):
    """The variants of `right_elbo`."""
    few = 2
    data = [v for v in log_bernoulli(x, logits) if len(v[0]) <= few and _for_images(v[1], x)]
    spread = [v for v in kl(mean, logvar) if len(v[0]) <= few and _for_images(v[1], x)]
    found = []
    for (first, a), (second, b) in itertools.product(data, spread):
        if len(first) + len(second) <= few:
            codes = list(dict.fromkeys(first + second))
            if set(codes) >= {"mean_pixels", "mean_latents"}:
                codes = ["mean_both"] + [c for c in codes if not c.startswith("mean_")]
            found.append((codes, a - b))
            found.append(([*codes, "batch_mean"], np.mean(a - b)))
            found.append(([*codes, "batch_sum"], np.sum(a - b)))
            found.append(([*codes, "sign"], b - a))
            found.append(([*codes, "sign", "batch_mean"], np.mean(b - a)))
    return sorted(found, key=lambda variant: len(variant[0]))


def _for_images(values, x):
    """Whether these are one number for each image, or one for all."""
    return np.ndim(values) == 0 or np.shape(values) == (len(x),)
