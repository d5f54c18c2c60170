"""The Jensen figure: the logarithm, a chord under it, and the gap between two means."""

from vae_book.widgets.figure import FormulaFigure, Ranged


class JensenFigure(FormulaFigure):
    """The mean of the logarithm and the logarithm of the mean, of a ratio r with two values.

    Args:
        a: One value of r to start from, 0.05 to 4.
        b: The other one, 0.05 to 4.
        w: Probability of b, 0 to 1.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If a number is out of its range; the message quotes it.

    Example:
        >>> JensenFigure(a=0.2, b=3.0, w=0.5)
    """

    a = Ranged(0.2, 0.05, 4.0)
    b = Ranged(3.0, 0.05, 4.0)
    w = Ranged(0.5, 0.0, 1.0)
    heading = "Jensen's inequality"
