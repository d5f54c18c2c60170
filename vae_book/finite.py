"""Random finite models: a second, independent route to what holds for every latent variable model.

In a finite model z takes n values. Prior, decoder and q are random positive tables, and
everything else follows from them; integrals and means are sums. What is true only in a special
model fails in a random one, so an equality that holds here holds in general. An inequality is
tried in many models (see `random_models`): that can refute it, and makes it likely otherwise.

Each value of z stands for a cell with a random volume, and the tables are *densities*: an
integral is the sum of `volume * values`. Without the volumes no density could exceed 1, and false
statements such as log p(x) <= 0 would pass.

Plain Python with `math` alone: the same file runs in CPython and in MicroPython, in the page.

    for model in random_models(16):
        t = model.tables()
        bound = t.mean("q(z|x)", t.log("p(x|z)")) - t.kl("q(z|x)", "p(z)")
        assert abs(t.evidence - math.exp(bound + t.kl("q(z|x)", "p(z|x)"))) < 1e-9
"""

import math

SIZES = (2, 3, 5, 7)
SEED = 20190614
STEP = 2e-3
# The central difference of order four: f'(x) = sum(weight * f(x + offset * h)) / h.
STENCIL = ((-2, 1 / 12), (-1, -8 / 12), (1, 8 / 12), (2, -1 / 12))


class Draws:
    """The Lehmer generator x -> 16807 x mod (2^31 - 1); equal in CPython and MicroPython."""

    def __init__(self, seed=SEED):
        self.state = seed

    def uniform(self, low, high):
        self.state = self.state * 16807 % 2147483647
        return low + (high - low) * (self.state / 2147483647.0)


def gradient(function, step=STEP):
    """The derivative at 0 of a smooth function of one number.

    Four values are used: the error is of order `step**4`, about 1e-12 for the tables here.
    """
    return sum([weight * function(offset * step) for offset, weight in STENCIL]) / step


class Tables:
    """The densities of one finite model at one theta and one phi.

    Attributes:
        size: The number n of values of z.
        volume: List of the n cell volumes.
        density: Dictionary from `"p(z)"`, `"p(x|z)"`, `"p(x,z)"`, `"p(z|x)"` and `"q(z|x)"` to
            the list of its n values at the one x that was seen.
        evidence: The number p(x).

    Raises:
        ValueError: if z has one value only, or a table has a number that is not positive.
    """

    def __init__(self, volume, prior, decoder, q):
        if len(volume) < 2:
            raise ValueError(f"z needs 2 values at least, got {len(volume)}: nothing is unknown.")
        for name, table in (("p(z)", prior), ("p(x|z)", decoder), ("q(z|x)", q)):
            if len(table) != len(volume) or min(table) <= 0:
                raise ValueError(
                    f"{name} needs a positive number for each of the {len(volume)} values of z, "
                    f"got {table}. Its logarithm is taken."
                )
        self.size = len(volume)
        self.volume = volume
        joint = [a * b for a, b in zip(prior, decoder)]
        self.evidence = self.integral(joint)
        self.density = {
            "p(z)": prior,
            "p(x|z)": decoder,
            "p(x,z)": joint,
            "p(z|x)": [value / self.evidence for value in joint],
            "q(z|x)": q,
        }

    def integral(self, values):
        """The integral over z of a list of n values."""
        return sum([volume * value for volume, value in zip(self.volume, values)])

    def mean(self, name, values):
        """The mean of a list of n values under the density called `name`, such as `"q(z|x)"`."""
        weights = self.density[name]
        return self.integral([weight * value for weight, value in zip(weights, values)])

    def log(self, name):
        """The list of the n logarithms of the density called `name`."""
        return [math.log(value) for value in self.density[name]]

    def kl(self, name, other):
        """The Kullback-Leibler divergence KL(name || other), in nats."""
        logs = zip(self.log(name), self.log(other))
        return self.mean(name, [above - below for above, below in logs])


class FiniteModel:
    """A random finite model, whose tables are smooth random functions of theta and phi.

    Only the decoder depends on theta, only q on phi, as in the assignment.

    Args:
        size: The number n of values of z.
        draws: `Draws`.
        near: `None` for a q that has nothing to do with the model; `"p(z|x)"` or `"p(z)"` for a
            q close to the posterior or to the prior, where bounds are nearly tight.
    """

    def __init__(self, size, draws, near=None):
        self.volume = [math.exp(draws.uniform(-2.0, 1.5)) for _ in range(size)]
        self.prior = self._normalised([draws.uniform(-1.5, 1.5) for _ in range(size)])
        level = draws.uniform(-2.0, 2.0)
        self.decoder = [_wave(draws, level) for _ in range(size)]
        own = [_wave(draws, 0.0) for _ in range(size)]
        if near is not None:
            aim = self.tables_of(own).log(near)
            own = [(value + draws.uniform(-0.2, 0.2),) + wave[1:] for value, wave in zip(aim, own)]
        self.own = own

    def tables(self, theta=0.0, phi=0.0):
        """The `Tables` of the model at these parameters."""
        return self.tables_of(self.own, theta, phi)

    def tables_of(self, own, theta=0.0, phi=0.0):
        decoder = [math.exp(_height(wave, theta)) for wave in self.decoder]
        q = self._normalised([_height(wave, phi) for wave in own])
        return Tables(self.volume, self.prior, decoder, q)

    def _normalised(self, logs):
        values = [math.exp(value) for value in logs]
        total = sum([volume * value for volume, value in zip(self.volume, values)])
        return [value / total for value in values]


def _wave(draws, level):
    """A random smooth function: level, height, frequency and phase of a sine."""
    return (
        level + draws.uniform(-1.5, 1.5),
        draws.uniform(0.3, 1.0),
        draws.uniform(0.5, 1.5),
        draws.uniform(0.0, 6.0),
    )


def _height(wave, place):
    return wave[0] + wave[1] * math.sin(wave[2] * place + wave[3])


def random_models(count, seed=SEED):
    """A list of `count` random models with 2, 3, 5 and 7 values of z.

    In every second model q is near the posterior or the prior. Sixteen models refuse every false
    equality that was tried; for an inequality take 216.
    """
    draws = Draws(seed)
    models = []
    for number in range(count):
        near = (None, "p(z|x)", None, "p(z)")[number // 4 % 4]
        models.append(FiniteModel(SIZES[number % 4], draws, near))
    return models
