"""Compares lists of values: equality, a constant offset, an exact fit by terms."""

import math

TOLERANCE = 1e-9


def defined(values):
    return all([value is not None for value in values])


def same(left, right, tolerance=TOLERANCE):
    """Whether two lists agree, relative to the size of their values."""
    if len(left) != len(right):
        return False
    for a, b in zip(left, right):
        if a is None or b is None or abs(a - b) > tolerance * (1.0 + abs(a) + abs(b)):
            return False
    return True


def scaled(values, factors):
    """The products with one factor, or with a list of factors."""
    if isinstance(factors, float):
        return [factors * value for value in values]
    return [factor * value for factor, value in zip(factors, values)]


def offset(left, right):
    """The constant c with left = right + c, or None."""
    constant = left[0] - right[0]
    return constant if same(left, [value + constant for value in right], 1e-8) else None


def fit(columns, target, factors=None):
    """Writes `target` as a combination of `columns`.

    Args:
        columns: Lists of values.
        target: List of values.
        factors: What `orthogonalise(columns)` returned, if it is at hand.

    Returns:
        The coefficients, or None if the fit is not exact or not unique.
    """
    factors = factors or orthogonalise(columns)
    if factors[0] is None:
        return None
    found = coefficients(factors, target)
    fitted = [product(found, row) for row in zip(*columns)]
    return found if same(fitted, target, 1e-7) else None


def coefficients(factors, target):
    """The coefficients of the combination nearest to `target` (see `orthogonalise`)."""
    basis, triangle = factors
    found = [product(vector, target) for vector in basis]
    for row in range(len(found) - 1, -1, -1):
        for column in range(row + 1, len(found)):
            found[row] -= triangle[row][column] * found[column]
        found[row] /= triangle[row][row]
    return found


def orthogonalise(columns):
    """Gram-Schmidt, twice for accuracy: columns = basis times triangle.

    Returns:
        The orthonormal basis and the triangle; two None if the columns are dependent.
    """
    count = len(columns)
    basis = []
    triangle = [[0.0] * count for _ in range(count)]
    for column in range(count):
        vector = list(columns[column])
        for _ in range(2):
            for row in range(len(basis)):
                overlap = product(basis[row], vector)
                triangle[row][column] += overlap
                vector = [v - overlap * b for v, b in zip(vector, basis[row])]
        length = math.sqrt(product(vector, vector))
        if length <= 1e-9 * math.sqrt(product(columns[column], columns[column])):
            return None, None
        triangle[column][column] = length
        basis.append([value / length for value in vector])
    return basis, triangle


def product(left, right):
    """The scalar product of two lists."""
    return sum([a * b for a, b in zip(left, right)])


def spoken(value):
    """A number as a small fraction if it is one, else with four digits."""
    for below in (1, 2, 3, 4):
        if abs(value * below - round(value * below)) < 1e-6:
            above = int(round(value * below))
            return str(above) if below == 1 else f"{above}/{below}"
    return f"{value:.4g}"


def shown(value):
    """A value for a hint, with four decimals or, far from 1, four digits."""
    if value == 0 or 1e-3 < abs(value) < 1e6:
        return f"{value:.4f}"
    return f"{value:.4g}"
