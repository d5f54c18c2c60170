"""Train it here: the reader trains a VAE in the page, and compares the choices of its loss."""

import zlib

import numpy as np
import traitlets

from vae_book.widgets.figure import FormulaFigure, Ranged
from vae_book.widgets.network.arrays import grey_levels, pack_arrays
from vae_book.widgets.training.still import picture
from vae_lib.checks import require_images

TRAINING = 4000  # images; those behind them are for validation
PIXELS = 784


class TrainingLab(FormulaFigure):
    """A VAE that the reader trains in the browser, with the assignment's questions as its choices.

    The network is 784-256-2K and K-256-784 with gelu, trained by Adam in batches of 100. Each
    choice is a number that the page's address can carry; two-way choices are 0 or 1.

    Args:
        images: Grey images in [0, 1], shape `(n, 784)`: 4,000 to train on, then at least 100 for
            validation.
        classes: The digit from 0 to 9 of each of them; the validation images show all ten.
        likelihood: 0 for a Bernoulli on bits drawn anew each time, 1 for a Gaussian on grey levels.
        sigma: Of the Gaussian, 0.05 to 2.
        pixels, latents: 0 for the sum and 1 for the mean, over the pixels and over the KL's units.
        beta: Weight of the KL, 0 to 100; `warmup`: epochs, 0 to 50, over which it grows from 0.
        K: Latent units, 1 to 20.
        head: What the encoder's second output is: 0 the log-variance, 1 the deviation s.
        gradient: 0 for the reparametrised one, 1 for the score function.
        L: Draws of z for each image, 1 to 10.
        rate: Adam's learning rate, 1e-4 to 0.1.
        epochs: 1 to 100.
        seed: Of all chance in a run, 0 to 9999.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If an argument does not fit; the message quotes it.

    Example:
        >>> TrainingLab(*load_digits("train"))
    """

    data = traitlets.Bytes().tag(sync=True)
    likelihood = Ranged(0, 0, 1, whole=True)
    sigma = Ranged(1.0, 0.05, 2)
    pixels = Ranged(0, 0, 1, whole=True)
    latents = Ranged(0, 0, 1, whole=True)
    beta = Ranged(1.0, 0, 100)
    warmup = Ranged(0, 0, 50)
    K = Ranged(2, 1, 20, whole=True)
    head = Ranged(0, 0, 1, whole=True)
    gradient = Ranged(0, 0, 1, whole=True)
    L = Ranged(1, 1, 10, whole=True)
    rate = Ranged(2e-3, 1e-4, 0.1)
    epochs = Ranged(20, 1, 100, whole=True)
    seed = Ranged(0, 0, 9999, whole=True)
    heading = "Train it here"

    def __init__(self, images, classes, **kwargs):
        images, classes = require_images(images), np.asarray(classes)
        _check(images, classes)
        data = pack_arrays(digits=grey_levels(images), labels=classes.astype("uint8"))
        squeeze = zlib.compressobj(9, wbits=-15)  # as DecompressionStream's "deflate-raw"
        super().__init__(data=squeeze.compress(data) + squeeze.flush(), **kwargs)
        self._validation = images[TRAINING:], classes[TRAINING:]

    @classmethod
    def example(cls):
        """The lab with grey ramps in place of digits, which are soon learned."""
        classes = np.arange(TRAINING + 100) % 10
        ramp = np.linspace(0, 1, PIXELS, dtype="float32")
        return cls(np.outer((1 + classes) / 10, ramp), classes, epochs=2)

    def still(self):
        """A `Still` of the digits; the training itself needs a script."""
        return picture(*self._validation, TRAINING)


def _check(images, classes):
    """Raise a `ValueError` where the images or their classes do not fit."""
    if images.shape[1] != PIXELS or len(images) < TRAINING + 100:
        raise ValueError(
            f"images must have {PIXELS} pixels, and be {TRAINING} to train on and at least 100 for "
            f"validation. Received shape {images.shape}."
        )
    held_out = classes[TRAINING:]
    if classes.shape != images.shape[:1] or set(np.unique(held_out)) != set(range(10)):
        raise ValueError(
            f"classes must hold a digit for each of the {len(images)} images, 0 to 9, and those "
            f"of the validation images all ten. Received shape {classes.shape} with values "
            f"{np.unique(held_out)[:12].tolist()}."
        )
