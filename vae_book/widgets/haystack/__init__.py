"""The haystack figure: how many draws of the prior explain one image."""

from vae_book.widgets.figure import FormulaFigure, Ranged


class HaystackFigure(FormulaFigure):
    """log p(x) estimated from draws of the prior, in a model where it is known.

    The prior is N(0, I) with K latent variables, and x given z is N(z, sigma^2 I). The first two
    numbers of x can be dragged, the others are 1.

    Args:
        K: Number of latent variables to start from, 2 to 12.
        sigma: Width of p(x|z) to start from, 0.05 to 1.
        L: Number of draws to start from, 1 to 1000.
        x1, x2: The first two numbers of x to start from, -3 to 3.
        seed: Seed of the draws, 0 to 9999.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If a number is out of its range; the message quotes it.

    Example:
        >>> HaystackFigure(K=4, sigma=0.3)
    """

    K = Ranged(2, 2, 12, whole=True)
    sigma = Ranged(0.3, 0.05, 1.0)
    L = Ranged(300, 1, 1000, whole=True)
    x1 = Ranged(1.0, -3.0, 3.0)
    x2 = Ranged(1.0, -3.0, 3.0)
    seed = Ranged(0, 0, 9999, whole=True)
    heading = "Draws of the prior, and one image"
