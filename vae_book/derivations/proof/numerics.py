"""From a formula to a NumPy function, so that code can be compared with the equation itself."""

import numpy as np
from sympy import Indexed, Sum, Symbol, lambdify
from sympy.printing.numpy import NumPyPrinter

from vae_book.derivations.proof.algebra import evaluated
from vae_book.derivations.proof.rules import gradient


class ArrayPrinter(NumPyPrinter):
    """Prints a component as the whole array and a sum as a sum over the last axis."""

    def _print_Indexed(self, expr):
        return str(expr.base)

    def _print_Sum(self, expr):
        return f"total({self._print(expr.function)})"


def numeric(expression):
    """Turns a SymPy expression with components and sums into a NumPy function.

    Args:
        expression: SymPy expression. Components such as `x_[d]` become arrays whose last axis
            runs over d; sums run over that axis; the upper limit `D` is its length.

    Returns:
        A function of keyword arguments: one array for each `IndexedBase` by its name (`x`,
        `rho`, `a` for the logits), one number for each scalar (`sigma`). It returns one
        number per example where every component is summed over, else an array like the
        components. Its dtype is that of the arrays. Its attribute `names` lists the
        arguments.
    """
    expression = _constants_as_floats(evaluated(expression))
    arrays = _arrays(expression)
    lengths = {str(total.limits[0][2]): _arrays(total) for total in expression.atoms(Sum)}
    names = sorted(arrays | _scalars(expression))
    free_components = bool(expression.replace(Sum, lambda *_: Symbol("_")).atoms(Indexed))
    sums = {"total": lambda terms: np.sum(terms, axis=-1, keepdims=free_components)}
    compiled = lambdify(names, expression, modules=[sums, "numpy"], printer=ArrayPrinter)

    def function(**values):
        _require_names(set(names) - set(lengths), values)
        dtype = np.result_type(*(values[name] for name in arrays))
        values = {name: np.asarray(value, dtype) for name, value in values.items()}
        sizes = {last: np.shape(values[min(summed)])[-1] for last, summed in lengths.items()}
        return compiled(*((values | sizes)[name] for name in names))

    function.names = tuple(sorted(set(names) - set(lengths)))  # type: ignore[attr-defined]
    return function


def numeric_gradient(expression, component):
    """The symbolic derivative by one component, as a NumPy function of the same arguments.

    Args:
        expression: As for `numeric`.
        component: Such as `mu_[d]`; the derivative has one entry for each d.
    """
    return numeric(gradient(expression, component))


def _constants_as_floats(expression):
    """Constants such as log(2 pi) as Python floats, which leave float32 arrays in float32."""
    return expression.replace(
        lambda part: part.is_number and not part.is_Rational,
        lambda part: part.evalf(17),
    )


def _arrays(expression):
    """The names of the arrays in an expression."""
    return {str(entry.base) for entry in expression.atoms(Indexed)}


def _scalars(expression):
    """The names of the numbers in an expression; neither an index nor an array is one."""
    entries = expression.atoms(Indexed)
    hidden = {symbol for entry in entries for symbol in entry.free_symbols}
    return {str(symbol) for symbol in expression.free_symbols - hidden - entries}


def _require_names(needed, values):
    if set(values) != needed:
        raise ValueError(
            f"The formula needs the values {sorted(needed)}, got {sorted(values)}. "
            "Give each by its name."
        )
