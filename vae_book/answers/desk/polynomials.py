"""Polynomials of atoms: dictionaries from a monomial to its coefficient (see `forms`)."""


def constant(value):
    return {(): float(value)} if value else {}


def add(left, right, factor=1.0):
    total = dict(left)
    for monomial in right:
        value = total.get(monomial, 0.0) + factor * right[monomial]
        if abs(value) < 1e-12:
            total.pop(monomial, None)
        else:
            total[monomial] = value
    return total


def join(left, right):
    """The product of two monomials."""
    exponents = dict(left)
    for key, exponent in right:
        exponents[key] = exponents.get(key, 0) + exponent
    return tuple(sorted([(key, e) for key, e in exponents.items() if abs(e) > 1e-12]))


def times(left, right):
    product = {}
    for a in left:
        for b in right:
            product = add(product, {join(a, b): left[a] * right[b]})
    return product


def spell(poly):
    """A text for a polynomial, the same for equal ones."""
    parts = [f"{poly[m]:.9g}*" + spell_monomial(m) for m in sorted(poly, key=str)]
    return "+".join(parts)


def spell_monomial(monomial):
    return "*".join([key if e == 1 else f"{key}^{e:g}" for key, e in monomial])
