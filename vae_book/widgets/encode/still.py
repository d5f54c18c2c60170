"""The encoder's figure as a still picture."""

import numpy as np

from vae_book.figures.drawing import decimals, drawing
from vae_book.figures.panels import pictures
from vae_book.figures.still import Still
from vae_lib.divergences import kl_to_standard_normal

REACH = 8  # pixels by which an image can be shifted


def picture(encoder, decoder, image, shift, epsilon):
    """A binary image and what the decoder makes of a sample of its q(z|x), as a `Still`.

    Args:
        encoder, decoder: `Encoder` and `Decoder` that know their Keras models.
        image: Grey levels in [0, 1], shape `(784,)`.
        shift: Pixels to the right and upwards.
        epsilon: The noise of the sample, shape `(2,)`; zeros for the mean.
    """
    right, up = shift
    wide = np.pad(np.reshape(image, (28, 28)) >= 0.5, REACH)
    x = wide[REACH + up :, REACH - right :][:28, :28].astype("float32")
    mean, logvar = np.split(encoder.run(x.reshape(1, 784)), 2, axis=-1)
    z = mean + np.exp(logvar / 2) * epsilon  # equation 22
    rho = decoder.run(z)[0].reshape(28, 28) / 255
    kl = float(kl_to_standard_normal(mean, logvar)[0])
    alt = (
        "A binary image of a digit, and its reconstruction, softer. The encoder gives the mean "
        f"{_pair(mean[0])} and the standard deviation {_pair(np.exp(logvar[0] / 2))}. "
        f"The sample {_pair(z[0])} is decoded. The KL is {decimals(kl)} nats."
    )
    return Still(drawing(pictures([("input x", x), ("decoded ρ", rho)])), alt, width=360)


def _pair(values):
    return f"({', '.join(decimals(float(value)) for value in values)})"
