"""How the equality of two expressions is decided, sums over a symbolic D included."""

from sympy import Add, Sum, cancel, expand, expand_log, factor, log, sympify, together


def evaluated(expression):
    """Rebuilds an expression made in `written()` so that SymPy simplifies it as usual."""
    if not sympify(expression).args:
        return sympify(expression)
    return expression.func(*(evaluated(part) for part in expression.args))


def expand_logs(expression):
    """SymPy's `expand_log`; forced, as what stands in a logarithm here is positive."""
    factored = expression.replace(log, lambda argument: log(factor(argument)))
    return expand_log(factored, force=True)


def sums_apart(expression):
    """Every `Sum` split into its terms, constants in front, constant terms counted."""
    if isinstance(expression, Sum):
        return _sum_apart(expression)
    if not expression.has(Sum):
        return expression
    return expression.func(*(sums_apart(part) for part in expression.args))


def _sum_apart(total):
    index, first, last = total.limits[0]
    parts = []
    for term in Add.make_args(expand(expand_logs(total.function))):
        constant, varying = term.as_independent(index, as_Add=False)
        count = last - first + 1
        parts.append(constant * (count if varying == 1 else Sum(varying, total.limits[0])))
    return Add(*parts)


def same(left, right):
    """Whether two expressions are equal, whatever the number of terms of their sums.

    Args:
        left: SymPy expression; sums may have a symbolic upper limit.
        right: Likewise.

    Returns:
        True only where SymPy reduces the difference to 0.
    """
    gap = sums_apart(expand(expand_logs(evaluated(left) - evaluated(right))))
    return gap == 0 or cancel(together(gap)) == 0
