"""Small errors put into SymPy objects, one at a time, as a slip of the pen would."""

from sympy import Add, Expr, Mul, Pow, Product, Sum

from vae_book.derivations.language.display import written


def mutants(expression):
    """Copies of a displayed object, each with one error in it.

    A term of a sum changes its sign, a power its exponent, a product loses a factor; anywhere
    in the object. The last one is the whole object, doubled.
    """
    with written():
        doubled = 2 * expression
    return [*slips(expression), doubled]


def slips(expression):
    """The copies with one slip in the expression itself or in one of its parts."""
    with written():
        here = own_slips(expression)
    if isinstance(expression, (Sum, Product)):
        bodies = slips(expression.function)
        return here + [expression.func(body, *expression.limits) for body in bodies]
    return here if expression.is_Indexed else here + slips_in_parts(expression)


def own_slips(expression):
    parts = expression.args
    if isinstance(expression, Add):
        return [Add(*parts[:i], -term, *parts[i + 1 :]) for i, term in enumerate(parts)]
    if isinstance(expression, Mul):
        return [Mul(*parts[:i], *parts[i + 1 :]) for i, part in enumerate(parts) if part != 1]
    if isinstance(expression, Pow) and expression.exp.is_Integer and expression.exp > 0:
        return [Pow(expression.base, expression.exp + 1)]
    return []


def slips_in_parts(expression):
    found = []
    for i, part in enumerate(expression.args):
        for slip in slips(part) if isinstance(part, Expr) else ():
            with written():
                found.append(expression.func(*expression.args[:i], slip, *expression.args[i + 1 :]))
    return found
