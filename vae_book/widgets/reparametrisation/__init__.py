"""The reparametrisation figure: frozen noise, moving z, and two estimators of a gradient."""

from vae_book.widgets.figure import FormulaFigure, Ranged


class ReparametrisationFigure(FormulaFigure):
    """z = m + s * epsilon (equation 22), and the gradient by m of E[f(z)], estimated twice.

    The noise belongs to a seed. It stays the same while m, s and L move.

    Args:
        m: Mean of q to start from, -3 to 3.
        s: Standard deviation of q to start from, 0.3 to 2.
        L: How many draws are used, 1 to 1000.
        f: Which f: 0 is z, 1 is z^2, 2 is cos 3z, 3 is a step at 0.
        seed: Seed of the noise, 0 to 9999.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If a number is out of its range; the message quotes it.

    Example:
        >>> ReparametrisationFigure(m=1.0, s=0.5, L=100)
    """

    m = Ranged(1.0, -3.0, 3.0)
    s = Ranged(0.5, 0.3, 2.0)
    L = Ranged(100, 1, 1000, whole=True)
    f = Ranged(1, 0, 3, whole=True)
    seed = Ranged(0, 0, 9999, whole=True)
    heading = "Noise, samples and two gradients"
