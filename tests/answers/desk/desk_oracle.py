"""An independent value of a formula: one continuous z on a grid, in NumPy.

The decoder is a tanh, q a mixture of two Gaussians; nothing is shared with the desk but the tree.
"""

import numpy as np

Z = np.linspace(-9.0, 9.0, 1201)
WEIGHT = np.full(Z.size, Z[1] - Z[0])
STEP = 1e-3


def gaussian(z, mean, deviation):
    return np.exp(-(((z - mean) / deviation) ** 2) / 2) / (deviation * np.sqrt(2 * np.pi))


class Continuous:
    """One model, with a decoder that depends on theta and a q that depends on phi."""

    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        self.a, self.b, self.x = rng.uniform(0.5, 2.0), rng.uniform(-1, 1), rng.uniform(-1, 1)
        self.sigma = rng.uniform(0.3, 1.2)
        self.means = rng.uniform(-1.5, 1.5, 2)
        self.widths = rng.uniform(0.5, 1.2, 2)
        self.mix = rng.uniform(0.2, 0.8)
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
        prior = gaussian(Z, 0.0, 1.0)
        evidence = np.sum(WEIGHT * prior * decoder)
        return {
            "p(z)": prior,
            "p(x|z)": decoder,
            "p(x,z)": prior * decoder,
            "p(x)": np.full(Z.size, evidence),
            "p(z|x)": prior * decoder / evidence,
            "q(z|x)": self.mix * first + (1 - self.mix) * second,
        }

    def value(self, node):
        """The value of a tree, at every z of the grid."""
        return getattr(self, "on_" + node[0])(node)

    def on_number(self, node):
        return np.full(Z.size, node[1])

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
        return np.full(Z.size, np.sum(WEIGHT * values))

    def on_add(self, node):
        return sum(self.value(part) for part in node[1])

    def on_mul(self, node):
        return np.prod([self.value(part) for part in node[1]], axis=0)

    def on_neg(self, node):
        return -self.value(node[1])

    def on_div(self, node):
        return self.value(node[1]) / self.value(node[2])

    def on_pow(self, node):
        return self.value(node[1]) ** self.value(node[2])

    def on_group(self, node):
        return self.value(node[1])

    def on_call(self, node):
        return {"log": np.log, "exp": np.exp}[node[1]](self.value(node[2]))

    def on_E(self, node):
        return self.integral(self.densities()[node[2]] * self.value(node[1]))

    def on_int(self, node):
        return self.integral(self.value(node[1]))

    def on_grad(self, node):
        by, total = node[1][0][1], 0.0
        for offset, weight in ((-2, 1 / 12), (-1, -8 / 12), (1, 8 / 12), (2, -1 / 12)):
            setattr(self, by, getattr(self, by) + offset * STEP)
            total = total + weight * self.value(node[1][1])
            setattr(self, by, getattr(self, by) - offset * STEP)
        return total / STEP
