"""The assignment's symbols, each defined once.

Three kinds. A *component* such as `x_d` is an entry of an `IndexedBase`, so that sums may
run to a symbolic number of dimensions. A *vector* such as the bold x is one symbol of its own,
used where the text speaks of the whole vector. A *scalar* stands for a vector of one component
in the exactly solvable model.

`s` and `sigma` are standard deviations, always; `s^2` and `sigma^2` are variances.
"""

from sympy import IndexedBase, Symbol, symbols


class Vector(Symbol):
    """A whole vector, printed in bold; its components are entries of an `IndexedBase`."""

    def _latex(self, printer):
        name = Symbol(self.name)
        return rf"\boldsymbol{{{printer._print(name)}}}"


class Dataset(Symbol):
    """The whole dataset, printed in calligraphic type."""

    def _latex(self, printer):
        return rf"\mathcal{{{self.name}}}"


# Counters and how far they run: data points, pixels, latent dimensions, samples.
n, d, k, l = symbols("n d k l", integer=True, positive=True)  # noqa: E741  (the assignment's l)
N, D, K, L = symbols("N D K L", integer=True, positive=True)

# Components. The data and the latent variables are real; a Bernoulli parameter lies strictly
# between 0 and 1, of which SymPy can only be told that it is positive.
x_, mu_, z_, m_, epsilon_, logit_ = (
    IndexedBase(name, real=True) for name in ("x", "mu", "z", "m", "epsilon", "a")
)
rho_, s_, sigma_ = (IndexedBase(name, positive=True) for name in ("rho", "s", "sigma"))

# Whole vectors.
X, Z, M, MU, EPSILON = (Vector(name, real=True) for name in ("x", "z", "m", "mu", "epsilon"))
S, SIGMA, RHO = (Vector(name, positive=True) for name in ("s", "sigma", "rho"))
ORIGIN = Vector("0", real=True)
IDENTITY = Symbol("I", positive=True)

DATASET = Dataset("X", real=True)

# Scalars of the exactly solvable model, where K = D = 1, and the decoder's fixed sigma.
x, z, m, epsilon, w, b, mu, logit = symbols("x z m epsilon w b mu a", real=True)
s, sigma, rho = symbols("s sigma rho", positive=True)

# Parameters: theta of the decoder, phi of the encoder.
theta, phi = symbols("theta phi", real=True)
