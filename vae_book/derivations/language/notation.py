r"""What SymPy has no object for: densities, expectations, gradients, samples.

Each class holds its parts as arguments and prints itself as the assignment writes it. None of
them computes: `interpretation.py` gives them a value, so that the very object that is
displayed is the one that is checked.
"""

from sympy import Add, Expr, Tuple, sympify
from sympy.core.symbol import Str

NOTHING = Tuple()


def part(position):
    """A read-only name for the argument at `position`."""
    return property(lambda self: self.args[position])


def operand(printer, expression):
    """What an operator acts on: a sum in brackets, anything else bare."""
    tex = printer._print(expression)
    return rf"\left({tex}\right)" if isinstance(expression, Add) else tex


class Notation(Expr):
    """An expression that prints itself and has a value only under an interpretation.

    `tex` is what it prints, with `{0}`, `{1}`, ... for the LaTeX of its arguments.
    """

    tex = ""
    is_commutative = True
    is_real = True

    def __new__(cls, *parts):
        return Expr.__new__(cls, *(Str(p) if isinstance(p, str) else sympify(p) for p in parts))

    def _latex(self, printer):
        return self.tex.format(*map(printer._print, self.args))


class Density(Notation):
    r"""A named density such as :math:`p_{\theta}(\boldsymbol x\mid\boldsymbol z)`.

    Args:
        name: `"p"` or `"q"`.
        variable: What the density is of; a `Tuple` for a joint density.
        given: What it is conditioned on, or `NOTHING`.
        parameter: Its subscript, theta or phi, or `NOTHING`.
    """

    is_positive = True

    def __new__(cls, name, variable, given=NOTHING, parameter=NOTHING):
        return super().__new__(cls, name, variable, given, parameter)

    name, variable, given, parameter = map(part, range(4))

    def _latex(self, printer):
        subscript = "" if self.parameter == NOTHING else f"_{{{printer._print(self.parameter)}}}"
        inside = printer._print(self.variable)
        if self.given != NOTHING:
            inside += rf" \mid {printer._print(self.given)}"
        return f"{self.name}{subscript}({inside})"


class Normal(Notation):
    r"""A Gaussian by mean and (co)variance; without a variable it is a law to draw from."""

    is_positive = True
    variable, mean, covariance = map(part, range(3))

    def _latex(self, printer):
        parameters = f"{printer._print(self.mean)}, {printer._print(self.covariance)}"
        if self.variable == NOTHING:
            return rf"\mathcal{{N}}({parameters})"
        return rf"\mathcal{{N}}({printer._print(self.variable)} \mid {parameters})"


class Bernoulli(Notation):
    """The probability of one binary component: `rho` where it is 1, `1 - rho` where 0."""

    is_positive = True
    tex = r"\mathrm{{Bernoulli}}({0} \mid {1})"
    variable, rho = map(part, range(2))


class Diagonal(Notation):
    """The diagonal matrix made of a vector."""

    is_positive = True
    tex = r"\operatorname{{diag}}({0})"
    vector = part(0)


class Elementwise(Notation):
    """The element-wise product of two vectors."""

    tex = r"{0} \odot {1}"
    left, right = map(part, range(2))


class Item(Notation):
    """The n-th data point or the l-th sample of a vector."""

    tex = "{0}^{{({1})}}"
    vector, index = map(part, range(2))


class Components(Notation):
    """A vector by its components 1 to `last`, as a column."""

    tex = r"({0}_1, \dots, {0}_{1})^T"
    base, last = map(part, range(2))


class Transformation(Notation):
    """The deterministic map g with parameters phi that turns noise into a latent vector."""

    tex = "g_{{{0}}}({1})"
    parameter, noise = map(part, range(2))


class Elbo(Notation):
    """The evidence lower bound as a function of the data point and both parameters."""

    def _latex(self, printer):
        data, *parameters = map(printer._print, self.args)
        return rf"\mathcal{{L}}({data}; {', '.join(parameters)})"


class VectorIntegral(Notation):
    """The integral over all values of a vector; no variable where the print left it out."""

    integrand, variable = map(part, range(2))

    def _latex(self, printer):
        body = operand(printer, self.integrand)
        if self.variable == NOTHING:
            return rf"\int {body}"
        return rf"\int {body} \, d{printer._print(self.variable)}"


class Expectation(Notation):
    """The expectation of an expression under a law; its variable is integrated out."""

    law, expression = map(part, range(2))

    def _latex(self, printer):
        inside = printer._print(self.expression)
        left, right = (r"\left[", r"\right]") if r"\frac" in inside else ("[", "]")
        return rf"\mathbb{{E}}_{{{printer._print(self.law)}}}{left}{inside}{right}"


class Variance(Notation):
    """The variance of one component under a law."""

    tex = r"\mathrm{{Var}}_{{{0}}}[{1}]"
    law, component = map(part, range(2))


class Divergence(Notation):
    """The Kullback-Leibler divergence of two densities of the same variable."""

    tex = r"\mathrm{{KL}}({0} \,\|\, {1})"
    left, right = map(part, range(2))


class Gradient(Notation):
    """The gradient of an expression with respect to all parameters theta or phi."""

    parameter, expression = map(part, range(2))

    def _latex(self, printer):
        body = operand(printer, self.expression)
        return rf"\nabla_{{{printer._print(self.parameter)}}} {body}"


class Loss(Notation):
    """A named loss of two vectors, such as MSE(x, mu), averaged over the D components."""

    tex = r"\mathrm{{{0}}}({1}, {2})"
    name, target, output = map(part, range(3))


class Partial(Notation):
    """The partial derivative of an expression by one component."""

    tex = r"\frac{{\partial}}{{\partial {0}}} {1}"
    component, expression = map(part, range(2))
