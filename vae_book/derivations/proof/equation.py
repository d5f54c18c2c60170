"""An equation of the assignment: what is displayed, and the proof that it holds."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from sympy import Basic, Product

from vae_book.derivations.language.display import latex
from vae_book.derivations.proof.algebra import evaluated

RELATIONS = {
    "=": "=",
    "<": "<",
    ">=": r"\ge",
    "<=": r"\le",
    ":=": ":=",
    "~": r"\sim",
    "approx": r"\approx",
}


KINDS = ("definition", "general", "for sizes", "one model", "simulation")


class Refuted(Exception):
    """A statement that its check shows to be false; the message says why."""


def require(holds, reason):
    """Raises `Refuted` with `reason` unless `holds` is true."""
    if not bool(holds):
        raise Refuted(reason)


def product_factor(expression, last):
    """The factor of a product for an index from 1 to `last`; anything else is refuted."""
    expression = evaluated(expression)
    is_product = isinstance(expression, Product) and expression.limits[0][1:] == (1, last)
    require(is_product, f"{expression} is no product from 1 to {last}")
    return expression.function


@dataclass(frozen=True)
class Statement:
    """A chain of SymPy objects and the relations between neighbours.

    Args:
        members: SymPy objects, left to right.
        relations: One key of `RELATIONS` between each two members.
        index: `(l, L)` where the statement holds for l = 1 to L, else None.
    """

    members: tuple
    relations: tuple
    index: tuple | None = None

    def __post_init__(self):
        strange = [member for member in self.members if not isinstance(member, Basic)]
        if strange:
            raise ValueError(f"{strange[0]!r} is no SymPy object. Build both sides of a statement.")
        if len(self.relations) != len(self.members) - 1:
            raise ValueError(
                f"{len(self.members)} members need {len(self.members) - 1} relations, "
                f"got {len(self.relations)}: {self.relations}. Give one between each two."
            )
        unknown = [r for r in self.relations if r not in RELATIONS]
        if unknown:
            raise ValueError(f"Unknown relation {unknown[0]!r}. Use one of {list(RELATIONS)}.")

    @property
    def lhs(self):
        return self.members[0]

    @property
    def rhs(self):
        return self.members[-1]

    @property
    def latex(self):
        """The statement as displayed, computed from its members."""
        tex = latex(self.lhs)
        for relation, member in zip(self.relations, self.members[1:], strict=True):
            tex += f" {RELATIONS[relation]} {latex(member)}"
        if self.index:
            counter, last = map(latex, self.index)
            tex += rf" \quad \text{{for }} {counter} = 1, \dots, {last}"
        return tex


def equals(*members):
    """The statement that all `members` are equal."""
    return Statement(members, ("=",) * (len(members) - 1))


def right_of(statement, lhs, relation="="):
    """The right side of a statement of two members; refuted unless the rest is as expected."""
    require(statement.relations == (relation,), f"the relation is not {relation}")
    require(statement.lhs == lhs, f"the left side is not {lhs}")
    return statement.rhs


@dataclass(frozen=True)
class Equation:
    """One equation with its check.

    Args:
        number: `"1"` to `"29"`, or a name such as `"q2"` for a line without number.
        section: Section of the assignment, such as `"1.3"`.
        title: A few words.
        statement: What is displayed.
        kind: How far the proof goes, one of `KINDS`.
        how: One sentence: what was checked.
        proof: Function of a statement that raises `Refuted` where it is false.
        where: Where `special` is true, to be read after "true only ".
        special: A statement that is false, but true in some special case. A check that cannot
            tell the special from the general would let it pass.
    """

    number: str
    section: str
    title: str
    statement: Statement
    kind: str
    how: str
    proof: Callable
    where: str
    special: Statement

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"Unknown kind {self.kind!r} of proof. Use one of {list(KINDS)}.")

    @property
    def label(self):
        """The link label used in the text, such as `eq-7`."""
        return f"eq-{self.number}"

    @property
    def lhs(self):
        return self.statement.lhs

    @property
    def rhs(self):
        return self.statement.rhs

    @property
    def latex(self):
        return self.statement.latex

    @cache  # noqa: B019 (equations live as long as the process)
    def check(self):
        """True; raises `Refuted` with the reason where the equation does not hold."""
        members = self.statement.members
        require(len(set(members)) == len(members), "it says the same thing twice")
        self.proof(self.statement)
        return True

    @cache  # noqa: B019 (likewise)
    def refusal(self):
        """Why the check refuses the special case.

        Raises:
            Refuted: if the check lets it pass.
        """
        try:
            replace(self, statement=self.special).check()
        except Refuted as reason:
            return str(reason)
        raise Refuted(f"the check also passes what is true only {self.where}: {self.special}")

    def stating(self, *members, relations=None):
        """The same equation, with the same check, about other `members`."""
        relations = relations or self.statement.relations
        return replace(self, statement=Statement(members, relations, self.statement.index))

    def _repr_latex_(self):
        return f"$\\displaystyle {self.latex}$"

    def __repr__(self):
        return f"Equation({self.number}: {self.title})"


def section(number, special_cases):
    """Makes the equations of one section.

    Args:
        number: Such as `"1.3"`.
        special_cases: Dictionary from an equation's number to `where` and to its `special`: that
            statement, or what stands right of the left side in it.
    """

    def equation(name, title, statement, kind, how, proof):
        where, *special = special_cases[name]
        if not isinstance(special[0], Statement):
            special = [replace(statement, members=(statement.lhs, *special))]
        return Equation(name, number, title, statement, kind, how, proof, where, *special)

    return equation
