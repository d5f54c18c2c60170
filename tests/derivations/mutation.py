"""Small errors put into SymPy objects, one at a time, as a slip of the pen would."""

from sympy import Add, Expr, Mul, Pow, Product, Sum

from vae_lib.derivations.display import written


def mutants(expression):
    """Yields copies of a displayed object, each with one error in it.

    A term of a sum changes its sign, a power its exponent, a product loses a factor; anywhere
    in the object. The last one is the whole object, doubled.
    """
    yield from slips(expression)
    with written():
        yield 2 * expression


def slips(expression):
    with written():
        here = list(own_slips(expression))
    yield from here
    if isinstance(expression, (Sum, Product)):
        for body in slips(expression.function):
            yield expression.func(body, *expression.limits)
    elif not expression.is_Indexed:
        yield from slips_in_parts(expression)


def own_slips(expression):
    parts = expression.args
    if isinstance(expression, Add):
        for i, term in enumerate(parts):
            yield Add(*parts[:i], -term, *parts[i + 1 :])
    if isinstance(expression, Mul):
        for i, factor in enumerate(parts):
            if factor != 1:
                yield Mul(*parts[:i], *parts[i + 1 :])
    if isinstance(expression, Pow) and expression.exp.is_Integer and expression.exp > 0:
        yield Pow(expression.base, expression.exp + 1)


def slips_in_parts(expression):
    parts = expression.args
    for i, part in enumerate(parts):
        for slip in slips(part) if isinstance(part, Expr) else ():
            with written():
                yield expression.func(*parts[:i], slip, *parts[i + 1 :])
