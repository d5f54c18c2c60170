"""The single changes of a formula that undo a common slip, the most likely first."""

from ..read.nodes import children, number, rebuild, walk
from ..read.nodes import strip_groups as bare
from .nodes import symbols

TWO = number("2")
MAX_CHANGES = 300


def changes(desk, tree, before):
    """The list of `(rank, code, hint, changed tree)`, sorted by rank.

    Args:
        desk: A `Derivation`.
        tree: The line that does not follow.
        before: The line before, whose parts may be missing here.
    """
    finder = Finder(desk, before)
    found = finder.at(tree, True)
    order = [(found[place][0], place) for place in range(len(found))]
    return [found[place] for _, place in sorted(order)][:MAX_CHANGES]


def text(node):
    """A short plain text of a formula, for a hint."""
    kind = node[0]
    if kind == "symbol":
        name = node[1]
        if "(" in name:
            return name
        return name + ("_" + node[2] if node[2] else "")
    if kind == "number":
        return node[2] or f"{node[1]:g}"
    if kind == "add":
        parts = [text(part) for part in node[1]]
        return " + ".join(parts).replace("+ -", "- ")
    if kind == "neg":
        return "-" + text(node[1])
    if kind == "mul":
        return " ".join([text(part) for part in node[1]])
    if kind == "div":
        return _tight(node[1]) + "/" + _tight(node[2])
    if kind == "pow":
        return _tight(node[1]) + "^" + _tight(node[2])
    if kind == "group":
        return "(" + text(node[1]) + ")"
    if kind == "call":
        return node[1] + "(" + text(node[2]) + ")"
    if kind == "fold":
        return node[1] + ("_" + node[2] if node[2] else "") + " " + _tight(node[3])
    if kind == "E":
        return "E_" + node[2][0] + "[" + text(node[1]) + "]"
    if kind == "norm":
        return "||" + text(node[1]) + "||"
    if kind == "int":
        return "int " + text(node[1]) + " d" + node[2]
    if kind in ("given", "slope"):
        return ("p(x|" if kind == "given" else "f'(") + text(node[1]) + ")"
    if kind == "density":
        parts = [text(part) for part in node[1]]
        return node[2] + "(" + parts[0] + "|" + ",".join(parts[1:]) + ")"
    if kind == "grad":
        return "grad_" + text(node[1][0]) + " " + _tight(node[1][1])
    return "..."


def _tight(node):
    return (
        text(node) if node[0] in ("symbol", "number", "group", "call") else "(" + text(node) + ")"
    )


def grouped(node):
    return ("group", node) if node[0] in ("add", "neg", "mul", "div", "fold") else node


class Finder:
    """Collects changes from the leaves up: those of a child become those of its parent."""

    def __init__(self, desk, before):
        self.desk = desk
        self.factors, self.terms = [], []
        self.before = before
        self.inside_before = list(walk(before))
        for tree in [before, desk.goal] + desk.model():
            self._parts_of(tree)
        self.factors, self.terms = self.factors[:14], self.terms[:18]
        self.sizes = [n for n in ("D", "K") if n in desk.names.symbols]
        self.index = set()

    def _parts_of(self, node):
        """Collects factors and terms, which may have been dropped in the line."""
        factors, terms = [], []
        if node[0] == "mul":
            factors = list(node[1])
        elif node[0] == "div":
            factors = [node[1], ("div", number("1"), node[2])]
        elif node[0] == "pow":
            factors = [node] if bare(node[2])[0] == "number" else [node, node[2]]
        elif node[0] == "E":
            noise = ("density", (("symbol", "epsilon", None), number("0"), number("1")), "N")
            factors = [noise if node[2] == "eps" else ("symbol", node[2], None)]
        elif node[0] == "add":
            terms = list(node[1])
        elif node[0] == "call" and node[1] == "log" and bare(node[2])[0] == "mul":
            terms = [("call", "log", factor) for factor in bare(node[2])[1]]
        for part in factors:
            if bare(part) not in self.factors and bare(part)[0] != "number":
                self.factors.append(bare(part))
        for part in terms:
            if part not in self.terms:
                self.terms.append(part)
        for child in children(node):
            self._parts_of(child)

    def at(self, node, body):
        """Changes of a node.

        Args:
            node: The node.
            body: Whether it is a whole formula: a line, or what stands inside a mean or a sum.
        """
        found = list(self._own(node))
        if body:
            found += self._as_body(node)
        for place, child in enumerate(children(node)):
            if node[0] == "grad" and place == 0:
                continue
            inner = node[0] in ("E", "int", "fold", "grad", "call", "given", "group")
            inner = inner or node[0] == "div" and place == 0
            for rank, code, hint, changed in self.at(child, inner):
                found.append((rank, code, hint, _with_child(node, place, changed)))
        return found

    def _own(self, node):
        kind = node[0]
        method = {
            "symbol": self._symbol, "E": self._mean, "add": self._add, "mul": self._mul,
            "div": self._div, "pow": self._pow, "call": self._call, "fold": self._fold,
            "grad": self._grad, "number": self._number, "group": self._group, "norm": self._norm,
        }.get(kind)  # fmt: skip
        return method(node) if method else []

    def _symbol(self, node):
        name, found = node[1], []
        if name.startswith("KL("):
            left, right = name[3:-1].split("||")
            turned = ("symbol", f"KL({right}||{left})", node[2])
            found.append((0, "kl_reversed", "The KL is turned round.", turned))
            for other in self.desk.densities:
                for new, wrong in (((other, right), left), ((left, other), right)):
                    changed = ("symbol", "KL({}||{})".format(*new), node[2])
                    hint = f"{other} belongs where {wrong} stands in the KL."
                    if other != wrong and new[0] != new[1]:
                        found.append((2, "wrong_density", hint, changed))
            return found
        if "(" in name:
            for other in self.desk.densities:
                if other != name and "_" not in name:
                    hint = f"{other} belongs where {name} stands."
                    code = "wrong_density"
                    if (name, other) == ("p(x|z)", "p(x,z)"):
                        code = "wrong_density dropped_factor"
                        hint += " The prior p(z) is lost: p(x,z) = p(x|z) p(z)."
                    rank = 4 if other == "p(x)" else 2
                    found.append((rank, code, hint, ("symbol", other, None)))
            if self.desk.sample is not None:
                hint = "Put z = m + s eps in."
                found.append((1, "substitution", hint, ("given", self.desk.sample)))
            found.append((3, "log_lost", f"The log of {name} is lost.", ("call", "log", node)))
            return found
        shown = text(node)
        found.append((2, "power", f"{shown} needs a square.", ("pow", node, TWO)))
        if self.desk.names.symbols.get(name, {}).get("domain") in ("binary", "unit"):
            one_less = ("group", ("add", (number("1"), ("neg", node))))
            found.append((2, "complement", f"1 - {shown} belongs where {shown} stands.", one_less))
        if name in ("epsilon", "z") and self.desk.world == "noise":
            other = self.desk.sample if name == "z" else ("symbol", "z", None)
            found.append((2, "substitution", "Put z = m + s eps in.", other))
        return found

    def _number(self, node):
        found = []
        if node[1] == 1:
            for size in self.sizes:
                hint = f"The factor {size} is lost: there are {size} such terms."
                found.append((2, "dimension", hint, ("symbol", size, None)))
        return found

    def _mean(self, node):
        found = []
        for other in self.desk.densities + (["eps"] if self.desk.world == "noise" else []):
            if other in ("q(z|x)", "p(z)", "p(z|x)", "eps") and other != node[2]:
                hint = f"The mean is under {other}, not under {node[2]}."
                found.append((1, "expectation", hint, ("E", node[1], other)))
        return found

    def _group(self, node):
        if node[1][0] != "add":
            return []
        found = [(2, "power", f"{text(node)} needs a square.", ("pow", node, TWO))]
        size = ("call", "abs", node[1])
        found.append((3, "absolute", f"The absolute value of {text(node)} is lost.", size))
        return found

    def _norm(self, node):
        return [(2, "power", f"{text(node)} needs a square.", ("pow", node, TWO))]

    def _term(self, term, kind):
        """Changes of one term of a sum."""
        found = []
        shown = text(bare(term[1] if term[0] == "neg" else term))
        positive = term[1] if term[0] == "neg" else ("neg", term)
        code, hint = "sign", f"The sign of {shown} is wrong."
        mean = bare(term[1] if term[0] == "neg" else term)
        if kind == "body" and mean[0] in ("E", "int") and _is_divergence(self.before):
            code = "kl_reversed sign"
            hint = "The KL is turned round: KL(q||p) is the mean of log q - log p under q."
        found.append((0, code, hint, positive))
        for value, hint in (
            (("div", grouped(term), TWO), f"The factor 1/2 of {shown} is lost."),
            (("mul", (TWO, grouped(term))), f"{shown} is only half of what it should be."),
        ):
            found.append((2, "factor", hint, value))
        for size in self.sizes:
            symbol = ("symbol", size, None)
            hint = f"The factor {size} of {shown} is lost."
            found.append((2, "dimension", hint, ("mul", (symbol, grouped(term)))))
            hint = f"{shown} is divided by {size} too little."
            found.append((3, "dimension", hint, ("div", grouped(term), symbol)))
        for factor in self.factors:
            if bare(factor) != bare(term):
                hint = f"The factor {text(bare(factor))} of {shown} is lost."
                changed = ("mul", (grouped(factor), grouped(term)))
                found.append((3.5, "dropped_factor", hint, changed))
        return found

    def _add(self, node):
        found = []
        terms = node[1]
        for place, term in enumerate(terms):
            for rank, code, hint, changed in self._term(term, "add"):
                new = tuple([changed if at == place else t for at, t in enumerate(terms)])
                found.append((rank, code, hint, ("add", new)))
            rest = tuple([t for at, t in enumerate(terms) if at != place])
            rest = ("add", rest) if len(rest) > 1 else rest[0]
            found.append((3, "extra_term", f"{text(term)} does not belong here.", rest))
        found += self._split_logs(node) + self._swapped(node)
        if len(terms) == 2 and terms[1][0] == "neg":
            left, right = bare(terms[0]), bare(terms[1][1])
            if left[0] == "pow" and right[0] == "pow" and left[2] == right[2]:
                inner = ("group", ("add", (left[1], ("neg", right[1]))))
                hint = "The square of a difference is not the difference of the squares."
                found.append((1, "square_of_sum", hint, ("pow", inner, left[2])))
        return found

    def _split_logs(self, node):
        """log a + log b where log(a + b) is right, and 1 - log a where log(1 - a) is."""
        found, inner = [], []
        for term in node[1]:
            negative = term[0] == "neg"
            part = bare(term[1] if negative else term)
            part = part[2] if part[:2] == ("call", "log") else part
            inner.append(("neg", grouped(part)) if negative else grouped(part))
        if any([bare(t[1] if t[0] == "neg" else t)[:2] == ("call", "log") for t in node[1]]):
            hint = "The log of a sum is not the sum of the logs."
            found.append((1, "log_of_sum", hint, ("call", "log", ("add", tuple(inner)))))
        return found

    def _swapped(self, node):
        """The arguments of two logs exchanged."""
        logs = []
        _collect_logs(node, logs)
        if len(logs) != 2 or logs[0] == logs[1]:
            return []
        changed = _exchange(node, logs[0], logs[1])
        return [(1, "swapped", "The two logs are exchanged.", changed)]

    def _mul(self, node):
        found = []
        factors = node[1]
        for place, factor in enumerate(factors):
            rest = [f for at, f in enumerate(factors) if at != place]
            small = tuple(rest) if len(rest) > 1 else None
            without = ("mul", small) if small else rest[0]
            hint = f"The factor {text(factor)} does not belong here."
            if bare(factor)[0] == "symbol" and "(" in bare(factor)[1]:
                hint = f"{text(factor)} is too much, or must be divided out again."
            found.append((3, "extra_factor", hint, without))
        logs = [f for f in factors if bare(f)[0] in ("E", "int") or bare(f)[:2] == ("call", "log")]
        if len(logs) > 1:
            hint = "The log of a product is a sum of logs, not a product."
            found.append((1, "log_product", hint, ("group", ("add", factors))))
        grads = [f for f in factors if bare(f)[0] == "grad"]
        if len(grads) == 1 and len(factors) > 1:
            by, body = bare(grads[0])[1]
            body = bare(body)
            for other in factors:
                if other is grads[0]:
                    continue
                others = tuple([f for f in factors if f is not other and f is not grads[0]])
                changed = (
                    "mul",
                    others + (grouped(body), ("group", ("grad", (by, grouped(other))))),
                )
                hint = f"The gradient belongs to {text(bare(other))}, not to {text(body)}."
                found.append((1, "gradient_factor", hint, changed))
        found += self._roles(node)
        return found

    def _roles(self, node):
        names = sorted([name for name in symbols(node) if "(" not in name])
        found = []
        for a in names:
            for b in names:
                if a < b and a not in ("pi", "e") and b not in ("pi", "e"):
                    if self.desk.names.axis_of(a) == self.desk.names.axis_of(b) is not None:
                        hint = f"{a} and {b} have changed places."
                        found.append((2, "swapped", hint, _names_exchanged(node, a, b)))
        return found

    def _div(self, node):
        turned = ("div", node[2], node[1])
        there = turned in self.inside_before
        rank, code = 1, "turned"
        if node not in self.inside_before:
            rank, code = -1, "turned" if there else "turned sign"
        if _is_divergence(self.before):
            rank, code = -1, "kl_reversed turned"
        hint = "The quotient is turned round, or its sign is wrong."
        found = [(rank, code, hint if "sign" in code else "The quotient is turned round.", turned)]
        found.append((2, "factor", "A factor 1/2 is lost.", ("div", node[1], _doubled(node[2]))))
        if bare(node[1])[0] == "mul":
            for factor in self.factors:
                hint = f"The factor {text(bare(factor))} is lost."
                above = ("mul", (grouped(factor), grouped(node[1])))
                found.append((3.5, "dropped_factor", hint, ("div", above, node[2])))
        for factor in self.factors:
            hint = f"The factor {text(bare(factor))} is lost."
            above = ("mul", (grouped(node[1]), grouped(factor)))
            found.append((3.5, "dropped_factor", hint, ("div", above, node[2])))
            below = ("mul", (grouped(node[2]), grouped(factor)))
            found.append((3.5, "dropped_factor", hint, ("div", node[1], below)))
        return found

    def _pow(self, node):
        base, exponent = node[1], bare(node[2])
        found = []
        if exponent[0] == "number":
            shown = text(base)
            hint = f"{shown} stands without the power {text(exponent)}."
            found.append((2, "power", hint, base))
            inner = bare(base)
            if base[:2] == ("symbol", "m") and self.desk.world == "gauss":
                second = ("group", ("add", (node, ("pow", ("symbol", "s", base[2]), TWO))))
                hint = "The second moment of a Gaussian is m^2 + s^2, not m^2."
                found.append((2, "moment dropped_term", hint, second))
            if inner[0] == "E":
                changed = ("E", ("pow", grouped(inner[1]), node[2]), inner[2])
                hint = "The square of the mean is not the mean of the square."
                found.append((1, "moment", hint, changed))
            if inner[0] == "fold" and inner[1] == "sum":
                body = ("pow", grouped(inner[3]), node[2])
                hint = "The square of a sum is not the sum of the squares."
                changed = inner[:3] + (body, "call")
                found.append((1, "square_of_sum", hint, changed))
            if inner[0] == "add" and exponent[1] == 2 and len(inner[1]) == 2:
                parts = [t[1] if t[0] == "neg" else t for t in inner[1]]
                squares = [("pow", grouped(bare(part)), TWO) for part in parts]
                sign = ("neg", squares[1]) if inner[1][1][0] == "neg" else squares[1]
                hint = "Here the squares stand one by one, not the square of the difference."
                split = ("group", ("add", (squares[0], sign)))
                found.append((2, "square_of_sum", hint, split))
        else:
            one_less = ("group", ("add", (number("1"), ("neg", grouped(exponent)))))
            hint = f"The exponent is 1 - {text(exponent)}."
            found.append((2, "complement", hint, ("pow", base, one_less)))
        return found

    def _call(self, node):
        found = []
        if node[1] == "log":
            inner = bare(node[2])
            if inner[0] == "given":
                found.append((1, "derivative", "It is f', not f.", ("slope", inner[1])))
            found.append((3, "extra_log", "This log does not belong here.", grouped(inner)))
            if inner[0] == "fold" and inner[1] == "prod":
                changed = ("fold", "sum", inner[2], ("call", "log", bare(inner[3])), "call")
                found.append((2, "log_of_product", "The log of a product is a sum.", changed))
        if node[1] == "exp":
            found.append(
                (
                    1,
                    "sign",
                    "The sign of the exponent is wrong.",
                    ("call", "exp", ("neg", grouped(node[2]))),
                )
            )
        if node[1] == "sqrt":
            found.append((2, "power", "The root is too much.", grouped(node[2])))
        return found

    def _fold(self, node):
        found = []
        body = node[3]
        for other in ("sum", "prod"):
            if other != node[1]:
                names = {"sum": "sum", "prod": "product", "mean": "mean"}
                hint = f"It is a {names[other]}, not a {names[node[1]]}."
                found.append(
                    (
                        1,
                        "mean_for_sum" if node[1] == "mean" else "fold",
                        hint,
                        ("fold", other) + node[2:],
                    )
                )
        found.append((3, "extra_sum", "This sum is too much.", grouped(body)))
        if bare(body)[:2] == ("call", "log"):
            inner = ("fold", "sum", node[2], bare(body)[2], "call")
            hint = "The log of a sum is not the sum of the logs."
            found.append((2, "log_of_sum", hint, ("call", "log", inner)))
        return found

    def _grad(self, node):
        by, body = node[1]
        found = []
        if by[1] in ("theta", "phi"):
            other = ("symbol", "phi" if by[1] == "theta" else "theta", None)
            hint = f"The gradient is by {other[1]}, not by {by[1]}."
            found.append((1, "wrong_parameter", hint, ("grad", (other, body))))
        for name in ("m", "s"):
            if self.desk.world == "noise" and by[1] in ("m", "s") and by[1] != name:
                hint = f"The derivative is by {name}, not by {by[1]}."
                found.append((1, "wrong_parameter", hint, ("grad", (("symbol", name, None), body))))
        return found

    def _as_body(self, node):
        """Changes of a whole formula: its sign, a factor, a lost term or sum."""
        found = []
        if node[0] != "add":
            found += self._term(node, "body")
        for term in self.terms:
            for signed in (term, term[1] if term[0] == "neg" else ("neg", term)):
                shown = text(bare(term[1] if term[0] == "neg" else term))
                base = node[1] if node[0] == "add" else (node,)
                hint = f"The term {shown} is lost."
                code = "dropped_term"
                if shown[:2] == "s^" or shown[:4] == "s_k^":
                    code = "moment dropped_term"
                    hint += " The second moment of a Gaussian is m^2 + s^2."
                found.append((3, code, hint, ("add", base + (signed,))))
        for axis in self.desk.names.axes:
            changed = ("fold", "sum", axis, grouped(node), "call")
            found.append((3, "missing_sum", f"The sum over {axis} is missing.", changed))
        return found


def _doubled(node):
    return ("mul", (TWO, grouped(node)))


def _with_child(node, place, changed):
    """The node with the child at `place` replaced."""
    counter = [0]

    def pick(child):
        counter[0] += 1
        return changed if counter[0] - 1 == place else child

    return rebuild(node, pick)


def _collect_logs(node, logs):
    if node[0] == "call" and node[1] == "log":
        logs.append(node)
        return
    for child in children(node):
        _collect_logs(child, logs)


def _exchange(node, a, b):
    return b if node == a else a if node == b else rebuild(node, _exchange, a, b)


def _names_exchanged(node, a, b):
    if node[0] == "symbol" and node[1] in (a, b):
        return ("symbol", b if node[1] == a else a, node[2])
    return rebuild(node, _names_exchanged, a, b)


def _is_divergence(node):
    """Whether a formula is a KL, or minus one."""
    node = bare(node)
    node = bare(node[1]) if node[0] == "neg" else node
    return node[0] == "symbol" and node[1].startswith("KL(")
