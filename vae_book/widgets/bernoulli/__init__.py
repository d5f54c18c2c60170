"""The Bernoulli figure: one pixel's log-likelihood over its probability and over its logit."""

from vae_book.widgets.figure import FormulaFigure, Ranged


class BernoulliFigure(FormulaFigure):
    """The Bernoulli log-likelihood of one pixel, in nats (equation Q2).

    Two plots share one point: over the probability rho, and over the logit a, where the value that
    Keras computes from clipped probabilities is drawn beside the exact one.

    Args:
        x: The pixel to start from, 0 to 1.
        a: The logit to start from, -25 to 25.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If a number is out of its range; the message quotes it.

    Example:
        >>> BernoulliFigure(x=0.0, a=3.0)
    """

    x = Ranged(0.0, 0.0, 1.0)
    a = Ranged(3.0, -25.0, 25.0)
    heading = "The log-likelihood of one pixel"
