"""The still of the KL figure."""

import numpy as np

from vae_book.figures.densities import densities
from vae_book.figures.drawing import Axis, decimals, drawing
from vae_book.figures.panels import bars
from vae_book.figures.still import Still


def picture(m, s):
    """q and the prior, and the terms of their KL (equation 13), as a `Still`."""
    logvar = 2 * np.log(s)
    terms = m**2 / 2, np.expm1(logvar) / 2, -np.log(s)
    forward = 0.5 * (m**2 + np.expm1(logvar) - logvar)
    reverse = np.log(s) + (1 + m**2) / (2 * s**2) - 0.5
    rows = (
        ("m² / 2", 0, terms[0], terms[0], "muted"),
        ("+ (s² − 1) / 2", 0, terms[1], terms[1], "muted"),
        ("− log s", 0, terms[2], terms[2], "muted"),
        ("= KL(q ‖ p)", 0, forward, forward, "divergence"),
        ("KL(p ‖ q)", 0, reverse, reverse, "divergence"),
    )
    panels = (
        *densities(m, s, (0, 1), "prior p", Axis(-5, 5, (-4, -2, 0, 2, 4), "z")),
        bars(rows, -2, 8, (0, 4, 8)),
    )
    alt = (
        f"q with mean m = {decimals(m)} and width s = {decimals(s)} beside the prior. "
        f"KL(q ‖ p) is {decimals(forward)} nats: {decimals(terms[0])} for m, "
        f"{decimals(terms[1])} for s and {decimals(terms[2])} for −log s. The other way round, "
        f"KL(p ‖ q) is {decimals(reverse)} nats."
    )
    return Still(drawing(*panels), alt)
