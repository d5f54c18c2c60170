"""The still of the Jensen figure."""

import numpy as np

from vae_book.figures.drawing import Axis, curve, decimals, drawing, plot, point
from vae_book.figures.panels import bars
from vae_book.figures.still import Still


def picture(a, b, w):
    """The logarithm, the chord from a to b, and the two means, as a `Still`."""
    mean = (1 - w) * a + w * b
    below, above = (1 - w) * np.log(a) + w * np.log(b), np.log(mean)
    r = np.linspace(0.04, 4.2, 160)
    shapes = [
        curve(r, np.log(r), "ink", width=2),
        curve([a, b], np.log([a, b])),
        curve([mean, mean], [below, above], "gap", width=5),
    ]
    marks = [point(each, np.log(each)) for each in (a, b)]
    rows = (
        ("mean of log r", 0, below, below, "accent"),
        ("+ gap", below, above, above - below, "gap"),
        ("= log of mean", 0, above, above, "muted"),
    )
    panels = (
        plot(
            "log r", Axis(0, 4.2, range(5), "r"), Axis(-3.2, 1.7, range(-3, 2)), shapes, 220, marks
        ),
        bars(rows, -3, 2, (-3, 0, 2), level=above),
    )
    alt = (
        f"The logarithm and its chord from r = {decimals(a)} to {decimals(b)}, which has the "
        f"probability {decimals(w)}. At the mean of r, {decimals(mean)}, the chord lies at "
        f"{decimals(below)} and the logarithm at {decimals(above)}."
    )
    return Still(drawing(*panels), alt)
