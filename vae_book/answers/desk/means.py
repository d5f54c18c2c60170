"""The normal form of means, integrals and gradients (see `forms`)."""

from .forms import DEPENDS, NOISE, Forms
from .nodes import replaced
from .polynomials import add, constant, spell, times


class Canon(Forms):
    """The normal form under a set of rules, of all that the desk reads."""

    # Means and integrals

    def _E(self, node):
        density, body = node[2], node[1]
        if density == "q(z|x)" and self.desk.world == "noise" and self.on("subst"):
            body = replaced(body, "p(x|z)", ("given", self.desk.sample))
            body, density = replaced(body, "z", self.desk.sample), "eps"
        variable = "eps" if density == "eps" else "z"
        return self.mean(self.form(body), density, variable)

    def _int(self, node):
        body = node[1]
        if self.desk.world == "noise" and node[2] == "z" and body[0] == "mul":
            weights = [part for part in body[1] if part[:2] == ("symbol", "q(z|x)")]
            if len(weights) == 1 and self.on("subst"):
                rest = tuple([part for part in body[1] if part is not weights[0]])
                return self._E(("E", ("mul", rest), "q(z|x)"))
        return self.mean(self.form(node[1]), None, node[2])

    def mean(self, poly, density, variable):
        if density is not None and self.on("e_def"):
            if density == "eps":
                weight = self.atom(NOISE, "symbol", ("eps",))
            else:
                weight = self.form(("symbol", density, None))
            poly, density = times(weight, poly), None
        if len(poly) > 1 and not self.on("e_linear"):
            parts = (density, variable, poly)
            return self.of("means", f"E[{density or variable}]", poly, parts, variable)
        total = {}
        for monomial in poly:
            total = add(total, self._mean_term(monomial, poly[monomial], density, variable))
        return total

    def _mean_term(self, monomial, value, density, variable):
        inside = tuple([part for part in monomial if variable in self.atoms[part[0]][1]])
        outside = tuple([part for part in monomial if part not in inside])
        if inside and (outside or value != 1) or not inside and density is not None:
            constant_out = outside and density is not None or not inside
            if not self.on("e_const" if constant_out else "e_linear"):
                return self._mean_atom({monomial: value}, density, variable)
        return times({outside: value}, self._mean_inside(inside, density, variable))

    def _mean_inside(self, inside, density, variable):
        if not inside and density is not None:
            return constant(1)
        weights = [part for part in inside if part[0] in ("q(z|x)", "p(z)", "p(z|x)", NOISE)]
        bare = density is None and len(inside) == 1 and len(weights) == 1 and weights[0][1] == 1
        if bare and self.on("normalise"):
            return constant(1)
        if density is None and inside in ((("p(x,z)", 1),), (("p(x|z)", 1), ("p(z)", 1))):
            if self.on("marginal"):
                return self.form(("symbol", "p(x)", None))
        sums = [part for part in inside if self.atoms[part[0]][0] == "sum" and part[1] == 1]
        others = [part for part in inside if part not in sums and part not in weights]
        if len(sums) == 1 and not others and self.on("e_linear"):
            axis, name, poly = self.atoms[sums[0][0]][2]
            rest = tuple([part for part in inside if part is not sums[0]])
            inner = self.mean(times(poly, {rest: 1.0}), density, variable)
            return self.sum_of(inner, axis, name)
        moment = self._moment(inside, density, weights)
        if moment is not None:
            return moment
        return self._mean_atom({inside: 1.0}, density, variable)

    def _mean_atom(self, poly, density, variable):
        names = (self.names_in(poly) | set(DEPENDS.get(density, ()))) - {variable}
        key = f"E[{density or variable}]({spell(poly)})"
        return self.atom(key, "mean", names, (density, variable, poly))

    def _moment(self, inside, density, weights):
        """The mean of a polynomial in one z_k (or in eps) under a Gaussian, or None."""
        if self.desk.world not in ("gauss", "noise"):
            return None
        under = density
        if density is None:
            if len(weights) != 1 or weights[0][1] != 1:
                return None
            under = weights[0][0]
        rest = [part for part in inside if density is not None or part is not weights[0]]
        poly = constant(1)
        for key, exponent in rest:
            if exponent not in (1, 2, 3, 4):
                return None
            factor = self.atoms[key][2] if self.atoms[key][0] == "paren" else {((key, 1),): 1.0}
            for _ in range(int(exponent)):
                poly = times(poly, factor)
        total = {}
        for monomial in poly:
            means = constant(poly[monomial])
            for key, exponent in monomial:
                base = key.split("_")[0]
                if base in ("z", "epsilon") and self.atoms[key][0] == "symbol":
                    if exponent not in (1, 2, 3, 4):
                        return None
                    means = times(means, self._gaussian_moment(key, int(exponent), under))
                elif {"z", "eps"} & self.atoms[key][1]:
                    return None
                else:
                    means = times(means, {((key, exponent),): 1.0})
            total = add(total, means)
        return total if self.on("moment") else None

    def _gaussian_moment(self, key, power, under):
        index = key[len(key.split("_")[0]) :]
        if under == "q(z|x)":
            names = {"phi"} | ({index} if index else set())
            m = self.atom("m" + index, "symbol", names | {"m"})
            v = self.power(self.atom("s" + index, "symbol", names | {"s"}), 2)
        else:
            m, v = {}, constant(1)
        last, moment = constant(1), m
        for order in range(1, power):  # E[z^(n+1)] = m E[z^n] + n v E[z^(n-1)]
            last, moment = moment, add(times(m, moment), times(v, last), float(order))
        return moment

    # Gradients

    def _grad(self, node):
        by, body = node[1]
        return self.gradient(self.form(body), by[1] + self._index(by))

    def gradient(self, poly, by):
        total = {}
        for monomial in poly:
            total = add(total, self._gradient_term(monomial, by), poly[monomial])
        return total

    def _depends_on(self, key, by):
        names = self.atoms[key][1]
        if by in ("theta", "phi"):
            return by in names
        base = by.split("_")[0]
        base = "s" if base == "logvar" else base
        if "@" in by or "_" not in by:
            return base in names
        own = self.atoms[key][0] == "symbol"
        return base in names and (not own or key == base + "_" + by.split("_")[1] or "(" in key)

    def _gradient_term(self, monomial, by):
        moving = [part for part in monomial if self._depends_on(part[0], by)]
        fixed = tuple([part for part in monomial if part not in moving])
        if not moving:
            return {} if self.on("no_param") else self._gradient_atom(monomial, by)
        if fixed and not self.on("no_param") or len(moving) > 1 and not self.on("product_rule"):
            return self._gradient_atom(monomial, by)
        total = {}
        for place, (key, exponent) in enumerate(moving):
            rest = fixed + tuple([part for at, part in enumerate(moving) if at != place])
            factor = self._gradient_of(key, by)
            if exponent != 1:
                if not self.on("derivative"):
                    factor = self._gradient_atom(((key, exponent),), by)
                    exponent = 1
                else:
                    factor = times(factor, {((key, exponent - 1),): float(exponent)})
            total = add(total, times({tuple(sorted(rest)): 1.0}, factor))
        return total

    def _gradient_atom(self, monomial, by):
        poly = {monomial: 1.0}
        return self.of("grad", f"grad[{by}]", poly, (by, poly))

    def _gradient_of(self, key, by):
        """The gradient of one atom."""
        kind, _, parts = self.atoms[key]
        if kind in ("mean", "means"):
            fixed = parts[0] in (None, "eps") or parts[0] == "q(z|x)" and by == "theta"
            if fixed and self.on("leibniz"):
                return self.mean(self.gradient(parts[2], by), *parts[:2])
        if kind in ("sum", "sums"):
            axis, name, poly = parts
            if by in ("theta", "phi") or "_" not in by:
                return self.sum_of(self.gradient(poly, by), axis, name)
            letter = by.split("_")[1]
            if self.on("no_param"):
                return self.gradient(self._renamed(poly, name, letter), by)
        if kind == "log" and len(parts) == 1:
            inner = self.atoms[list(parts)[0][0][0]] if list(parts)[0] else None
            if inner is not None and inner[0] == "given" and by not in ("theta", "phi"):
                if self.on("chain"):
                    return times(self.slope(inner[2]), self.gradient(inner[2], by))
            rule = "log_trick" if by in ("theta", "phi") else "derivative"
            if self.on(rule):
                return times(self.gradient(parts, by), self.power(parts, -1))
        if by not in ("theta", "phi"):
            spread = by.split("_")[0] == "logvar" and key == "s" + by[6:]
            known = kind in ("paren", "exp") or kind == "symbol" and (key == by or spread)
            if known and self.on("derivative"):
                if kind == "symbol":
                    return constant(1) if key == by else {((key, 1),): 0.5}
                inner = self.gradient(parts, by)
                return inner if kind == "paren" else times({((key, 1),): 1.0}, inner)
        return self._gradient_atom(((key, 1),), by)

    def _renamed(self, poly, old, new):
        """The form with a bound index renamed, in all its atoms."""
        renamed = {}
        for monomial in poly:
            parts = [(self._renamed_atom(key, old, new), e) for key, e in monomial]
            renamed[tuple(sorted(parts))] = poly[monomial]
        return renamed

    def _renamed_atom(self, key, old, new):
        other = key.replace(old, new)
        if other not in self.atoms:
            kind, names, parts = self.atoms[key]
            names = {name.replace(old, new) for name in names}
            if isinstance(parts, dict):
                parts = self._renamed(parts, old, new)
            elif kind in ("sum", "sums", "mean", "means"):
                parts = (parts[0], parts[1], self._renamed(parts[2], old, new))
            self.atoms[other] = (kind, names, parts)
        return other
