"""Judges what is said beside a formula: a reason, a definition, a condition."""

from ..read.limits import Unreadable
from ..read.nodes import children, contains, rebuild, walk
from .derivation import is_standard
from .grammar import READINGS

NOISE = ("eps", "epsilon", "varepsilon", "ε", "ϵ")


class Beside:
    """The judge of asides.

    Args:
        walk: The `judge.Walk` that reads and compares.
    """

    def __init__(self, walk):
        self.walk = walk
        self.desk = walk.desk

    def is_aside(self, row, chain):
        """Whether a row in a remark says nothing of the lines above."""
        relation, text = row.parts[0]
        if relation:
            return False
        try:
            line = self.walk.read(text)
        except (Unreadable, RuntimeError):
            return True
        if row.kind == 1 or len(row.parts) == 1:
            return row.kind > 1
        known = [line.tree == other.tree or self.walk.holds(other, "=", line) for other in chain]
        return True not in known and "equal" not in known

    def truth(self, row):
        """Whether an aside holds in one of its readings; None where that cannot be told."""
        if row.parts[0][1] in self.desk.names.sizes() + ["eps", "epsilon", "\\epsilon"]:
            return None
        try:
            sides = [self.lines(text) for _, text in row.parts]
        except (Unreadable, RuntimeError):
            return None
        if any([not self.is_sure(line) for side in sides for line in side]):
            return None
        for place in range(1, len(sides)):
            sign = row.parts[place][0]
            pairs = [(a, b) for a in sides[place - 1] for b in sides[place]]
            if not any([self.holds(a, sign, b) for a, b in pairs]):
                numbers = any([line.is_number() for side in sides for line in side])
                return None if sign != "=" and numbers else False
        return True

    def is_sure(self, line):
        """Whether a value of the formula is known, exactly, at each point."""
        # Beside Gaussians a quadrature stands for the integral: it is exact for polynomials.
        rough = [node[0] == "E" and is_rough(node[1], False) for node in walk(line.tree)]
        exact = self.desk.world == "finite" or not contains(line.tree, "int") and not any(rough)
        return exact and not line.open_constant and None not in line.values

    def holds(self, left, sign, right):
        """Whether two lines are so related; where there is noise, also with z at its sample."""
        if self.walk.holds(left, sign, right):
            return True
        trees = [self.moved(line.tree) for line in (left, right)]
        if self.desk.world != "noise" or sign != "=":
            return False
        return self.desk.equal(self.desk.values(trees[0]), self.desk.values(trees[1]))

    def moved(self, tree):
        """A formula with m + s eps in the place of a z that stands outside the means."""
        if tree == ("symbol", "z", None):
            return self.desk.sample
        if tree[:2] == ("symbol", "p(x|z)"):
            return ("given", self.desk.sample)
        return tree if tree[0] in ("E", "int") else rebuild(tree, self.moved)

    def lines(self, text):
        """The `Line`s that a text may mean, the strict reading first."""
        found = [self.walk.read(text)]
        for reading in READINGS[1:]:
            try:
                found.append(self.walk.read(text, reading))
            except Unreadable:
                continue
        return found

    def is_wrong_noise(self, text):
        """Whether a text, such as `eps ~ N(m, s^2)`, draws other noise than the standard one."""
        words, _, law = text.replace("\\sim", "~").replace("\\mathbf", "").partition("~")
        name = (words.split() or [""])[-1].split("_")[0].strip("\\")
        law = law.replace(" ", "")
        wrong = law[:2] == "N(" and not is_standard(law[: law.find(")") + 1])
        return self.desk.world == "noise" and name in NOISE and wrong

    def defines_sample(self, row):
        """Whether a row only says what z is: z = m + s eps, or z = g(eps) = m + s eps."""
        if self.desk.sample is None or len(row.parts) < 2 or row.parts[0] != ("", "z"):
            return False
        try:
            lines = [self.walk.read(text) for _, text in row.parts[1:]]
        except Unreadable:
            return False
        wanted = self.desk.values(self.desk.sample)
        return all([self.desk.equal(line.values, wanted) for line in lines])


def spelled(row):
    """The text of a row."""
    return " ".join([(relation + " " + text).strip() for relation, text in row.parts])


def is_rough(node, logged):
    """Whether quadrature misses the mean of this: an exp, or a density without a log."""
    if node[0] == "call" and node[1] in ("exp", "sqrt", "abs"):
        return True
    if node[0] == "symbol" and node[1][:2] in ("p(", "q("):
        return not logged
    logged = node[:2] == ("call", "log") or logged and node[0] in ("group", "mul", "div")
    return any([is_rough(part, logged) for part in children(node)])
