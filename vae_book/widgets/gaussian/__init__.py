"""The Gaussian figure: density and log-density of one pixel, with mu, sigma and x."""

from vae_book.widgets.figure import FormulaFigure, Ranged


class GaussianFigure(FormulaFigure):
    """The Gaussian density of one pixel and its logarithm in nats (equation Q3).

    Args:
        x: The pixel to start from, -1 to 2.
        mu: The mean to start from, -1 to 2.
        sigma: The standard deviation to start from, 0.1 to 2.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If a number is out of its range; the message quotes it.

    Example:
        >>> GaussianFigure(x=1.0, mu=0.5, sigma=1.0)
    """

    x = Ranged(1.0, -1.0, 2.0)
    mu = Ranged(0.5, -1.0, 2.0)
    sigma = Ranged(1.0, 0.1, 2.0)
    heading = "The Gaussian density of one pixel"
