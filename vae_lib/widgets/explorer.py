"""The latent explorer: drag a point of the latent space, see the image that it decodes to."""

import numpy as np
import traitlets

from vae_lib.widgets.bundle import bundle
from vae_lib.widgets.decoder import Decoder
from vae_lib.widgets.drawing_panels import png
from vae_lib.widgets.figure import Figure, style
from vae_lib.widgets.still import Still

STILL_CELLS = 8  # a side of the still picture


class LatentExplorer(Figure):
    """A pad, sliders and a grid of decoded images over a decoder's latent space.

    All work is done in the browser, so the figure is alive in a notebook and in a static page.

    Args:
        decoder: `Decoder`.
        z: K floats, the latent vector to start from. Defaults to the origin. It follows the
            reader's moves: after a drag, `explorer.z` holds the new vector.
        label: The figure's name, read by screen readers and shown as its heading.
        grid: Cells a side of the grid of decoded images, 0 for no grid.
        limit: Largest absolute value of a latent variable on sliders, pad and grid.
        points: Float array `(n, K)`, for example the posterior means of test images. The first
            two columns are drawn on the pad.
        point_classes: n digits from 0 to 9, one a point; each point is drawn as its digit.

    Raises:
        ValueError: If an argument does not fit the decoder; the message quotes it.

    Example:
        >>> explorer = LatentExplorer(Decoder.from_keras(vae.decoder), points=mu, point_classes=y)
    """

    _esm = bundle("explorer.js")
    _css = style("explorer.css")

    decoder = traitlets.Instance(Decoder)
    decoder = decoder.tag(sync=True, to_json=lambda value, _: f"anywidget:{value.model_id}")
    z = traitlets.List(traitlets.Float()).tag(sync=True)
    label = traitlets.Unicode("Latent explorer").tag(sync=True)
    grid = traitlets.Int(20).tag(sync=True)
    limit = traitlets.Float(3.0).tag(sync=True)
    points = traitlets.List().tag(sync=True)
    point_classes = traitlets.List(traitlets.Int()).tag(sync=True)

    def __init__(self, decoder, z=None, points=None, point_classes=None, **kwargs):
        if not isinstance(decoder, Decoder):
            raise ValueError(
                "decoder must be a Decoder: make one with Decoder.from_keras(model). "
                f"Received: {type(decoder).__name__}."
            )
        z = [0.0] * decoder.latent_size if z is None else [float(value) for value in z]
        points, point_classes = _check_points(points, point_classes, decoder.latent_size)
        super().__init__(decoder=decoder, z=z, points=points, point_classes=point_classes, **kwargs)

    @traitlets.validate("z")
    def _check_z(self, proposal):
        z, size = proposal["value"], self.decoder.latent_size
        if len(z) != size or not np.all(np.abs(z) <= self.limit):
            raise ValueError(
                f"z must hold {size} finite numbers between -{self.limit:g} and {self.limit:g}. "
                f"Received: z={z}."
            )
        return z

    @traitlets.validate("grid")
    def _check_grid(self, proposal):
        if not 0 <= proposal["value"] <= 40:
            raise ValueError(f"grid must be from 0 to 40. Received: grid={proposal['value']}.")
        return proposal["value"]

    @traitlets.validate("limit")
    def _check_limit(self, proposal):
        if not 0.5 <= proposal["value"] <= 10:
            raise ValueError(f"limit must be from 0.5 to 10. Received: limit={proposal['value']}.")
        return proposal["value"]

    def still(self):
        """Images decoded over the first two latent variables; the others are as they start."""
        if self.decoder.decode is None:
            return None
        values = np.linspace(-self.limit, self.limit, STILL_CELLS)
        z = np.tile(self.z, (STILL_CELLS**2, 1))
        z[:, 0] = np.tile(values, STILL_CELLS)
        if len(self.z) > 1:
            z[:, 1] = np.repeat(values[::-1], STILL_CELLS)
        images = self.decoder.decode(z).reshape(-1, *self.decoder.image_shape) / 255
        rows = [np.hstack(images[k : k + STILL_CELLS]) for k in range(0, len(z), STILL_CELLS)]
        alt = (
            f"{STILL_CELLS} by {STILL_CELLS} images, decoded from latent vectors whose first "
            f"variable rises to the right and whose second rises upwards, from "
            f"−{self.limit:g} to {self.limit:g}. Each image blends into its neighbours."
        )
        return Still(png(np.vstack(rows)), alt)

    def __repr__(self):
        # Constant from run to run, so that a notebook's stored text stays comparable.
        return f"LatentExplorer: {self.label} ({self.decoder.latent_size} latent variables)"


def _check_points(points, point_classes, latent_size):
    """Returns both as plain lists, the points rounded to a thousandth: far below a pixel."""
    points = np.zeros((0, latent_size)) if points is None else np.asarray(points, dtype="float64")
    classes = np.zeros(0, int) if point_classes is None else np.asarray(point_classes)
    if points.ndim != 2 or points.shape[1] != latent_size or not np.all(np.isfinite(points)):
        raise ValueError(
            f"points must be finite and of shape (n, {latent_size}). "
            f"Received: an array of shape {points.shape}."
        )
    if classes.size and classes.shape != points.shape[:1]:
        raise ValueError(
            "point_classes must hold one digit a point. "
            f"Received: {classes.size} classes for {len(points)} points."
        )
    if not np.all(np.isin(classes, np.arange(10))):
        bad = classes[~np.isin(classes, np.arange(10))][0]
        raise ValueError(f"point_classes must be digits from 0 to 9. Received: {bad}.")
    return np.round(points[:, :2], 3).tolist(), [int(value) for value in classes]
