"""An independent value of a formula: one continuous z on a grid, in NumPy.

The decoder is a tanh, q a mixture of two Gaussians; nothing is shared with the desk but the tree.
"""

import math

import numpy as np

Z, STEP = np.linspace(-9.0, 9.0, 1201, retstep=True)
SHIFT = 1e-3


def gaussian(z, mean, deviation):
    return np.exp(-(((z - mean) / deviation) ** 2) / 2) / (deviation * np.sqrt(2 * np.pi))


class Continuous:
    """Some models, with a decoder that depends on theta and a q that depends on phi.

    Values have a row for each model and a column for each z of the grid, or one that stands for
    all of them.
    """

    def __init__(self, models, seed=0):
        rng = np.random.default_rng(seed)

        def draw(low, high):
            return rng.uniform(low, high, (models, 1))

        self.a, self.b, self.x, self.sigma = draw(0.5, 2), draw(-1, 1), draw(-1, 1), draw(0.3, 1.2)
        self.means = draw(-1.5, 1.5), draw(-1.5, 1.5)
        self.widths = draw(0.5, 1.2), draw(0.5, 1.2)
        self.mix = draw(0.2, 0.8)
        self.theta = self.phi = 0.0
        self.tables = {}

    def densities(self):
        """The densities at the present theta and phi, by name."""
        key = (self.theta, self.phi)
        if key not in self.tables:
            self.tables[key] = self._densities()
        return self.tables[key]

    def _densities(self):
        centre = np.tanh((self.a + self.theta) * Z + self.b * (1 + self.theta))
        decoder = gaussian(self.x, centre, self.sigma)
        first = gaussian(Z, self.means[0] + self.phi, self.widths[0])
        second = gaussian(Z, self.means[1] - 0.5 * self.phi, self.widths[1] * np.exp(self.phi))
        prior = gaussian(Z, 0.0, 1.0) + 0 * self.mix
        evidence = self.integral(prior * decoder)
        return {
            "p(z)": prior,
            "p(x|z)": decoder,
            "p(x,z)": prior * decoder,
            "p(x)": evidence,
            "p(z|x)": prior * decoder / evidence,
            "q(z|x)": self.mix * first + (1 - self.mix) * second,
        }

    def value(self, node):
        """The value of a tree, at every z of the grid."""
        return getattr(self, "on_" + node[0])(node)

    def on_number(self, node):
        return np.full_like(self.mix, node[1])

    def on_symbol(self, node):
        name = node[1]
        if name == "ELBO":
            log = np.log(self.densities()["p(x|z)"])
            return self.integral(self.densities()["q(z|x)"] * log) - self.kl("q(z|x)", "p(z)")
        if name.startswith("KL("):
            return self.kl(*name[3:-1].split("||"))
        return self.densities()[name]

    def kl(self, left, right):
        tables = self.densities()
        return self.integral(tables[left] * (np.log(tables[left]) - np.log(tables[right])))

    def integral(self, values):
        return STEP * np.sum(values + 0 * Z, axis=-1, keepdims=True)

    def on_add(self, node):
        return sum(self.value(part) for part in node[1])

    def on_mul(self, node):
        return math.prod(self.value(part) for part in node[1])

    def on_neg(self, node):
        return -self.value(node[1])

    def on_div(self, node):
        return self.value(node[1]) / self.value(node[2])

    def on_pow(self, node):
        return self.value(node[1]) ** self.value(node[2])

    def on_group(self, node):
        return self.value(node[1])

    def on_call(self, node):
        return {"log": np.log, "exp": np.exp, "abs": np.abs}[node[1]](self.value(node[2]))

    def on_E(self, node):
        return self.integral(self.densities()[node[2]] * self.value(node[1]))

    def on_int(self, node):
        return self.integral(self.value(node[1]))

    def on_grad(self, node):
        by, total = node[1][0][1], 0.0
        for offset, weight in ((-2, 1 / 12), (-1, -8 / 12), (1, 8 / 12), (2, -1 / 12)):
            setattr(self, by, getattr(self, by) + offset * SHIFT)
            total = total + weight * self.value(node[1][1])
            setattr(self, by, getattr(self, by) - offset * SHIFT)
        return total / SHIFT
