"""The single changes of a formula that undo a common slip, the most likely first."""

from ..read.nodes import children, number, rebuild, walk
from ..read.nodes import strip_groups as bare
from .nodes import symbols

TWO = number("2")
MAX_CHANGES = 300
# Nodes with one part, as a text.
AROUND = {"neg": "-%s", "group": "(%s)", "norm": "||%s||", "given": "p(x|%s)", "slope": "f'(%s)"}


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
    if kind == "mul":
        return " ".join([text(part) for part in node[1]])
    if kind in ("div", "pow"):
        return _tight(node[1]) + {"div": "/", "pow": "^"}[kind] + _tight(node[2])
    if kind in AROUND:
        return AROUND[kind] % text(node[1])
    if kind == "call":
        return node[1] + "(" + text(node[2]) + ")"
    if kind == "fold":
        return node[1] + ("_" + node[2] if node[2] else "") + " " + _tight(node[3])
    if kind == "E":
        return "E_" + node[2][0] + "[" + text(node[1]) + "]"
    if kind == "int":
        return "int " + text(node[1]) + " d" + node[2]
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


def unsigned(term):
    return term[1] if term[0] == "neg" else term


def negated(term):
    return term[1] if term[0] == "neg" else ("neg", term)


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
        own = getattr(self, "_" + node[0], None)
        found = list(own(node)) if own else []
        if body:
            found += list(self._as_body(node))
        for place, child in enumerate(children(node)):
            if node[0] == "grad" and place == 0:
                continue
            inner = node[0] in ("E", "int", "fold", "grad", "call", "given", "group")
            inner = inner or node[0] == "div" and place == 0
            for rank, code, hint, changed in self.at(child, inner):
                found.append((rank, code, hint, _with_child(node, place, changed)))
        return found

    def _symbol(self, node):
        name = node[1]
        if name.startswith("KL("):
            left, right = name[3:-1].split("||")
            turned = ("symbol", f"KL({right}||{left})", node[2])
            yield 0, "kl_reversed", "The KL is turned round.", turned
            for other in self.desk.densities:
                for new, wrong in (((other, right), left), ((left, other), right)):
                    changed = ("symbol", "KL({}||{})".format(*new), node[2])
                    hint = f"{other} belongs where {wrong} stands in the KL."
                    if other != wrong and new[0] != new[1]:
                        yield 2, "wrong_density", hint, changed
            return
        if "(" in name:
            for other in self.desk.densities:
                if other != name and "_" not in name:
                    hint = f"{other} belongs where {name} stands."
                    code = "wrong_density"
                    if (name, other) == ("p(x|z)", "p(x,z)"):
                        code = "wrong_density dropped_factor"
                        hint += " The prior p(z) is lost: p(x,z) = p(x|z) p(z)."
                    rank = 4 if other == "p(x)" else 2
                    yield rank, code, hint, ("symbol", other, None)
            if self.desk.sample is not None:
                hint = "Put z = m + s eps in."
                yield 1, "substitution", hint, ("given", self.desk.sample)
            yield 3, "log_lost", f"The log of {name} is lost.", ("call", "log", node)
            return
        shown = text(node)
        yield 2, "power", f"{shown} needs a square.", ("pow", node, TWO)
        if self.desk.names.symbols.get(name, {}).get("domain") in ("binary", "unit"):
            one_less = ("group", ("add", (number("1"), ("neg", node))))
            yield 2, "complement", f"1 - {shown} belongs where {shown} stands.", one_less
        if name in ("epsilon", "z") and self.desk.world == "noise":
            other = self.desk.sample if name == "z" else ("symbol", "z", None)
            yield 0 if name == "z" else 2, "substitution", "Put z = m + s eps in.", other

    def _number(self, node):
        if node[1] == 1:
            for size in self.sizes:
                hint = f"The factor {size} is lost: there are {size} such terms."
                yield 2, "dimension", hint, ("symbol", size, None)

    def _E(self, node):
        for other in self.desk.densities + (["eps"] if self.desk.world == "noise" else []):
            if other in ("q(z|x)", "p(z)", "p(z|x)", "eps") and other != node[2]:
                hint = f"The mean is under {other}, not under {node[2]}."
                yield 1, "expectation", hint, ("E", node[1], other)

    def _group(self, node):
        if node[1][0] == "add":
            yield from self._norm(node)
            size = ("call", "abs", node[1])
            yield 3, "absolute", f"The absolute value of {text(node)} is lost.", size

    def _norm(self, node):
        yield 2, "power", f"{text(node)} needs a square.", ("pow", node, TWO)

    def _term(self, term, kind):
        """Changes of one term of a sum."""
        mean = bare(unsigned(term))
        shown = text(mean)
        code, hint = "sign", f"The sign of {shown} is wrong."
        if kind == "body" and mean[0] in ("E", "int") and _is_divergence(self.before):
            code = "kl_reversed sign"
            hint = "The KL is turned round: KL(q||p) is the mean of log q - log p under q."
        yield 0, code, hint, negated(term)
        yield 2, "factor", f"The factor 1/2 of {shown} is lost.", ("div", grouped(term), TWO)
        yield 2, "factor", f"{shown} is only half of what it should be.", _doubled(term)
        for size in self.sizes:
            symbol = ("symbol", size, None)
            hint = f"The factor {size} of {shown} is lost."
            yield 2, "dimension", hint, ("mul", (symbol, grouped(term)))
            hint = f"{shown} is divided by {size} too little."
            yield 3, "dimension", hint, ("div", grouped(term), symbol)
        for factor in self.factors:
            if bare(factor) != bare(term):
                hint = f"The factor {text(bare(factor))} of {shown} is lost."
                changed = ("mul", (grouped(factor), grouped(term)))
                yield 3.5, "dropped_factor", hint, changed

    def _add(self, node):
        terms = node[1]
        for place, term in enumerate(terms):
            for rank, code, hint, changed in self._term(term, "add"):
                yield rank, code, hint, _with_child(node, place, changed)
            yield 3, "extra_term", f"{text(term)} does not belong here.", _without(node, place)
        yield from self._split_logs(node)
        yield from self._swapped(node)
        if len(terms) == 2 and terms[1][0] == "neg":
            left, right = bare(terms[0]), bare(terms[1][1])
            if left[0] == "pow" and right[0] == "pow" and left[2] == right[2]:
                inner = ("group", ("add", (left[1], ("neg", right[1]))))
                hint = "The square of a difference is not the difference of the squares."
                yield 1, "square_of_sum", hint, ("pow", inner, left[2])

    def _split_logs(self, node):
        """log a + log b where log(a + b) is right, and 1 - log a where log(1 - a) is."""
        inner, logs = [], False
        for term in node[1]:
            part = bare(unsigned(term))
            if part[:2] == ("call", "log"):
                part, logs = part[2], True
            inner.append(("neg", grouped(part)) if term[0] == "neg" else grouped(part))
        if logs:
            hint = "The log of a sum is not the sum of the logs."
            yield 1, "log_of_sum", hint, ("call", "log", ("add", tuple(inner)))

    def _swapped(self, node):
        """The arguments of two logs exchanged."""
        logs = []
        _collect_logs(node, logs)
        if len(logs) == 2 and logs[0] != logs[1]:
            yield 1, "swapped", "The two logs are exchanged.", _exchange(node, *logs)

    def _mul(self, node):
        factors = node[1]
        for place, factor in enumerate(factors):
            hint = f"The factor {text(factor)} does not belong here."
            if bare(factor)[0] == "symbol" and "(" in bare(factor)[1]:
                hint = f"{text(factor)} is too much, or must be divided out again."
            yield 3, "extra_factor", hint, _without(node, place)
        logs = [f for f in factors if bare(f)[0] in ("E", "int") or bare(f)[:2] == ("call", "log")]
        if len(logs) > 1:
            hint = "The log of a product is a sum of logs, not a product."
            yield 1, "log_product", hint, ("group", ("add", factors))
        grads = [f for f in factors if bare(f)[0] == "grad"]
        if len(grads) == 1 and len(factors) > 1:
            by, body = bare(grads[0])[1]
            body = bare(body)
            for other in factors:
                if other is grads[0]:
                    continue
                others = tuple([f for f in factors if f is not other and f is not grads[0]])
                moved = ("group", ("grad", (by, grouped(other))))
                changed = ("mul", others + (grouped(body), moved))
                hint = f"The gradient belongs to {text(bare(other))}, not to {text(body)}."
                yield 1, "gradient_factor", hint, changed
        yield from self._roles(node)

    def _roles(self, node):
        names = sorted([name for name in symbols(node) if "(" not in name])
        for a in names:
            for b in names:
                if a < b and a not in ("pi", "e") and b not in ("pi", "e"):
                    if self.desk.names.axis_of(a) == self.desk.names.axis_of(b) is not None:
                        hint = f"{a} and {b} have changed places."
                        yield 2, "swapped", hint, _names_exchanged(node, a, b)

    def _div(self, node):
        turned = ("div", node[2], node[1])
        there = turned in self.inside_before
        rank, code = 1, "turned"
        if node not in self.inside_before:
            rank, code = -1, "turned" if there else "turned sign"
        if _is_divergence(self.before):
            rank, code = -1, "kl_reversed turned"
        hint = "The quotient is turned round, or its sign is wrong."
        yield rank, code, hint if "sign" in code else "The quotient is turned round.", turned
        yield 2, "factor", "A factor 1/2 is lost.", ("div", node[1], _doubled(node[2]))
        if bare(node[1])[0] == "mul":
            for factor in self.factors:
                hint = f"The factor {text(bare(factor))} is lost."
                above = ("mul", (grouped(factor), grouped(node[1])))
                yield 3.5, "dropped_factor", hint, ("div", above, node[2])
        for factor in self.factors:
            hint = f"The factor {text(bare(factor))} is lost."
            above = ("mul", (grouped(node[1]), grouped(factor)))
            yield 3.5, "dropped_factor", hint, ("div", above, node[2])
            below = ("mul", (grouped(node[2]), grouped(factor)))
            yield 3.5, "dropped_factor", hint, ("div", node[1], below)

    def _pow(self, node):
        base, exponent = node[1], bare(node[2])
        if exponent[0] == "number":
            shown = text(base)
            hint = f"{shown} stands without the power {text(exponent)}."
            yield 2, "power", hint, base
            inner = bare(base)
            if base[:2] == ("symbol", "m") and self.desk.world == "gauss":
                second = ("group", ("add", (node, ("pow", ("symbol", "s", base[2]), TWO))))
                hint = "The second moment of a Gaussian is m^2 + s^2, not m^2."
                yield 2, "moment dropped_term", hint, second
            if inner[0] == "E":
                changed = ("E", ("pow", grouped(inner[1]), node[2]), inner[2])
                hint = "The square of the mean is not the mean of the square."
                yield 1, "moment", hint, changed
            if inner[0] == "fold" and inner[1] == "sum":
                body = ("pow", grouped(inner[3]), node[2])
                hint = "The square of a sum is not the sum of the squares."
                changed = inner[:3] + (body, "call")
                yield 1, "square_of_sum", hint, changed
            if inner[0] == "add" and exponent[1] == 2 and len(inner[1]) == 2:
                squares = [("pow", grouped(bare(unsigned(part))), TWO) for part in inner[1]]
                sign = ("neg", squares[1]) if inner[1][1][0] == "neg" else squares[1]
                hint = "Here the squares stand one by one, not the square of the difference."
                split = ("group", ("add", (squares[0], sign)))
                yield 2, "square_of_sum", hint, split
        else:
            one_less = ("group", ("add", (number("1"), ("neg", grouped(exponent)))))
            hint = f"The exponent is 1 - {text(exponent)}."
            yield 2, "complement", hint, ("pow", base, one_less)

    def _call(self, node):
        if node[1] == "log":
            inner = bare(node[2])
            if inner[0] == "given":
                yield 1, "derivative", "It is f', not f.", ("slope", inner[1])
            yield 3, "extra_log", "This log does not belong here.", grouped(inner)
            if inner[0] == "fold" and inner[1] == "prod":
                changed = ("fold", "sum", inner[2], ("call", "log", bare(inner[3])), "call")
                yield 2, "log_of_product", "The log of a product is a sum.", changed
        if node[1] == "exp":
            changed = ("call", "exp", ("neg", grouped(node[2])))
            yield 1, "sign", "The sign of the exponent is wrong.", changed
        if node[1] == "sqrt":
            yield 2, "power", "The root is too much.", grouped(node[2])

    def _fold(self, node):
        body = node[3]
        names = {"sum": "sum", "prod": "product", "mean": "mean"}
        code = "mean_for_sum" if node[1] == "mean" else "fold"
        for other in ("sum", "prod"):
            if other != node[1]:
                hint = f"It is a {names[other]}, not a {names[node[1]]}."
                yield 1, code, hint, ("fold", other) + node[2:]
        yield 3, "extra_sum", "This sum is too much.", grouped(body)
        if bare(body)[:2] == ("call", "log"):
            inner = ("fold", "sum", node[2], bare(body)[2], "call")
            hint = "The log of a sum is not the sum of the logs."
            yield 2, "log_of_sum", hint, ("call", "log", inner)

    def _grad(self, node):
        by, body = node[1]
        if by[1] in ("theta", "phi"):
            other = ("symbol", "phi" if by[1] == "theta" else "theta", None)
            hint = f"The gradient is by {other[1]}, not by {by[1]}."
            yield 1, "wrong_parameter", hint, ("grad", (other, body))
        for name in ("m", "s"):
            if self.desk.world == "noise" and by[1] in ("m", "s") and by[1] != name:
                hint = f"The derivative is by {name}, not by {by[1]}."
                yield 1, "wrong_parameter", hint, ("grad", (("symbol", name, None), body))

    def _as_body(self, node):
        """Changes of a whole formula: its sign, a factor, a lost term or sum."""
        if node[0] != "add":
            yield from self._term(node, "body")
        for term in self.terms:
            for signed in (term, negated(term)):
                shown = text(bare(unsigned(term)))
                base = node[1] if node[0] == "add" else (node,)
                hint = f"The term {shown} is lost."
                code = "dropped_term"
                if shown[:2] == "s^" or shown[:4] == "s_k^":
                    code = "moment dropped_term"
                    hint += " The second moment of a Gaussian is m^2 + s^2."
                yield 3, code, hint, ("add", base + (signed,))
        for axis in self.desk.names.axes:
            changed = ("fold", "sum", axis, grouped(node), "call")
            yield 3, "missing_sum", f"The sum over {axis} is missing.", changed


def _doubled(node):
    return ("mul", (TWO, grouped(node)))


def _without(node, place):
    """The sum or product without one of its parts."""
    rest = node[1][:place] + node[1][place + 1 :]
    return (node[0], rest) if len(rest) > 1 else rest[0]


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
