"""The still of the training lab: the digits that it trains on, and its choices."""

import numpy as np

from vae_book.figures.drawing import drawing
from vae_book.figures.panels import strip
from vae_book.figures.still import Still


def picture(digits, classes, count):
    """One digit of each class that the model has not seen, and what the figure does.

    Args:
        digits: Grey images in [0, 1], shape `(n, 784)`.
        classes: Their digits.
        count: How many images it trains on.

    Returns:
        A `Still`.
    """
    each = np.array([digits[np.flatnonzero(classes == digit)[0]] for digit in range(10)])
    alt = (
        f"Ten handwritten digits. In the page, a VAE learns to encode and decode such digits from "
        f"{count:,} of them, while you watch both terms of its loss, and you choose the loss."
    )
    rows = strip("Validation digits, 0 to 4", each[:5]), strip("and 5 to 9", each[5:])
    return Still(drawing(*rows), alt)
