"""The posterior figure: drag q over a posterior of two latent variables, known on a grid."""

import numpy as np
import traitlets

from vae_book.widgets.figure import FormulaFigure, Ranged
from vae_book.widgets.network.arrays import pack_arrays
from vae_book.widgets.posterior.still import CELL, SIDE, WHOLE, log_normal, picture

SHARE_SHOWN = 0.95  # of the posterior
LARGEST_CELL = 0.2  # of the posterior; a sharper peak would fall between the points


class PosteriorFigure(FormulaFigure):
    """ELBO and gap of one data point for a Gaussian q, in a model with two latent variables.

    The model may be any one whose log p(x, z) can be computed. It is asked for on a grid of 121 by
    121 points, three times as wide as the square that is drawn. Evidence and gap are sums over the
    grid. The ELBO is the mean of log p(x, z) under q plus the entropy of q, by its formula.

    Args:
        log_joint: Function from points, of shape `(n, 2)`, to log p(x, z) in nats, `(n,)`.
        centre: The middle of the square that is drawn, two numbers.
        reach: Half of its side.
        m1, m2: Mean of q to start from, in the square. Without one q starts in the middle.
        s1, s2: Standard deviations of q to start from, `reach / 20` to `reach / 2`.
        r: Correlation of q to start from, -0.95 to 0.95.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If an argument does not fit, or the posterior is not in the square, or falls
            between the points of the grid; the message quotes what was received.

    Example:
        >>> PosteriorFigure(lambda z: -np.sum(z**2, axis=1), centre=(0, 0), reach=3)
    """

    data = traitlets.Bytes().tag(sync=True)
    c1 = traitlets.Float().tag(sync=True)
    c2 = traitlets.Float().tag(sync=True)
    reach = traitlets.Float().tag(sync=True)
    m1 = Ranged(0.0, -1e6, 1e6)
    m2 = Ranged(0.0, -1e6, 1e6)
    s1 = Ranged(1.0, 1e-6, 1e6)
    s2 = Ranged(1.0, 1e-6, 1e6)
    r = Ranged(0.0, -0.95, 0.95)
    heading = "q over the posterior"

    def __init__(self, log_joint, centre, reach, **kwargs):
        c1, c2 = (float(each) for each in centre)
        if not (np.isfinite([c1, c2, reach]).all() and reach > 0):
            raise ValueError(
                "centre and reach must be finite, and reach above 0. "
                f"Received: centre={centre!r}, reach={reach!r}."
            )
        values = _on_the_grid(log_joint, c1, c2, reach)
        start = {"m1": c1, "m2": c2, "s1": reach / 4, "s2": reach / 4} | kwargs
        top = float(values.max())
        below = np.maximum(values - top, -60_000).astype("float16")
        data = pack_arrays(below=below.ravel(), top=np.array([top], "float32"))
        super().__init__(data=data, c1=c1, c2=c2, reach=float(reach), **start)
        self._values = below.astype("float64") + top
        narrowed = {
            "m1": (c1 - reach, c1 + reach),
            "m2": (c2 - reach, c2 + reach),
            **dict.fromkeys(("s1", "s2"), (reach / 20, reach / 2)),
        }
        for name, (least, most) in narrowed.items():
            Ranged.validate(_named(name, least, most), self, getattr(self, name))
        ranges = {
            name: {"least": least, "most": most, "whole": False}
            for name, (least, most) in narrowed.items()
        }
        self.set_trait("ranges", {**ranges, "r": self.ranges["r"]})

    @classmethod
    def example(cls):
        """Returns the figure of a posterior that is a leaning Gaussian."""

        def log_joint(z):
            return log_normal(z, (0.5, -0.5), (0.8, 0.8), 0.8) - 3

        return cls(log_joint, centre=(0.5, -0.5), reach=3)

    def still(self):
        q = {name: getattr(self, name) for name in ("m1", "m2", "s1", "s2", "r")}
        return picture(self._values, (self.c1, self.c2), self.reach, q)


def _named(name, least, most):
    """A range that belongs to one figure, for its check and its message."""
    trait = Ranged(least, least, most)
    trait.name = name
    return trait


def _on_the_grid(log_joint, c1, c2, reach):
    """log p(x, z) at the points, `(SIDE, SIDE)`; or a `ValueError` if they cannot show it."""
    across, up = np.meshgrid(c1 + reach * WHOLE, c2 + reach * WHOLE)
    values = np.asarray(log_joint(np.stack([across.ravel(), up.ravel()], axis=1)), "float64")
    if values.shape != (SIDE**2,) or not np.isfinite(values).all():
        raise ValueError(
            f"log_joint must return a finite number for each of its {SIDE**2} points. "
            f"Received: shape {values.shape}, {np.sum(~np.isfinite(values))} not finite."
        )
    values = values.reshape(SIDE, SIDE)
    mass = np.exp(values - values.max())
    mass /= mass.sum()
    inside = np.abs(WHOLE) < 1 + CELL / 2
    shown = mass[np.ix_(inside, inside)].sum()
    if shown < SHARE_SHOWN or mass.max() > LARGEST_CELL:
        raise ValueError(
            f"The posterior must lie in the square and be wider than a cell of {CELL * reach:.2g}. "
            f"Received centre=({c1:g}, {c2:g}) and reach={reach:g}: the square holds {shown:.0%} "
            f"of it, the fullest cell {mass.max():.0%}."
        )
    return values
