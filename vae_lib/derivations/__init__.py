"""The assignment's equations as SymPy objects, each with its display and its check.

``EQUATIONS["7"].latex`` is what the text shows, ``EQUATIONS["7"].rhs`` the SymPy object and
``EQUATIONS["7"].check()`` the proof. No TensorFlow, no Keras.
"""

from vae_lib.derivations import likelihoods
from vae_lib.derivations.numerics import numeric, numeric_gradient

EQUATIONS = {equation.number: equation for equation in likelihoods.EQUATIONS}

__all__ = ["EQUATIONS", "numeric", "numeric_gradient"]
