"""The rules that the derivations use, each one function that rewrites a SymPy object.

They work on expressions made in `written()` and keep the order of terms, so that each step of
a derivation can be shown as it stands. That a step keeps the value is checked with `same` of
`algebra.py`, which knows nothing of these rules.
"""

from sympy import Add, Dummy, Integer, Mul, Pow, Product, S, Sum, diff, exp, log, simplify

from vae_book.derivations.language.display import sum_over, written, written_factors
from vae_book.derivations.proof.algebra import evaluated


def log_of_product(product):
    """Rule: the logarithm of a product is the sum of the logarithms.

    Args:
        product: A `Product`, its upper limit symbolic or not.

    Returns:
        The `Sum` of the logarithms of its factors.
    """
    if not isinstance(product, Product):
        raise ValueError(f"log_of_product needs a Product, got {product}. Give the product.")
    index, _, last = product.limits[0]
    with written():
        return sum_over(log(product.function), index, last)


def log_rules(expression):
    """Rules: log(ab) = log a + log b, log(a^b) = b log a and log(e^a) = a, for a, b > 0.

    Applied to every logarithm in the expression; a sum is entered.
    """
    if isinstance(expression, log):
        with written():
            terms = [_log_of_factor(f) for f in written_factors(expression.args[0])]
            return terms[0] if len(terms) == 1 else Add(*terms)
    return _inside(expression, log_rules)


def _log_of_factor(factor):
    if isinstance(factor, exp):
        return factor.args[0]
    if isinstance(factor, Pow):
        return _times(factor.exp, _log_of_factor(factor.base))
    return log(factor)


def _times(factor, expression):
    """The product, with fractions multiplied out: -1 times 1/2 is -1/2."""
    first, *rest = written_factors(expression)
    if factor.is_rational and first.is_rational:
        with_sign = S(factor).doit() * S(first).doit()
        return Mul(*signed(with_sign), *rest)
    return Mul(factor, *written_factors(expression))


def signed(number):
    """A negative number as the factors -1 and its size, as it is written; others alone."""
    return (Integer(-1), -number) if number.is_negative else (number,)


def constants_out(total):
    """Rules: split a sum of terms, take constant factors out of each, count constant terms.

    The sum of c for d = 1 to D is D c; the sum of c f(d) is c times the sum of f(d).
    """
    if not isinstance(total, Sum):
        return _inside(total, constants_out)
    index, _, last = total.limits[0]
    with written():
        parts = [_take_out(term, index, last) for term in Add.make_args(total.function)]
        return parts[0] if len(parts) == 1 else Add(*parts)


def _take_out(term, index, last):
    factors = written_factors(term)
    constant = [f for f in factors if not f.has(index)]
    varying = [f for f in factors if f.has(index)]
    if not varying:
        fractions = [f for f in constant if f.is_rational]
        return Mul(*fractions, last, *(f for f in constant if not f.is_rational))
    body = varying[0] if len(varying) == 1 else Mul(*varying)
    return Mul(*constant, sum_over(body, index, last))


def replace_written(expression, old, new):
    """Rule: put equals for equals, here `new` for `old`, bound indices included."""
    if expression == old:
        return new
    return _inside(expression, lambda part: replace_written(part, old, new))


def gradient(expression, component):
    """Rule: of a sum over d, the derivative by the component d keeps the one term that has it.

    Args:
        expression: SymPy expression; its sums run over the index of `component`.
        component: Such as `mu_[d]`.

    Returns:
        The derivative by `component`, an expression in its index.
    """
    index = component.indices[0]
    sums = {total: Dummy() for total in evaluated(expression).atoms(Sum)}
    outer = evaluated(expression).xreplace(sums)
    derivative = diff(outer, component)
    for total, symbol in sums.items():
        term = total.function.subs(total.limits[0][0], index)
        derivative += diff(outer, symbol) * diff(term, component)
    return simplify(derivative.xreplace({symbol: total for total, symbol in sums.items()}))


def _inside(expression, rule):
    """Applies `rule` to the parts of an expression; limits and components stay whole."""
    if not expression.args or expression.is_Indexed:
        return expression
    if isinstance(expression, (Sum, Product)):
        return expression.func(rule(expression.function), *expression.limits)
    with written():
        return expression.func(*(rule(part) for part in expression.args))
