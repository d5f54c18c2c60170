"""The encoder's figure: draw a digit, see q(z|x), a sample of it and what it decodes to."""

import numpy as np
import traitlets

from vae_book.widgets.encode.still import picture
from vae_book.widgets.figure import FormulaFigure, Ranged
from vae_book.widgets.maths.random import normals
from vae_book.widgets.network.arrays import grey_levels, open_arrays, pack_arrays
from vae_book.widgets.network.decoder import Decoder
from vae_book.widgets.network.encoder import Encoder
from vae_lib.checks import require_finite, require_images, require_rows
from vae_lib.networks import dense_decoder, dense_encoder

OWN, GIVEN = -1, 12  # the reader's drawing; ten test digits and two drawings that are none
SEED, SAMPLES = 0, 50  # of the noise, as in encode.js
SHAPE = (28, 28)


class EncodeFigure(FormulaFigure):
    """A sheet to draw on, the encoder's q(z|x) on the latent plane, a sample and its image.

    The ink is centred and scaled as MNIST's was, made binary (a pixel that is at least half
    covered is 1), then shifted. Both terms of the loss are in nats: -log p(x|z) of the sample, and
    KL(q(z|x) || p(z)). All work is done in the browser.

    Args:
        encoder: `Encoder` of images of 784 pixels, with K = 2.
        decoder: `Decoder` of a Bernoulli model, with K = 2.
        digits: Ten grey images in [0, 1], shape `(10, 784)`: the digits 0 to 9 to choose from.
        points: Float array `(n, 2)`, for example the posterior means of test images.
        point_classes: n digits from 0 to 9, one a point; each point is drawn as its digit.
        average: `(reconstruction, kl)` of the test images in nats, to compare with.
        limit: The latent plane reaches from -limit to limit, 1 to 10.
        preset: Image to start from: a digit 0 to 9, 10 a letter, 11 a face, -1 an empty sheet.
        right, up: Shift of the image in pixels, -8 to 8.
        sample: Which sample of q is decoded, 1 to 50; 0 is the mean m.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If an argument does not fit; the message quotes it.

    Example:
        >>> EncodeFigure(Encoder.from_keras(vae.encoder), Decoder.from_keras(vae.decoder), digits)
    """

    encoder = traitlets.Instance(Encoder)
    encoder = encoder.tag(sync=True, to_json=lambda value, _: f"anywidget:{value.model_id}")
    decoder = traitlets.Instance(Decoder)
    decoder = decoder.tag(sync=True, to_json=lambda value, _: f"anywidget:{value.model_id}")
    data = traitlets.Bytes().tag(sync=True)
    average = traitlets.List(traitlets.Float()).tag(sync=True)
    limit = traitlets.Float(5.0).tag(sync=True)
    preset = Ranged(9, OWN, GIVEN - 1, whole=True)
    right = Ranged(0, -8, 8, whole=True)
    up = Ranged(0, -8, 8, whole=True)
    sample = Ranged(1, 0, SAMPLES, whole=True)
    heading = "Encode your own digit"

    def __init__(
        self, encoder, decoder, digits, points=None, point_classes=None, average=None, **kwargs
    ):
        _check_networks(encoder, decoder)
        points, classes = _check_points(points, point_classes)
        super().__init__(
            encoder=encoder,
            decoder=decoder,
            data=pack_arrays(digits=_check_digits(digits), points=points, classes=classes),
            average=_check_average(average),
            **kwargs,
        )

    @traitlets.validate("limit")
    def _check_limit(self, proposal):
        if not 1 <= proposal["value"] <= 10:
            raise ValueError(f"limit must be from 1 to 10. Received: limit={proposal['value']}.")
        return proposal["value"]

    @classmethod
    def example(cls):
        """The figure of two small networks that are not trained."""
        encoder = Encoder.from_keras(dense_encoder(784, 2, (8,)))
        decoder = Decoder.from_keras(dense_decoder(784, 2, (8,)))
        return cls(encoder, decoder, np.tile(np.linspace(0, 1, 784), (10, 1)))

    def still(self):
        """The chosen test digit and its reconstruction; nothing for a drawing."""
        digits = open_arrays(self.data)["digits"].reshape(-1, SHAPE[0] * SHAPE[1])
        digit = 0 <= self.preset < len(digits)
        if not digit or self.encoder.run is None or self.decoder.run is None:
            return None
        noise = np.concatenate([np.zeros(2), normals(SEED, 2 * SAMPLES)]).reshape(-1, 2)
        shift = self.right, self.up
        return picture(
            self.encoder, self.decoder, digits[self.preset] / 255, shift, noise[self.sample]
        )


def _check_networks(encoder, decoder):
    for value, kind in ((encoder, Encoder), (decoder, Decoder)):
        if not isinstance(value, kind):
            raise ValueError(
                f"{kind.__name__.lower()} must be made with {kind.__name__}.from_keras(model). "
                f"Received: {type(value).__name__}."
            )
    sizes = (encoder.input_size, encoder.latent_size, decoder.latent_size, decoder.image_shape)
    if sizes != (SHAPE[0] * SHAPE[1], 2, 2, list(SHAPE)):
        raise ValueError(
            "The figure shows models of 28 x 28 pixels with two latent variables. "
            f"Received: an {encoder!r}, and a {decoder!r}."
        )
    if not decoder.layers or decoder.layers[-1] != {"op": "activation", "activation": "sigmoid"}:
        raise ValueError(
            "The decoder must be that of a Bernoulli model: "
            'pack it with Decoder.from_keras(model, output="sigmoid").'
        )


def _check_digits(digits):
    """Ten images as grey levels from 0 to 255."""
    digits = require_images(digits, "digits")
    if digits.shape != (10, SHAPE[0] * SHAPE[1]):
        raise ValueError(
            "digits must hold one image of each digit from 0 to 9, shape (10, 784). "
            f"Received shape {digits.shape}."
        )
    return grey_levels(digits)


def _check_points(points, classes):
    """Both as arrays of small numbers."""
    points = np.zeros((0, 2), "float32") if points is None else require_rows(points, "points")
    classes = np.zeros(len(points), int) if classes is None else np.asarray(classes)
    if points.shape[1] != 2 or classes.shape != (len(points),):
        raise ValueError(
            "points must have shape (n, 2), and point_classes must hold one digit a point. "
            f"Received: points of shape {points.shape} and classes of shape {classes.shape}."
        )
    strange = classes[~np.isin(classes, np.arange(10))]
    if strange.size:
        raise ValueError(f"point_classes must be digits from 0 to 9. Received: {strange[0]}.")
    return points.astype("float32"), classes.astype("uint8")


def _check_average(average):
    """Nothing, or the two terms of the loss, as a list."""
    average = np.zeros(0) if average is None else np.asarray(average, dtype="float64")
    if average.shape not in ((0,), (2,)):
        raise ValueError(
            "average must be (reconstruction, kl) of the test images. "
            f"Received an array of shape {average.shape}."
        )
    require_finite(average, "average")
    return average.tolist()
