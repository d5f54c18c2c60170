"""Show a step of a derivation in a notebook, in the assignment's notation."""

from IPython.display import Math

from vae_lib.derivations.display import latex


def show(*members, relation="="):
    """The LaTeX of `members`, with `relation` between them, as a notebook output.

    Args:
        members: SymPy objects, left to right.
        relation: LaTeX of what stands between them.
    """
    return Math(rf" {relation} ".join(map(latex, members)))
