"""Says which objective a loss is, from the terms that it consists of.

The codes, which the examiner of `vae_book.practice` shares:

| code | what it says |
|---|---|
| `ok` | the negative ELBO, up to a constant or a factor |
| `mean_pixels`, `mean_latents`, `mean_both` | a mean over pixels, latent units or both for a sum |
| `batch_sum`, `kl_batch_sum` | one of the two terms is summed over the batch |
| `beta`, `sigma` | the weight of the KL is not 1; the noise that a squared error stands for |
| `half` | a factor 1/2 is missing, or there is one too many |
| `sign` | the ELBO itself, or a term with the wrong sign |
| `logs_for_logs2`, `s_for_s2`, `exp_logvar` | log s, s, or exp(2 logvar) in the KL |
| `name` | the spread is used as something else than its name says |
| `kl` | another slip in the KL |
| `probabilities`, `from_logits` | probabilities taken for logits, and the reverse |
| `absolute` | the absolute error: a Laplace likelihood |
| `constant` | a constant is missing in the KL: harmless for training |
| `swapped`, `labels` | arguments in the wrong order; labels where the image belongs |
| `add_loss_vector` | `add_loss` of a vector |
| `extra` | terms that are no part of a VAE's loss |
| `no_kl`, `no_reconstruction` | one of the two terms is not there |
| `unknown` | terms that are not in this list |
"""

import math

from .terms import MEAN_TERMS, SPREAD_TERMS

# How the KL depends on the third argument, by what that is. All are divided by the KL's weight.
KL = {
    "logvar": {"v": -0.5, "exp(v)": 0.5},
    "log_sigma": {"v": -1.0, "exp(2v)": 0.5},
    "variance": {"v": 0.5, "log(v)": -0.5},
    "sigma": {"v2": 0.5, "log(v)": -1.0},
}
WORDS = {
    "logvar": "log s^2",
    "log_sigma": "log s",
    "variance": "the variance s^2",
    "sigma": "the standard deviation s",
}
SLIPS = {
    "logvar": [
        ({"v": -0.25, "exp(v)": 0.5}, "logs_for_logs2"),
        ({"v": -0.5, "exp(v/2)": 0.5}, "s_for_s2"),
        ({"v": -0.5, "exp(2v)": 0.5}, "exp_logvar"),
        ({"v": -0.25, "exp(v/2)": 0.5}, "logs_for_logs2 s_for_s2"),
        ({"v": -1.0, "exp(v)": 0.5}, "half"),
        ({"v": -0.5, "exp(v)": 1.0}, "half"),
    ],
    "log_sigma": [
        ({"v": -0.5, "exp(2v)": 0.5}, "logs_for_logs2"),
        ({"v": -1.0, "exp(v)": 0.5}, "s_for_s2"),
        ({"v": -2.0, "exp(2v)": 0.5}, "half"),
    ],
    "variance": [
        ({"v": 0.5, "log(v)": -0.25}, "logs_for_logs2"),
        ({"v": 0.5, "log(v)": -1.0}, "half"),
    ],
    "sigma": [
        ({"v2": 0.5, "log(v)": -0.5}, "logs_for_logs2"),
        ({"v": 0.5, "log(v)": -1.0}, "s_for_s2"),
        ({"v": 0.5, "log(v)": -0.5}, "s_for_s2 logs_for_logs2"),
        ({"v2": 0.5, "log(v)": -2.0}, "half"),
    ],
}
SLIP_WORDS = {
    "logs_for_logs2": "log s stands where log s^2 belongs",
    "s_for_s2": "s stands where s^2 belongs",
    "exp_logvar": "exp(2 logvar) stands where s^2 = exp(logvar) belongs",
    "half": "one of its terms lacks its 1/2, or has one too many",
    "sign": "one of its terms has the wrong sign",
    "kl": "it is not the KL of N(m, s^2) from N(0, 1)",
}
LIKELIHOODS = {
    "logits": "the cross-entropy of logits",
    "cross": "the cross-entropy of probabilities",
    "square": "the squared error",
    "absolute": "the absolute error",
    "sigmoid_twice": "the cross-entropy with a sigmoid taken twice",
}
# A mean over pixels that leaves such a weight was undone by a number in the loss.
WEIGHTS = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 10.0)


def close(left, right):
    """Whether two numbers are equal up to the arithmetic of float32."""
    return abs(left - right) <= 1e-3 * max(abs(left), abs(right), 1e-9)


def short(value):
    """A number in three digits, as in 3.5 or 0.0819."""
    text = f"{value:.3g}"
    return text if "e" not in text or abs(value) < 1e-4 else str(int(round(value)))


class Objective:
    """What a loss amounts to.

    Args:
        found: Coefficients at the first sizes, from `terms.powers`.
        exponents: Powers of batch, pixels and latent units, for each term.
        kind: What the third argument is called: a key of `KL`, `"spread"`, or None.
        sizes: `(batch, pixels, latents)` of `found`.
        real: `(pixels, latents)` for which numbers are given.
    """

    def __init__(self, found, exponents, kind, sizes, real=(784, 2)):
        self.found, self.exponents, self.kind = found, exponents, kind
        self.sizes, self.real = sizes, real
        self.codes, self.sentences = [], []
        self.data = [name for name in LIKELIHOODS if name in found]
        self.has_kl = any([name in SPREAD_TERMS or name in MEAN_TERMS for name in found])

    def say(self, code, sentence=""):
        if code not in self.codes:
            self.codes.append(code)
        if sentence:
            self.sentences.append(sentence)

    def prefactor(self, name):
        """The coefficient without the powers of the sizes in it."""
        value = self.found[name]
        for axis in range(3):
            value /= float(self.sizes[axis]) ** self.exponents[name][axis]
        return value

    def judge(self):
        """The verdict `"right"`, `"partial"` or `"wrong"`; `codes` and `sentences` are filled."""
        if len(self.data) > 1 or not self.data and not self.has_kl:
            self.say("unknown", "This is no loss of a VAE that I know.")
            return "wrong"
        weight = self.kl_weight() if self.has_kl else None
        if not self.data:
            self.kl_alone(weight)
            return self.verdict()
        self.likelihood(self.data[0])
        if not self.has_kl:
            self.say("no_kl", "There is no KL in it: this is the loss of an autoencoder.")
        elif weight is not None:
            self.balance(self.data[0], weight)
        return self.verdict()

    def verdict(self):
        """The verdict that belongs to the codes."""
        codes = set(self.codes)
        fine = {"ok", "sigma", "constant"}
        if codes <= fine:
            return "right"
        mild = fine | {"beta", "name", "absolute", "extra", "no_reconstruction"}
        return "partial" if codes <= mild else "wrong"

    # The KL

    def kl_weight(self):
        """The KL's weight, after a look at its terms; None if there is no telling."""
        if "m2" not in self.found:
            self.say("kl", "The squared means are missing in the KL.")
            return None
        if "m" in self.found or "|m|" in self.found:
            self.say("kl", "It has a term in m itself.")
            return None
        weight = 2.0 * self.found["m2"]
        same = [name for name in SPREAD_TERMS if name in self.found]
        actual = {name: self.found[name] / weight for name in same}
        if any([self.exponents[name] != self.exponents["m2"] for name in same]):
            self.say("kl", "The terms of the KL are summed over different axes.")
        elif not self.matches(actual):
            self.name_slip(actual)
        if not self.data and not close(self.found["constant"], -0.5 * self.sizes[2] * weight):
            self.say("constant", "A constant is missing; training does not see it.")
        return weight

    def matches(self, actual):
        """Whether the spread's terms are a KL's; says so if its name promises another one."""
        for kind in KL:
            if equal(actual, KL[kind]):
                if self.kind in KL and self.kind != kind:
                    called, used = WORDS[self.kind], WORDS[kind]
                    sentence = f"What is called {called} is used as {used}. "
                    self.say("name", sentence + "Check that the sampling does so too.")
                return True
        return False

    def name_slip(self, actual):
        """Says which slip makes the spread's terms, or that it is none of the listed ones."""
        for kind in [self.kind] if self.kind in KL else list(KL):
            # A half that is missing at the squared means shows as a factor at the others.
            for factor in (1.0, 0.5, 2.0):
                for pattern, code in SLIPS[kind] + [(KL[kind], "")]:
                    if equal(actual, {name: pattern[name] * factor for name in pattern}):
                        return self.say_slips(code.split() + (["half"] if factor != 1.0 else []))
            sizes = {name: abs(actual[name]) for name in actual}
            if equal(sizes, {name: abs(KL[kind][name]) for name in KL[kind]}):
                return self.say_slips(["sign"])
        return self.say_slips(["kl"])

    def say_slips(self, codes):
        for code in codes:
            self.say(code, f"In the KL, {SLIP_WORDS[code]}.")

    def kl_alone(self, weight):
        """Judges a KL without a reconstruction."""
        self.sentences.insert(0, "This is a KL alone, without a reconstruction.")
        slips = len(self.codes)
        self.say("no_reconstruction")
        if weight is None:
            return
        factor = self.prefactor("m2") * 2.0
        batch, _, latents = self.exponents["m2"]
        if latents == -1:
            self.say("mean_latents", "It is a mean over the latent units; the KL is their sum.")
        if batch == 1:
            self.say("kl_batch_sum", "It is summed over the batch.")
        if factor < 0:
            self.say("sign", "It has the wrong sign: a KL is never negative.")
        if close(abs(factor), 2.0) or close(abs(factor), 0.5):
            self.say("half", "It is off by a factor 2.")
        elif not close(abs(factor), 1.0):
            self.say("beta", f"Its weight is {short(abs(factor))}.")
        if slips == 0 and len(self.codes) == 1:
            self.sentences.append("It is right as it stands.")

    # The reconstruction

    def likelihood(self, name):
        """What the reconstruction is the logarithm of."""
        self.sentences.insert(0, f"The reconstruction is {LIKELIHOODS[name]}.")
        if name == "absolute":
            self.say("absolute", "That is a Laplace likelihood, which the assignment has not.")
        if name == "sigmoid_twice":
            self.say("probabilities", "It takes probabilities for logits: drop one sigmoid.")

    # Both

    def balance(self, name, weight):
        """How the two terms are weighed against each other."""
        data = self.found[name]
        if data < 0 and weight < 0:
            self.say("sign", "It is negative: this is the ELBO, and the loss is its negative.")
        elif data < 0 or weight < 0:
            term = "KL" if weight < 0 else "reconstruction"
            self.say("sign", f"The {term} has the wrong sign: the loss is reconstruction plus KL.")
        of_data, of_kl = self.exponents[name], self.exponents["m2"]
        batch, pixels, latents = [of_kl[axis] - of_data[axis] for axis in range(3)]
        factor = abs(2.0 * self.prefactor("m2") / self.prefactor(name))
        factor *= 0.5 if name == "square" else 1.0  # beta for sigma = 1
        count = float(self.real[0])
        if any([close(factor * count**pixels, usual) for usual in WEIGHTS]):
            factor, pixels = factor * count**pixels, 0  # undone by a number, such as 784
        self.axes(batch, pixels, latents)
        beta = factor * count**pixels * float(self.real[1]) ** latents
        self.summary(name, beta, factor, (batch, pixels, latents) != (0, 0, 0))
        if batch != 0:
            self.sentences.append("That is for a batch of one image: it changes with the batch.")

    def axes(self, batch, pixels, latents):
        """Says over which axes one of the terms is a mean and the other one a sum."""
        pixel_mean, latent_mean = f"over {self.real[0]} pixels", f"over {self.real[1]} latents"
        if pixels == 1 and latents == -1:
            hint = f"Both are means: the reconstruction {pixel_mean}, the KL {latent_mean}."
            self.say("mean_both", hint)
        elif pixels == 1:
            self.say("mean_pixels", f"The reconstruction is a mean {pixel_mean}; the KL is a sum.")
        elif latents == -1:
            self.say(
                "mean_latents", f"The KL is a mean {latent_mean}; the reconstruction is a sum."
            )
        elif pixels != 0 or latents != 0:
            self.say("beta", "The weight of the KL depends on the number of pixels or latents.")
        if batch == 1:
            hint = "The KL is summed over the batch, the reconstruction is a mean."
            self.say("kl_batch_sum", hint)
        elif batch != 0:
            self.say("batch_sum", "The reconstruction is summed over the batch, the KL is a mean.")

    def summary(self, name, beta, factor, uneven):
        """Says which beta, or which sigma, the weights amount to."""
        if name == "square":
            self.say("ok" if not self.codes and not uneven and close(factor, 1.0) else "sigma")
            if uneven:
                self.say("beta")
            self.sentences.append(
                f"It is the ELBO with sigma = {short(math.sqrt(beta))} and beta = 1, or with "
                f"sigma = 1 and beta = {short(beta)}."
            )
            return
        if close(beta, 1.0):
            if not self.codes:
                self.say("ok")
            self.sentences.append("The weights are those of the ELBO: beta = 1.")
            return
        if not uneven and (close(beta, 2.0) or close(beta, 0.5)) and "half" not in self.codes:
            self.say("half", "One of the two terms lacks a factor 1/2, or has one too many.")
        else:
            self.say("beta")
        self.sentences.append(f"It is the ELBO with beta = {short(beta)}.")


def equal(left, right):
    """Whether two dictionaries have the same numbers."""
    if set(left) != set(right):
        return False
    return all([close(left[name], right[name]) for name in left])
