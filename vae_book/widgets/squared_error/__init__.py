"""The squared-error figure: what sigma makes of a reconstruction's error, weighed against a KL."""

import numpy as np
import traitlets

from vae_book.widgets.figure import FormulaFigure, Ranged
from vae_book.widgets.network.arrays import grey_levels
from vae_book.widgets.squared_error.still import picture
from vae_lib.checks import require_images


class SquaredErrorFigure(FormulaFigure):
    """An image, its reconstruction and the error of each pixel, in nats for a chosen sigma.

    The squared error times 1 / (2 sigma^2) is weighed against the KL that the reconstruction
    costs, and against the error of an image that costs none (section 1.3).

    Args:
        image: Grey levels in [0, 1], shape `(784,)`.
        reconstruction: Of the image, in the same form. Values beyond [0, 1] are clipped, and all
            three are rounded to 256 grey levels, as they are shown.
        average: What a decoder returns that ignores z, in the same form.
        sigma: The standard deviation to start from, 0.05 to 20.
        kl: The KL in nats to start from, 0 to 60.
        latents: K, over which a mean of the KL would be taken.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If an argument does not fit; the message quotes it.

    Example:
        >>> SquaredErrorFigure(x_test[0], reconstruction[0], x_train.mean(0), kl=20.0)
    """

    image = traitlets.List(traitlets.Int()).tag(sync=True)
    reconstruction = traitlets.List(traitlets.Int()).tag(sync=True)
    average = traitlets.List(traitlets.Int()).tag(sync=True)
    latents = traitlets.Int(32).tag(sync=True)
    sigma = Ranged(0.2, 0.05, 20.0)
    kl = Ranged(20.0, 0.0, 60.0)
    heading = "The squared error in nats"

    def __init__(self, image, reconstruction, average, **kwargs):
        images = {
            "image": _levels(image, "image"),
            "reconstruction": _levels(np.clip(reconstruction, 0.0, 1.0), "reconstruction"),
            "average": _levels(average, "average"),
        }
        super().__init__(**images, **kwargs)

    @classmethod
    def example(cls):
        """The figure of a ramp of grey levels and a darker one."""
        grey = np.linspace(0, 1, 784)
        return cls(grey, 0.9 * grey, grey**2)

    @traitlets.validate("latents")
    def _check_latents(self, proposal):
        if not 1 <= proposal["value"] <= 1000:
            raise ValueError(f"latents must be from 1 to 1000. Received: {proposal['value']}.")
        return proposal["value"]

    def still(self):
        image, reconstruction, average = (
            np.array(levels) / 255 for levels in (self.image, self.reconstruction, self.average)
        )
        return picture(image, reconstruction, average, self.sigma, self.kl)


def _levels(image, name):
    """An image as 784 whole numbers from 0 to 255."""
    image = np.asarray(image)
    if image.shape != (784,):
        raise ValueError(f"{name} must have shape (784,). Received shape {image.shape}.")
    return grey_levels(require_images(image[None], name)[0]).tolist()
