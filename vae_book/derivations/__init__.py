"""The assignment's equations as SymPy objects, each with its display and its check.

``EQUATIONS["7"].latex`` is what the text shows, ``EQUATIONS["7"].rhs`` the SymPy object and
``EQUATIONS["7"].check()`` the proof. ``ledger()`` checks them all. No TensorFlow, no Keras.
"""

from vae_book.derivations.language.display import latex, show
from vae_book.derivations.ledger import markdown, rows
from vae_book.derivations.proof.equation import Refuted
from vae_book.derivations.proof.numerics import numeric, numeric_gradient
from vae_book.derivations.sections import (
    bound,
    gradients,
    kl,
    likelihoods,
    maximum_likelihood,
    prior,
)
from vae_book.derivations.sections.misprints import MISPRINTS

_SECTIONS = (maximum_likelihood, prior, likelihoods, bound, kl, gradients)

EQUATIONS = {equation.number: equation for section in _SECTIONS for equation in section.EQUATIONS}


def ledger():
    """Checks every equation; returns the rows of the ledger."""
    return rows.ledger(EQUATIONS)


def check_displayed(markdown_texts):
    """Compares displayed equations with their objects; returns the differences."""
    return markdown.check_displayed(markdown_texts, EQUATIONS)


__all__ = [
    "EQUATIONS",
    "MISPRINTS",
    "Refuted",
    "check_displayed",
    "latex",
    "ledger",
    "numeric",
    "numeric_gradient",
    "show",
]
