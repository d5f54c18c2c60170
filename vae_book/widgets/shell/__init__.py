"""The shell figure: how far from the origin the draws of a normal distribution lie."""

from vae_book.widgets.figure import FormulaFigure, Ranged


class ShellFigure(FormulaFigure):
    """Density and probability at a distance r from the origin, for z ~ N(0, I) (equation 3).

    Args:
        K: Number of latent variables to start from, 1 to 100.
        r: Distance to start from, 0 to 14.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If a number is out of its range; the message quotes it.

    Example:
        >>> ShellFigure(K=20, r=2.0)
    """

    K = Ranged(2, 1, 100, whole=True)
    r = Ranged(1.0, 0.0, 14.0)
    heading = "Where the draws of the prior lie"
