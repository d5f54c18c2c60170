"""The loss doctor: public losses, planted slips, mutants, and what cannot be read."""

import functools
import random
import re
from types import SimpleNamespace

import numpy as np
import pytest
from answer_cases import PASTED, sample
from test_answer_hosts import in_micropython

from vae_book.answers import check, load_questions

RIGHT = (
    "784 * keras.losses.binary_crossentropy(x, x_hat)"
    " + 0.5 * ops.sum(mean**2 + ops.exp(logvar) - logvar - 1, axis=-1)",
    "np.sum(np.log(1 + np.exp(logits)) - x * logits, axis=1)"
    " - np.sum(1 + logvar - mean**2 - np.exp(logvar), axis=1) / 2",
    "tf.reduce_sum(tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits), 1)"
    " - 0.5 * tf.reduce_sum(1 + 2*log_sigma - mu**2 - tf.exp(2*log_sigma), 1)",
    "F.binary_cross_entropy_with_logits(logits, x, reduction='sum') / x.size(0)"
    " + 0.5 * (mu.pow(2) + logvar.exp() - logvar - 1).sum(dim=1).mean()",
)
QUESTION = load_questions()["vae_loss"]


@functools.cache
def reply(text):
    return check(QUESTION, text)


@pytest.mark.parametrize("name", PASTED)
def test_the_losses_of_threads_and_issues_are_named(name):
    text, codes = PASTED[name]
    found = reply(text)
    assert found["codes"] == codes, found
    assert (found["verdict"] == "right") == (codes[0] == "ok")


@pytest.mark.parametrize("line", RIGHT)
def test_the_right_loss_is_right_in_every_dialect(line):
    assert reply(line)["codes"] == ["ok"]


def test_the_numbers_of_a_mean_are_said():
    hint = reply("np.mean((x - x_hat)**2) + 0.5 * np.mean(mean**2 + np.exp(logvar) - logvar - 1)")[
        "hint"
    ]
    # 784 / (2 * 2) = 196 = 14^2, see chapter 12
    assert "sigma = 14 and beta = 1, or with sigma = 1 and beta = 196" in hint
    assert "over 784 pixels, the KL over 2 latents" in hint


SLIPS = {"+": "-", "-": "+", "*": "/", "/": "*", "sum": "mean", "exp": "square"}
SLIPS |= {"mean": "logvar", "logvar": "mean", "mu": "logvar"}
# A sign between two terms, a number, or one of the words that are confused.
PLACE = re.compile(r"(?<=[ \w])[-+*/](?=[ \w])|(?<![\w.])[\d.]+|\b(?:sum|exp|mean|logvar|mu)\b")


def slip(place):
    word = place[0]
    return SLIPS[word] if word in SLIPS else f"{float(word) + 1:g}"


def mutants(count):
    """Right losses with one or two numbers, signs, names or functions changed, no two alike."""
    rng, found = random.Random(7), set()
    while len(found) < count:
        line = rng.choice(RIGHT[:3])
        for _ in range(rng.choice((1, 2))):
            place = rng.choice(list(PLACE.finditer(line)))
            line = line[: place.start()] + slip(place) + line[place.end() :]
        found.add(line)
    return sorted(found - set(RIGHT))


def test_no_mutant_of_a_right_loss_is_called_right():
    called = [line for line in mutants(300) if reply(line)["verdict"] == "right"]
    assert [line for line in called if not _is_the_elbo(line)] == []


def _is_the_elbo(line):
    """Whether a mutant is the ELBO all the same, up to a constant: computed by NumPy itself."""
    rng = np.random.default_rng(1)
    pairs = []
    for _ in range(3):
        x, p = rng.uniform(0.1, 0.9, (2, 4, 784))
        m, v = rng.uniform(0.2, 1.5, (2, 4, 2))
        values = {"x": x, "x_hat": p, "logits": p, "mean": m, "mu": m, "logvar": v, "log_sigma": v}
        data = cross(x, p) if "x_hat" in line else logit_cross(x, p)
        s2 = np.exp(2 * v) if "log_sigma" in line else np.exp(v)
        right = data.sum() / 4 + 0.5 * (m**2 + s2 - np.log(s2)).sum() / 4
        pairs.append((right, np.mean(eval(line, {**LIBRARIES, **values}))))  # our own line
    slopes = [(pairs[n][0] - pairs[0][0], pairs[n][1] - pairs[0][1]) for n in (1, 2)]
    return all(abs(a - b) < 1e-6 * abs(a) for a, b in slopes)


def cross(x, p):
    return -x * np.log(p) - (1 - x) * np.log1p(-p)


def logit_cross(labels, logits):
    return np.log1p(np.exp(logits)) - labels * logits


LOSSES = SimpleNamespace(binary_crossentropy=lambda x, p: cross(x, p).mean(-1))
LIBRARIES = {
    "np": np,
    "ops": np,
    "keras": SimpleNamespace(losses=LOSSES),
    "tf": SimpleNamespace(
        reduce_sum=np.sum,
        exp=np.exp,
        square=np.square,
        nn=SimpleNamespace(sigmoid_cross_entropy_with_logits=logit_cross),
    ),
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("# only a comment", "empty"),
        ("import os; os.system('ls')", "unknown_function"),
        ("__import__('os').system('ls')", "unknown_function"),
        ("x +", "syntax"),
        ("f(x", "syntax"),
        ("x ? y", "unknown_character"),
        ("foo * bar", "unknown_name"),
        ("np.fft(x)", "unknown_function"),
        ("((((((((((((((((x))))))))))))))))", "too_deep"),
        ("x" * 3000, "too_long"),
        ("np.log(x - 5)", "number"),
        ("np.sum((x - x_hat)**2, 1) + np.sum(logvar, 0)", "shapes"),
        ("'quoted", "syntax"),
        ("lambda x: x", "syntax"),
        ("x_hat[0][1][:, None", "syntax"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(text, code):
    found = reply(text)
    assert found["verdict"] == "unparsed" and code in found["codes"], found
    assert found["hint"].endswith(".")


def test_it_is_a_question_of_the_checker():
    found = check(QUESTION, "keras.losses.mse(x, x_hat)", 1)
    assert found["codes"] == ["no_kl"] and found["mathml"] == ""
    assert found["step"] == QUESTION.entry["hints"][1]
    assert reply(RIGHT[0])["step"] == ""


def test_the_same_reply_in_micropython():
    """Wherever a code, or how the hint begins, is new."""
    texts = [text for text, _ in PASTED.values()] + list(RIGHT)
    texts += mutants(40) + ["x +", "((((((((((((((((x))))))))))))))))", "foo * bar"]
    chosen = sample(texts, lambda text: {*reply(text)["codes"], reply(text)["hint"][:24]})
    found = in_micropython([("vae_loss", text) for text in chosen])
    for text, other in zip(chosen, found, strict=True):
        assert other == reply(text), text
