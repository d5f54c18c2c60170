"""The normal form of a formula: a polynomial of atoms, under rules that can be switched off.

A form is a dictionary from a monomial, a sorted tuple of `(atom, exponent)`, to its coefficient.
"""

from ..read.scope import free
from .nodes import reindexed, symbols, written_out
from .polynomials import add, constant, spell, times

DEPENDS = {
    "p(x|z)": ("z", "theta"), "p(x,z)": ("z", "theta"), "p(x)": ("theta",),
    "p(z|x)": ("z", "theta"), "q(z|x)": ("z", "phi"), "p(z)": ("z",),
    "m": ("phi",), "s": ("phi",), "epsilon": ("eps",), "z": ("z",),
}  # fmt: skip
NOISE = "N(eps)"


class Forms:
    """The normal form under a set of rules.

    Attributes:
        fired: The rules that changed something so far.
        atoms: Dictionary from an atom to `(kind, names it depends on, what it is made of)`.
    """

    def __init__(self, desk, rules):
        self.desk = desk
        self.rules = set(rules)
        self.fired = set()
        self.atoms = {}
        self.bound = {}
        self.depth = 0

    def on(self, rule):
        if rule in self.rules:
            self.fired.add(rule)
            return True
        return False

    def atom(self, key, kind, depends, parts=None):
        self.atoms[key] = (kind, set(depends), parts)
        return {((key, 1),): 1.0}

    def of(self, kind, head, poly, parts=None, without=None):
        """The atom `head(poly)`, which depends on what its form does, one bound name left out."""
        names = self.names_in(poly) - {without}
        return self.atom(f"{head}({spell(poly)})", kind, names, parts or poly)

    def depends(self, monomial, name):
        return any([name in self.atoms[key][1] for key, _ in monomial])

    def names_in(self, poly):
        found = set()
        for monomial in poly:
            for key, _ in monomial:
                found |= self.atoms[key][1]
        return found

    # Trees to forms

    def form(self, node):
        return getattr(self, "_" + node[0])(node)

    def _number(self, node):
        return constant(node[1])

    def _unspecified(self, node):
        return {}

    def _symbol(self, node):
        name = node[1]
        if name == "logvar":
            return self.form(self._written(node))
        if name in self.desk.define and self.on("def"):
            return self.form(self.desk.given[name])
        if name.startswith("KL(") and self.on("kl_def"):
            return self.form(self.desk.divergence_as_mean(node))
        if name in ("p(z|x)", "p(x,z)") and name not in self.desk.given and self.on("prod_rule"):
            joint = {(("p(x|z)", 1), ("p(z)", 1)): 1.0}
            for other in ("p(x|z)", "p(z)", "p(x)"):
                self.atom(other, "symbol", DEPENDS[other])
            return times(joint, {(("p(x)", -1),): 1.0}) if name == "p(z|x)" else joint
        return self.atom(name + self._index(node), "symbol", self._names(node), node)

    def _written(self, node):
        return reindexed(self.desk.given[node[1]], node[2])

    def _index(self, node):
        """The index of a symbol as it is called here, such as `_k`; `""` for a scalar."""
        axis = self.desk.names.axis_of(node[1])
        if axis is None:
            return ""
        letter = node[2] or "@" + axis
        return "_" + self.bound.get(letter, letter)

    def _names(self, node):
        name = node[1]
        names = {name} | set(DEPENDS.get(name, ()))
        if name in self.desk.given and "(" in name:
            for other in symbols(self.desk.given[name]):
                names |= {other} | set(DEPENDS.get(other, ()))
        return names | {self._index(node)}

    def _add(self, node):
        total = {}
        for term in node[1]:
            total = add(total, self.form(term))
        return total

    def _neg(self, node):
        return add({}, self.form(node[1]), -1.0)

    def _mul(self, node):
        product = constant(1)
        for factor in node[1]:
            product = times(product, self.form(factor))
        return product

    def _cdot(self, node):
        return times(self.form(node[1]), self.form(node[2]))

    def _dot(self, node):
        return self.form(("fold", "sum", None, ("mul", (node[1], node[2])), "call"))

    def _norm(self, node):
        size = ("call", "abs" if node[2] == 1 else "square", node[1])
        total = self.form(("fold", "sum", None, size, "call"))
        return total if node[2] == 1 else self.power(total, 0.5)

    def _group(self, node):
        return self.form(node[1])

    _transpose = _group

    def _div(self, node):
        return times(self.form(node[1]), self.power(self.form(node[2]), -1))

    def _pow(self, node):
        base, exponent = self.form(node[1]), self.form(node[2])
        if list(exponent) in ([()], []):
            return self.power(base, exponent.get((), 0.0))
        key = f"pow[{spell(base)};{spell(exponent)}]"
        names = self.names_in(base) | self.names_in(exponent)
        return self.atom(key, "pow", names, (base, exponent))

    def power(self, base, exponent):
        if len(base) == 1:
            monomial = list(base)[0]
            value = base[monomial]
            if value > 0 or exponent == int(exponent):
                number = value ** (int(exponent) if exponent == int(exponent) else exponent)
                return {tuple([(key, e * exponent) for key, e in monomial]): number}
        if exponent in (2, 3, 4) and self.on("square"):
            product = base
            for _ in range(int(exponent) - 1):
                product = times(product, base)
            return product
        if exponent == 1:
            return base
        sign = 1.0
        if base and exponent == int(exponent):  # (a-b)^2 and (b-a)^2 are one atom
            first = sorted(base, key=str)[0]
            if base[first] < 0:
                base = add({}, base, -1.0)
                sign = -1.0 if exponent % 2 else 1.0
        self.of("paren", "", base)
        return {(("(" + spell(base) + ")", exponent),): sign}

    def _call(self, node):
        inner = self.form(node[2])
        name = node[1]
        if name == "log":
            return self.log(inner)
        if name == "sqrt":
            return self.power(inner, 0.5)
        if name == "square":
            return self.power(inner, 2)
        if name == "abs" and inner and inner[sorted(inner, key=str)[0]] < 0:
            inner = add({}, inner, -1.0)
        if name == "exp" and len(inner) == 1:
            monomial = list(inner)[0]
            if len(monomial) == 1 and monomial[0][1] == 1:
                kind, _, parts = self.atoms[monomial[0][0]]
                if kind == "log" and self.on("log_exp"):
                    return self.power(parts, inner[monomial])
        return self.of(name, name, inner)

    def _density(self, node):
        if node[2] == "N" and node[1][0][:2] == ("symbol", "epsilon") and self._standard(node):
            return self.atom(NOISE, "symbol", ("eps",))
        parts = [self.form(part) for part in node[1]]
        if node[2] == "N" and self.desk.world == "gauss" and not self.desk.names.axes:
            q = self.form(("symbol", "m", None)), self.power(self.form(("symbol", "s", None)), 2)
            for name, known in (("q(z|x)", q), ("p(z)", ({}, constant(1)))):
                if parts[0] == {(("z", 1),): 1.0} and (parts[1], parts[2]) == known:
                    return self.form(("symbol", name, None))
        if self.on("gauss_def" if node[2] == "N" else "def"):
            return self.form(written_out(node))
        names = set()
        for part in parts:
            names |= self.names_in(part)
        key = node[2] + "(" + "|".join([spell(part) for part in parts]) + ")"
        return self.atom(key, "density", names, node)

    def _standard(self, node):
        return self.form(node[1][1]) == {} and self.form(node[1][2]) == constant(1)

    def _given(self, node):
        inner = self.form(node[1])
        if inner == {(("z", 1),): 1.0}:
            return self.form(("symbol", "p(x|z)", None))
        names = self.names_in(inner) | {"theta"}
        return self.atom(f"p(x|{spell(inner)})", "given", names, inner)

    def _slope(self, node):
        return self.slope(self.form(node[1]))

    def slope(self, inner):
        return self.atom(f"f'({spell(inner)})", "slope", self.names_in(inner) | {"theta"}, inner)

    # Logs

    def log(self, poly):
        if len(poly) != 1:
            return self.of("log", "log", poly)
        monomial = list(poly)[0]
        value = poly[monomial]
        if len(monomial) == 1 and value == 1:
            return self.log_atom(*monomial[0])
        if not monomial:
            if value == 1:
                return {}
            return self.atom(f"log({value:.9g})", "log", (), poly)
        if not self.on("log_mul"):
            first = monomial[0][1]
            if first != 1 and self.on("log_pow") and value > 0:
                root = {tuple([(key, e / first) for key, e in monomial]): value ** (1 / first)}
                return add({}, self.log(root), float(first))
            return self.of("log", "log", poly)
        total = self.log_number(value)
        for key, exponent in monomial:
            total = add(total, self.log_atom(key, exponent))
        return total

    def log_number(self, value):
        """The log of a number, as a sum of logs of 2, 3, 5 and a rest, so that log 4 is 2 log 2."""
        total = {}
        for prime in (2, 3, 5):
            for step in (1, -1, 0.5, -0.5):
                power = prime**step
                while (
                    value
                    and abs(value / power - round(value / power)) < 1e-9
                    and abs(value - 1) > 1e-9
                    and (step > 0) == (value > 1)
                    and (step in (1, -1) or abs(value - power) < 1e-9)
                ):
                    value /= power
                    total = add(total, self.atom(f"log({prime})", "log", (), constant(prime)), step)
        if abs(value - 1) > 1e-9:
            total = add(total, self.atom(f"log({value:.9g})", "log", (), constant(value)))
        return total

    def log_atom(self, key, exponent):
        kind, names, parts = self.atoms[key]
        if exponent != 1 and not self.on("log_pow"):
            poly = {((key, exponent),): 1.0}
            return self.atom(f"log({key}^{exponent:g})", "log", names, poly)
        return add({}, self._log_of(key, kind, names, parts), float(exponent))

    def _log_of(self, key, kind, names, parts):
        if kind == "exp" and self.on("log_exp"):
            return parts
        if kind == "pow" and self.on("log_pow"):
            return times(parts[1], self.log(parts[0]))
        if kind == "prod" and self.on("log_prod"):
            axis, name, body = parts
            return self.sum_of(self.log(body), axis, name)
        if kind == "symbol" and parts is not None and key.split("_@")[0] != "logvar":
            given = self.desk.given.get(parts[1])
            known = parts[1] in self.desk.densities + ["p(z_k)", "q(z_k|x)", "p(x_d|z)"]
            if given is not None and "(" in parts[1] and known:
                rule = "gauss_def" if self.desk.world in ("gauss", "noise") else "def"
                if self.on(rule):
                    tree = self._written(parts)
                    tree = written_out(tree) if tree[0] == "density" else tree
                    return self.log(self.form(tree))
        return self.atom(f"log({key})", "log", names, {((key, 1),): 1.0})

    # Sums and products

    def _fold(self, node):
        slots = free(node[3], self.desk.names)
        letter = node[2]
        axes = sorted(
            {axis for axis, name in slots if axis and (letter is None or name in (letter, ""))}
        )
        axis = axes[0] if axes else (self.desk.names.axes or [""])[0]
        letters = ["@" + axis] + ([letter] if letter else [n for a, n in slots if a == axis and n])
        self.depth += 1
        name = f"{axis}'{self.depth}"
        outer = dict(self.bound)
        for other in letters:
            self.bound[other] = name
        body = self.form(node[3])
        self.bound = outer
        self.depth -= 1
        if node[1] == "prod":
            return self.of("prod", f"prod[{axis}]", body, (axis, name, body), "_" + name)
        total = self.sum_of(body, axis, name)
        return total if node[1] == "sum" else times(total, {((axis.upper(), -1),): 1.0})

    def sum_of(self, body, axis, name):
        """The sum over an axis of a form in which its index is called `name`."""
        if len(body) > 1 and not self.on("sum_split"):
            return self.of("sums", f"sum[{axis}]", body, (axis, name, body), "_" + name)
        total = {}
        for monomial in body:
            total = add(total, self._sum_term(monomial, body[monomial], axis, name))
        return total

    def _sum_term(self, monomial, value, axis, name):
        inside = tuple([part for part in monomial if "_" + name in self.atoms[part[0]][1]])
        outside = tuple([part for part in monomial if part not in inside])
        if not inside and self.on("sum_split"):
            return times({outside: value}, self.atom(axis.upper(), "symbol", (axis.upper(),)))
        if (outside or value != 1) and not self.on("const_out"):
            inside, outside, poly, value = monomial, (), {monomial: value}, 1.0
        else:
            poly = {inside: 1.0}
        total = self.of("sum", f"sum[{axis}]", poly, (axis, name, poly), "_" + name)
        return times({outside: value}, total)
