"""The still of the squared-error figure."""

import numpy as np

from vae_book.figures.drawing import decimals, drawing
from vae_book.figures.panels import bars, pictures
from vae_book.figures.still import Still


def picture(image, reconstruction, average, sigma, kl):
    """Three pictures and the bars that weigh their squared errors against a KL, as a `Still`.

    Args:
        image, reconstruction, average: Grey levels in [0, 1], shape `(784,)`.
        sigma: The standard deviation.
        kl: In nats.
    """
    image, reconstruction, average = map(np.asarray, (image, reconstruction, average))
    errors = (image - reconstruction) ** 2
    ignoring = np.sum((image - average) ** 2) / (2 * sigma**2)
    using = np.sum(errors) / (2 * sigma**2)
    named = (("image x", image), ("reconstruction μ", reconstruction), ("(x − μ)²", errors))
    reach = max(ignoring, using + kl)
    rounded = 10.0 ** np.floor(np.log10(reach))
    reach = rounded * np.ceil(reach / rounded)
    rows = (
        ("average image", 0, ignoring, ignoring, "muted"),
        ("reconstruction", 0, using, using, "rec"),
        ("+ its KL", using, using + kl, kl, "divergence"),
    )
    panels = (
        pictures([(name, levels.reshape(28, 28)) for name, levels in named]),
        bars(rows, 0, reach, (0, reach / 2, reach)),
    )
    alt = (
        "A digit, its reconstruction, and the squared error of each pixel. "
        f"With σ = {decimals(sigma)} the average image costs {decimals(ignoring)} nats of squared "
        f"error, the reconstruction {decimals(using)} nats and {decimals(kl)} nats of KL."
    )
    return Still(drawing(*panels), alt)
