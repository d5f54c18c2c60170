"""The second route: a displayed statement in numbers, in random finite models.

`vae_book.finite` makes the models. They share nothing with SymPy or with the rules of
`any_model.py`: integrals and means are sums, KL and log are what they are, and a gradient is a
finite difference. What holds in a special model only fails here.
"""

import math

from vae_book import finite
from vae_book.derivations.language.objects import (
    DECODER,
    ENCODER,
    EVIDENCE,
    JOINT,
    POSTERIOR,
    PRIOR,
)
from vae_book.derivations.language.symbols import Z, phi, theta
from vae_book.derivations.proof.algebra import evaluated
from vae_book.derivations.proof.equation import Refuted, require

TABLES = {
    JOINT: "p(x,z)",
    DECODER: "p(x|z)",
    PRIOR: "p(z)",
    ENCODER: "q(z|x)",
    POSTERIOR: "p(z|x)",
}
TOLERANCE = 1e-7
MODELS = {"=": 16, ":=": 16, ">=": 216}


def over_parts(combine):
    """A rule that puts the values of a node's parts together."""
    return lambda self, node, at: combine([self.value(part, at) for part in node.args])


class InModel:
    """The value of a displayed object in one finite model, by `_value_X` for the class `X`.

    Args:
        model: A `finite.FiniteModel`.
        definitions: Notation that is put in place of other notation, such as the ELBO.
    """

    def __init__(self, model, definitions=None):
        self.model = model
        self.definitions = definitions or {}
        self.known = {}

    def __call__(self, expression):
        """The value, a number."""
        return self.value(evaluated(expression), {theta: 0.0, phi: 0.0, Z: None})

    def tables(self, at):
        """The tables at the values of theta and phi in `at`."""
        key = at[theta], at[phi]
        if key not in self.known:
            self.known[key] = self.model.tables(*key)
        return self.known[key]

    def value(self, node, at):
        """The value of a part, with theta, phi and the number of z in `at`."""
        if node in self.definitions:
            return self.value(evaluated(self.definitions[node]), at)
        if node.is_number:
            return float(node)
        rule = getattr(self, f"_value_{type(node).__name__}", None)
        if rule is None:
            raise Refuted(f"{node} has no value in a finite model")
        return rule(node, at)

    def _value_Density(self, node, at):
        if node == EVIDENCE:
            return self.tables(at).evidence
        require(node in TABLES and at[Z] is not None, f"{node} has no value in a finite model")
        return self.tables(at).density[TABLES[node]][at[Z]]

    def at_each_z(self, node, at):
        return [self.value(node, at | {Z: i}) for i in range(len(self.model.volume))]

    def _value_VectorIntegral(self, node, at):
        require(node.variable == Z, f"{node} is no integral over z")
        return self.tables(at).integral(self.at_each_z(node.integrand, at))

    def _value_Expectation(self, node, at):
        require(node.law in TABLES, f"{node.law} has no value in a finite model")
        return self.tables(at).mean(TABLES[node.law], self.at_each_z(node.expression, at))

    def _value_Divergence(self, node, at):
        for law in node.args:
            require(law in TABLES, f"{law} has no value in a finite model")
        return self.tables(at).kl(*(TABLES[law] for law in node.args))

    def _value_Gradient(self, node, at):
        def moved(step):
            return self.value(node.expression, at | {node.parameter: at[node.parameter] + step})

        return finite.gradient(moved)

    _value_Add = over_parts(sum)
    _value_Mul = over_parts(math.prod)
    _value_Pow = over_parts(lambda parts: parts[0] ** parts[1])
    _value_log = over_parts(lambda parts: math.log(parts[0]))


def require_in_random_models(left, relation, right, definitions=None):
    """Raises `Refuted` unless a relation between two objects holds in every random model."""
    if relation not in MODELS:
        raise Refuted(f"the relation {relation} has no place between two numbers")
    for model in finite.random_models(MODELS[relation]):
        value = InModel(model, definitions)
        gap, size = value(left) - value(right), 1 + abs(value(left))
        holds = gap >= -TOLERANCE * size if relation == ">=" else abs(gap) <= TOLERANCE * size
        count = len(model.volume)
        require(holds, f"in a random model with {count} values of z left - right = {gap}")
