"""Names the rules of a step, by a normal form whose rules can be switched off.

A form is a polynomial: a dictionary from a monomial, a sorted tuple of `(atom, exponent)`, to its
coefficient. With all rules on, both sides of a step that uses known rules become the same form.
Then one rule after another is switched off: those without which the forms differ are the rules
of the step. Truth is never decided here.
"""

from ..read.nodes import children, rebuild
from ..read.scope import free
from .nodes import replaced, symbols, written_out

# In the order in which they are spared; the last ones are named first.
RULES = (
    "moment", "square", "const_out", "sum_split", "log_mul", "log_pow", "log_exp", "product_rule",
    "normalise", "marginal", "e_linear", "no_param", "derivative", "e_def", "e_const", "log_prod",
    "gauss_def", "def", "prod_rule", "chain", "log_trick", "leibniz", "kl_def", "subst",
)  # fmt: skip
# In the order in which they are named.
SALIENCE = (
    "subst", "moment", "marginal", "kl_def", "chain", "leibniz", "log_trick", "prod_rule", "def",
    "gauss_def", "log_prod", "e_linear", "e_const", "normalise", "e_def", "no_param", "derivative",
    "product_rule", "log_exp", "log_mul", "const_out", "log_pow", "sum_split", "square",
)  # fmt: skip
DEPENDS = {
    "p(x|z)": ("z", "theta"), "p(x,z)": ("z", "theta"), "p(x)": ("theta",),
    "p(z|x)": ("z", "theta"), "q(z|x)": ("z", "phi"), "p(z)": ("z",),
    "m": ("phi",), "s": ("phi",), "epsilon": ("eps",), "z": ("z",),
}  # fmt: skip
NOISE = "N(eps)"


def rules_between(desk, a, sign, b, holds):
    """The short names of the rules that lead from one line to the next, the main one first.

    Args:
        desk: A `Derivation`.
        a, b: Trees with `a sign b`.
        holds: What `judge.Walk.holds` returned.
    """
    learned = desk.entry.get("learned", []) if holds == "constant" else None
    found = _spared(desk, a, b, RULES, learned)
    if found is not None and holds != "above":
        if learned is not None:
            return ["drop_const"] + found
        return found or [_trivial(a, b)]
    if sign != "=":
        upper, lower = (a, b) if sign == "≥" else (b, a)
        return _inequality(desk, upper, lower)
    return []


def _inequality(desk, upper, lower):
    inside = jensen(upper)
    if inside != upper:
        less = [rule for rule in RULES if rule not in ("e_def", "normalise", "marginal")]
        for rules in (less, RULES):
            found = _spared(desk, inside, lower, rules, None)
            if found is not None:
                return ["jensen"] + found
        return ["jensen"]
    difference = ("add", (upper, ("neg", lower)))
    rules = [rule for rule in RULES if rule != "kl_def"]
    form = Canon(desk, rules).form(desk_spelled(difference, desk))
    keys = [key for monomial in form for key, _ in monomial]
    if len(keys) == 1 and keys[0].startswith("KL("):
        return ["kl_sign"]
    if any([name.startswith("KL(") for name in symbols(upper)]) and "log" not in str(upper):
        return ["kl_sign"]
    return ["jensen"]


def desk_spelled(tree, desk):
    """The tree with ELBO and the like written out."""
    for name in sorted(desk.define):
        tree = replaced(tree, name, ("group", desk.given[name]))
    return tree


def jensen(node):
    """The tree with the log of a mean replaced by the mean of the log."""
    if node[0] == "call" and node[1] == "log":
        inner = node[2]
        while inner[0] == "group":
            inner = inner[1]
        if inner[0] == "E":
            return ("E", ("call", "log", inner[1]), inner[2])
        if inner[0] == "int" and inner[1][0] in ("mul", "div"):
            body = inner[1]
            product = body[1] if body[0] == "div" else body
            parts = product[1] if product[0] == "mul" else (product,)
            weights = [p for p in parts if p[:2] == ("symbol", "q(z|x)")]
            if weights:
                rest = tuple([p for p in parts if p is not weights[0]]) or (("number", 1.0, "1"),)
                rest = ("mul", rest) if len(rest) > 1 else rest[0]
                rest = ("div", rest, body[2]) if body[0] == "div" else rest
                return ("E", ("call", "log", rest), "q(z|x)")
    return rebuild(node, jensen)


def _spared(desk, a, b, rules, learned):
    """The rules that cannot be spared, or None if they do not lead from a to b."""
    sides = [_Side(desk, a), _Side(desk, b)]
    if not _agree(sides, rules, learned):
        return None
    fired = sides[0].fired | sides[1].fired
    # With a mean written as an integral, e_const finds nothing left to do.
    on = [rule for rule in rules if rule in fired or rule == "e_const" and "e_def" in fired]
    spared = True
    while spared:
        spared = False
        for rule in list(on):
            fewer = [other for other in on if other != rule]
            if _agree(sides, fewer, learned):
                on, spared = fewer, True
    if "kl_def" in on and "moment" in on and len(on) > 4:
        # the closed form (13), put in as a whole
        return ["def"] + [rule for rule in SALIENCE if rule in on and rule != "def"]
    return [rule for rule in SALIENCE if rule in on]


class _Side:
    """One line of a step and its forms; a form that does without a rule is kept."""

    def __init__(self, desk, tree):
        self.desk = desk
        self.tree = tree
        self.known = []  # (rules, those that fired, the Canon, the form)
        self.fired = set()

    def form(self, rules):
        """The form under the rules and its `Canon`; None where there is none."""
        wanted = set(rules)
        for on, fired, canon, form in self.known:
            if fired <= wanted <= on or wanted == on:
                return canon, form
        canon = Canon(self.desk, rules)
        try:
            form = canon.form(self.tree)
        except (ValueError, ZeroDivisionError, OverflowError, RuntimeError):
            form = None
        self.fired = self.fired | canon.fired
        self.known.append((wanted, canon.fired, canon, form))
        return canon, form


def _agree(sides, rules, learned):
    """Whether both sides have one form under the rules, up to terms without what is learned."""
    found = [side.form(rules) for side in sides]
    (canon, left), (other, right) = found
    if left is None or right is None:
        return False
    for monomial in set(list(left) + list(right)):
        difference = left.get(monomial, 0.0) - right.get(monomial, 0.0)
        if abs(difference) > 1e-7 * (1 + abs(left.get(monomial, 0.0))):
            atoms = canon if monomial in left else other
            if learned is None or any([atoms.depends(monomial, name) for name in learned]):
                return False
    return True


def _trivial(a, b):
    before, after = _occurrences(a), _occurrences(b)
    if after > before:
        return "mul_div"
    return "cancel" if after < before else "arithmetic"


def _occurrences(node):
    own = 1 if node[0] == "symbol" and "(" in node[1] else 0
    return own + sum([_occurrences(child) for child in children(node)])


ONE = ((), 1.0)


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


class Canon:
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
        if name == "p(x,z)" or name == "p(z|x)" or "(" in name:
            return self.atom(self._key(node), "symbol", self._names(node), node)
        return self.atom(self._key(node), "symbol", self._names(node), node)

    def _written(self, node):
        from .derivation import _reindexed

        return _reindexed(self.desk.given[node[1]], node[2], self.desk.names)

    def _key(self, node):
        axis = self.desk.names.axis_of(node[1])
        if axis is None:
            return node[1]
        letter = node[2] or "@" + axis
        return node[1] + "_" + self.bound.get(letter, letter)

    def _names(self, node):
        name = node[1]
        names = {name} | set(DEPENDS.get(name, ()))
        if name in self.desk.given and "(" in name:
            for other in symbols(self.desk.given[name]):
                names |= {other} | set(DEPENDS.get(other, ()))
        axis = self.desk.names.axis_of(name)
        if axis is not None:
            letter = node[2] or "@" + axis
            names.add("_" + self.bound.get(letter, letter))
        return names

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

    def _transpose(self, node):
        return self.form(node[1])

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
        self.atom("(" + spell(base) + ")", "paren", self.names_in(base), base)
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
            if (
                len(monomial) == 1
                and monomial[0][1] == 1
                and self.atoms[monomial[0][0]][0] == "log"
            ):
                if self.on("log_exp"):
                    return self.power(self.atoms[monomial[0][0]][2], inner[monomial])
        return self.atom(f"{name}({spell(inner)})", name, self.names_in(inner), inner)

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
        inner = self.form(node[1])
        return self.atom(f"f'({spell(inner)})", "slope", self.names_in(inner) | {"theta"}, inner)

    # Logs

    def log(self, poly):
        if len(poly) != 1:
            return self.atom(f"log({spell(poly)})", "log", self.names_in(poly), poly)
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
            return self.atom(f"log({spell(poly)})", "log", self.names_in(poly), poly)
        total = self.log_number(value)
        for key, exponent in monomial:
            total = add(total, self.log_atom(key, exponent))
        return total

    def log_number(self, value):
        """The log of a number, as a sum of logs of 2, 3, 5 and a rest, so that log 4 is 2 log 2."""
        total = {}
        for prime in (2, 3, 5):
            for power, step in (
                (prime, 1),
                (1 / prime, -1),
                (prime**0.5, 0.5),
                (prime**-0.5, -0.5),
            ):
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
            if (
                given is not None
                and "(" in parts[1]
                and parts[1] in self.desk.densities + ["p(z_k)", "q(z_k|x)", "p(x_d|z)"]
            ):
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
            names = self.names_in(body) - {"_" + name}
            return self.atom(f"prod[{axis}]({spell(body)})", "prod", names, (axis, name, body))
        total = self.sum_of(body, axis, name)
        return total if node[1] == "sum" else times(total, {((axis.upper(), -1),): 1.0})

    def sum_of(self, body, axis, name):
        """The sum over an axis of a form in which its index is called `name`."""
        if len(body) > 1 and not self.on("sum_split"):
            names = self.names_in(body) - {"_" + name}
            return self.atom(f"sum[{axis}]({spell(body)})", "sums", names, (axis, name, body))
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
        names = self.names_in(poly) - {"_" + name}
        key = f"sum[{axis}]({spell(poly)})"
        return times({outside: value}, self.atom(key, "sum", names, (axis, name, poly)))

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
            weight = (
                self.form(("symbol", density, None))
                if density != "eps"
                else self.atom(NOISE, "symbol", ("eps",))
            )
            poly, density = times(weight, poly), None
        if len(poly) > 1 and not self.on("e_linear"):
            names = self.names_in(poly) - {variable}
            return self.atom(
                f"E[{density or variable}]({spell(poly)})",
                "means",
                names,
                (density, variable, poly),
            )
        total = {}
        for monomial in poly:
            total = add(total, self._mean_term(monomial, poly[monomial], density, variable))
        return total

    def _mean_term(self, monomial, value, density, variable):
        inside = tuple([part for part in monomial if variable in self.atoms[part[0]][1]])
        outside = tuple([part for part in monomial if part not in inside])
        if inside and (outside or value != 1) or not inside and density is not None:
            if not self.on(
                "e_const" if outside and density is not None or not inside else "e_linear"
            ):
                inside, outside, value, poly = monomial, (), 1.0, {monomial: value}
                return self._mean_atom(poly, density, variable)
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
        names = self.names_in(poly) - {variable}
        for name in (density, "q(z|x)"):
            if name == density and density in DEPENDS:
                names |= set(DEPENDS[density]) - {variable}
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
        square = times(m, m)
        if power == 1:
            return m
        if power == 2:
            return add(square, v)
        if power == 3:
            return add(times(square, m), times(m, v), 3.0)
        return add(add(times(square, square), times(square, v), 6.0), times(v, v), 3.0)

    # Gradients

    def _grad(self, node):
        by = node[1][0]
        name = by[1] if by[1] in ("theta", "phi") else self._key(by)
        return self.gradient(self.form(node[1][1]), name)

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
        return self.atom(f"grad[{by}]({spell(poly)})", "grad", self.names_in(poly), (by, poly))

    def _gradient_of(self, key, by):
        """The gradient of one atom."""
        kind, _, parts = self.atoms[key]
        if kind in ("mean", "means") and parts[0] is None and self.on("leibniz"):
            return self.mean(self.gradient(parts[2], by), None, parts[1])
        if kind in ("mean", "means") and parts[0] == "eps" and self.on("leibniz"):
            return self.mean(self.gradient(parts[2], by), "eps", "eps")
        if (
            kind in ("mean", "means")
            and parts[0] == "q(z|x)"
            and by == "theta"
            and self.on("leibniz")
        ):
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
                    argument = inner[2]
                    slope = self.atom(f"f'({spell(argument)})", "slope", inner[1], argument)
                    return times(slope, self.gradient(argument, by))
            rule = "log_trick" if by in ("theta", "phi") else "derivative"
            if self.on(rule):
                return times(self.gradient(parts, by), self.power(parts, -1))
        if by not in ("theta", "phi"):
            if kind == "symbol" and key == by and self.on("derivative"):
                return constant(1)
            if kind == "symbol" and by.split("_")[0] == "logvar" and key == "s" + by[6:]:
                if self.on("derivative"):
                    return {((key, 1),): 0.5}
            if kind == "paren" and self.on("derivative"):
                return self.gradient(parts, by)
            if kind == "exp" and self.on("derivative"):
                return times({((key, 1),): 1.0}, self.gradient(parts, by))
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
