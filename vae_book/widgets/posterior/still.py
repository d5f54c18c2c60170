"""The still of the posterior's figure, and its sums over the grid."""

import base64

import numpy as np

from vae_book.figures.drawing import WIDTH, Axis, curve, decimals, drawing, plot, point
from vae_book.figures.panels import bars, legend, png
from vae_book.figures.still import Still

SIDE = 121  # points of the grid
CELL = 1 / 20  # from one to the next, in units of the reach
WHOLE = CELL * np.arange(-(SIDE // 2), SIDE // 2 + 1)
SPAN = 8  # nats below log p(x) that are drawn


def picture(values, centre, reach, q):
    """The posterior, q over it, and ELBO and gap under the evidence, as a `Still`.

    Args:
        values: log p(x, z) on the grid, `(SIDE, SIDE)`: a row for each z2.
        centre: The middle of the square.
        reach: Half of its side.
        q: The numbers `m1`, `m2`, `s1`, `s2`, `r`.
    """
    evidence, elbo, gap = numbers(values, centre, reach, **q)
    (c1, c2), third = centre, SIDE // 3
    shown = np.exp(values - values.max())[third : SIDE - third, third : SIDE - third]
    address = "data:image/png;base64," + base64.b64encode(png(np.sqrt(shown[::-1]))).decode()

    def shade(across, upright):
        left, top = across(c1 - reach), upright(c2 + reach)
        place = f'x="{left:.1f}" y="{top:.1f}" preserveAspectRatio="none"'
        size = f'width="{across(c1 + reach) - left:.1f}" height="{upright(c2 - reach) - top:.1f}"'
        return f'<image {place} {size} href="{address}"/>'

    turn = np.linspace(0, 2 * np.pi, 90)
    round_, lean = np.cos(turn), q["r"] * np.cos(turn) + np.sqrt(1 - q["r"] ** 2) * np.sin(turn)
    rings = [
        curve(q["m1"] + k * q["s1"] * round_, q["m2"] + k * q["s2"] * lean, "accent", dashes)
        for k, dashes in ((1, ""), (2, "7 5"))
    ]
    axes = [
        Axis(c - reach, c + reach, tuple(round(c + k * reach, 2) for k in (-0.5, 0, 0.5)), name)
        for c, name in ((c1, "z₁"), (c2, "z₂"))
    ]
    low, high = np.floor(evidence - SPAN), np.ceil(evidence) + 1
    rows = (
        ("ELBO", low, elbo, elbo, "accent"),
        ("+ gap", elbo, elbo + gap, gap, "gap"),
        ("= log p(x)", low, evidence, evidence, "muted"),
    )
    panels = (
        plot("z₂", axes[0], axes[1], [shade, *rings], WIDTH - 16, [point(q["m1"], q["m2"])]),
        legend(("q, 1 s", "accent", ""), ("q, 2 s", "accent", "7 5"), ("posterior", "muted", "")),
        bars(rows, low, high, (low, high), level=evidence),
    )
    alt = (
        f"A posterior over two latent variables, and q with means {decimals(q['m1'])} and "
        f"{decimals(q['m2'])}, widths {decimals(q['s1'])} and {decimals(q['s2'])} and correlation "
        f"{decimals(q['r'])} over it. Bars: the ELBO {decimals(elbo)} and the gap {decimals(gap)} "
        f"add up to log p(x), {decimals(evidence)} nats."
    )
    return Still(drawing(*panels), alt)


def numbers(values, centre, reach, m1, m2, s1, s2, r):
    """Evidence, ELBO and gap in nats, as in plane.js."""
    area = (CELL * reach) ** 2
    evidence = float(values.max() + np.log(area * np.exp(values - values.max()).sum()))
    points = np.stack(np.meshgrid(*(c + reach * WHOLE for c in centre)), axis=-1)
    log_q = log_normal(points, (m1, m2), (s1, s2), r)
    q = area * np.exp(log_q)
    entropy = np.log(2 * np.pi * np.e * s1 * s2) + np.log1p(-(r**2)) / 2
    elbo = float(np.sum(q * values) + entropy)
    return evidence, elbo, float(np.sum(q * (log_q - values + evidence)))


def log_normal(points, mean, deviation, r):
    """The log-density of a Gaussian with correlation r at points, of shape `(..., 2)`."""
    a, b = np.moveaxis((points - np.array(mean)) / deviation, -1, 0)
    square = (a**2 - 2 * r * a * b + b**2) / (1 - r**2)
    return -square / 2 - np.log(2 * np.pi * np.prod(deviation)) - np.log1p(-(r**2)) / 2
