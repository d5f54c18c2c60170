r"""LaTeX as the assignment writes it, computed from the SymPy object.

SymPy sorts the terms of a sum and the factors of a product; a text does not. The objects here
are therefore built inside `with written():`, which leaves everything as typed, and printed by
a printer that keeps that order. No LaTeX of an equation is ever typed.
"""

from sympy import Add, Mul, Pow, Product, S, Sum, evaluate
from sympy.printing.latex import LatexPrinter


def written():
    """Context in which SymPy keeps expressions as they are typed: no sorting, no simplifying."""
    return evaluate(False)


def sum_over(body, index, last):
    """`Sum` of `body` for `index` = 1 to `last`, with the body left as written."""
    with evaluate(True):
        return Sum(body, (index, 1, last))


def product_over(body, index, last):
    """`Product` of `body` for `index` = 1 to `last`, with the body left as written."""
    with evaluate(True):
        return Product(body, (index, 1, last))


def fraction(numerator, denominator):
    """A fraction as written, for instance 1/2 as one half rather than `Rational`."""
    return Mul(S(numerator), Pow(S(denominator), -1, evaluate=False), evaluate=False)


class AssignmentPrinter(LatexPrinter):
    """SymPy's printer with the written order kept and the assignment's spelling."""

    def _print_Add(self, expr):
        terms = [self._print(term) for term in expr.args]
        start = next((i for i, text in enumerate(terms) if not text.startswith("-")), 0)
        tex = terms.pop(start)
        for text in terms:
            tex += f" - {text[1:].strip()}" if text.startswith("-") else f" + {text}"
        return tex

    def _print_Mul(self, expr):
        factors = [f for f in written_factors(expr) if f != 1]
        rest = [f for f in factors if f != -1]
        sign = "-" if (len(factors) - len(rest)) % 2 else ""
        if any(f.is_Rational and not f.is_Integer for f in rest) and any(map(denominator, rest)):
            return self._one_fraction(factors)
        return sign + (self._row(rest) or "1")

    def _one_fraction(self, factors):
        """What SymPy has computed: its number and its negative powers in a single fraction."""
        numbers = [f for f in factors if f.is_Rational]
        number = Mul(*numbers)
        above = [f for f in factors if f not in numbers and denominator(f) is None]
        below = [denominator(f) for f in factors if denominator(f) is not None]
        above = [abs(number.p)] * (abs(number.p) != 1) + above
        sign = "-" if number.is_negative else ""
        bottom = self._juxtapose([S(number.q), *below])
        return rf"{sign}\frac{{{self._numerator([*map(S, above)])}}}{{{bottom}}}"

    def _row(self, factors):
        """Factors left to right; a reciprocal puts all that stands before it over itself."""
        row, fractions = [], ""
        for factor in factors:
            below = denominator(factor)
            if below is None:
                row.append(factor)
            else:
                fractions += rf"\frac{{{self._numerator(row)}}}{{{self._print(below)}}} "
                row = []
        return (fractions + self._juxtapose(row)).strip()

    def _numerator(self, factors):
        return self._print(factors[0]) if len(factors) == 1 else self._juxtapose(factors) or "1"

    def _juxtapose(self, factors):
        last = len(factors) - 1
        return " ".join(self._factor(f, is_last=i == last) for i, f in enumerate(factors))

    def _factor(self, factor, is_last):
        open_ended = isinstance(factor, (Sum, Product)) and not is_last
        if isinstance(factor, Add) or open_ended:
            return self._in_brackets(self._print(factor))
        return self._print(factor)

    def _in_brackets(self, tex):
        tall = any(command in tex for command in (r"\frac", r"\sum", r"\prod", r"\int"))
        return rf"\left({tex}\right)" if tall else f"({tex})"

    def _print_Pow(self, expr):
        base, exponent = expr.args
        if exponent == S.Half:
            return rf"\sqrt{{{self._print(base)}}}"
        below = denominator(expr)
        if below is not None:
            return rf"\frac{{1}}{{{self._print(below)}}}"
        tex = self._print(base)
        if isinstance(base, (Add, Mul)) or r"\log" in tex:
            tex = self._in_brackets(tex)
        return f"{tex}^{{{self._print(exponent)}}}"

    def _print_Indexed(self, expr):
        return f"{self._print(expr.base)}_{self._print(expr.indices[0])}"

    def _print_IndexedBase(self, expr):
        return self._print(expr.label)

    def _print_log(self, expr, exp=None):
        argument = expr.args[0]
        tex = self._print(argument)
        is_fraction = denominator(written_factors(argument)[-1]) is not None
        if isinstance(argument, Add) or (isinstance(argument, Mul) and not is_fraction):
            tex = self._in_brackets(tex)
        return rf"\log {tex}" if exp is None else rf"(\log {tex})^{{{exp}}}"

    def _print_exp(self, expr):
        return f"e^{{{self._print(expr.args[0])}}}"

    _print_ExpBase = _print_exp

    def _print_Sum(self, expr):
        return self._big_operator(r"\sum", expr)

    def _print_Product(self, expr):
        return self._big_operator(r"\prod", expr)

    def _print_Tuple(self, expr):
        return ", ".join(map(self._print, expr.args))

    def _big_operator(self, command, expr):
        index, first, last = map(self._print, expr.limits[0])
        body = self._print(expr.function)
        if isinstance(expr.function, Add):
            body = self._in_brackets(body)
        return rf"{command}_{{{index}={first}}}^{{{last}}} {body}"


def denominator(factor):
    """What stands below the line where `factor` is a reciprocal, else None."""
    if not isinstance(factor, Pow) or not factor.exp.is_Number or not factor.exp.is_negative:
        return None
    return factor.base if factor.exp == -1 else Pow(factor.base, -factor.exp, evaluate=False)


def written_factors(product):
    """The factors of a nested product, left to right."""
    if not isinstance(product, Mul):
        return [product]
    return [factor for part in product.args for factor in written_factors(part)]


def latex(expression):
    """The LaTeX of `expression`, terms and factors in written order."""
    return AssignmentPrinter().doprint(expression)


class Shown:
    """LaTeX that a notebook shows as an equation; its plain text is the LaTeX itself.

    JupyterLab shows the first line of the text beside a folded output, so that says nothing yet.
    """

    def __init__(self, tex):
        self.latex = tex

    def _repr_mimebundle_(self, include=None, exclude=None):
        plain = f"The result, in LaTeX:\n{self.latex}"
        return {"text/latex": f"$\\displaystyle {self.latex}$", "text/plain": plain}

    def __repr__(self):
        return self.latex


def show(*expressions, relation="="):
    """Shows one SymPy object, or several as a chain, in a notebook.

    Args:
        expressions: SymPy objects, such as the result of a derivation step.
        relation: LaTeX of what stands between two of them.

    Returns:
        A `Shown`, which a notebook renders.
    """
    return Shown(f" {relation} ".join(map(latex, expressions)))
