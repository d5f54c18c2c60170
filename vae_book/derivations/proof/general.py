"""The proof of a statement that holds for any p and q, by two independent routes."""

from functools import cache

from vae_book.derivations.proof.any_model import require_equal, require_never_below
from vae_book.derivations.proof.equation import require
from vae_book.derivations.proof.random_models import require_in_random_models

ROUTES = {"=": require_equal, ":=": require_equal, ">=": require_never_below}


@cache  # a chain with one member changed has its other pairs in common
def require_related(left, relation, right, definitions):
    """Raise `Refuted` unless two members are related as stated, by both routes."""
    ROUTES[relation](left, right, dict(definitions))
    require_in_random_models(left, relation, right, dict(definitions))


def check_general(statement, definitions=None):
    """Raises `Refuted` unless each relation of a statement holds for any p and q, any K and D.

    By the rules for densities and means, and in random finite models.

    Args:
        statement: Two members or a chain.
        definitions: Notation that is put in place of other notation, such as the ELBO.
    """
    sides = zip(statement.members, statement.relations, statement.members[1:], strict=False)
    for left, relation, right in sides:
        require(relation in ROUTES, f"the relation {relation} has no place here")
        require_related(left, relation, right, tuple((definitions or {}).items()))
