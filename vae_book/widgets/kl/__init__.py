"""The KL figure: the divergence of q from the prior over the plane of m and s."""

from vae_book.widgets.figure import FormulaFigure, Ranged


class KLFigure(FormulaFigure):
    """KL(N(m, s^2) || N(0, 1)) of one latent variable, in nats (equation 13).

    The surface over (m, s) is painted, q and the prior are drawn, and bars show the three terms,
    their sum, and the divergence the other way round.

    Args:
        m: Mean of q to start from, -3 to 3.
        s: Standard deviation of q to start from, 0.1 to 3.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If a number is out of its range; the message quotes it.

    Example:
        >>> KLFigure(m=1.5, s=0.5)
    """

    m = Ranged(1.5, -3.0, 3.0)
    s = Ranged(0.5, 0.1, 3.0)
    heading = "The divergence from the prior"
