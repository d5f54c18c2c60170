"""Names the rules of a step, by a normal form whose rules can be switched off (see `forms`).

With all rules on, both sides of a step that uses known rules become the same form. Then one rule
after another is switched off: those without which the forms differ are the rules of the step.
Truth is never decided here.
"""

from ..read.nodes import rebuild, strip_groups, walk
from .means import Canon
from .nodes import replaced, symbols

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
        inner = strip_groups(node[2])
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
    return len([part for part in walk(node) if part[0] == "symbol" and "(" in part[1]])
