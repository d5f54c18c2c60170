"""The latent explorer: drag a point of the latent space, see the image that it decodes to."""

import numpy as np
import traitlets

from vae_book.figures.panels import png
from vae_book.figures.still import Still
from vae_book.widgets.explorer import latent_codes
from vae_book.widgets.figure import Figure, Ranged
from vae_book.widgets.network.arrays import open_arrays, pack_arrays
from vae_book.widgets.network.decoder import Decoder
from vae_lib.divergences import kl_per_unit
from vae_lib.evaluation.latents import encode
from vae_lib.likelihoods import Bernoulli
from vae_lib.likelihoods.gaussian import GaussianLikelihood
from vae_lib.networks import dense_decoder

STILL_CELLS = 8  # a side of the still picture


class LatentExplorer(Figure):
    """A pad, sliders and a grid of decoded images over a decoder's latent space.

    All work is done in the browser, so the figure is alive in a notebook and in a static page.
    `z`, `ends`, `t`, `noise` and `seed` follow the reader's moves: after a drag, `explorer.z`
    holds the new vector.

    Args:
        decoder: `Decoder`.
        z: K floats, the latent vector to start from. Defaults to the origin, or to the walk.
        label: The figure's name, read by screen readers and shown as its heading.
        grid: Cells a side of the grid of decoded images, 0 for no grid.
        limit: Largest absolute value of a latent variable on sliders, pad and grid.
        points: Float array `(n, K)`, for example the posterior means of test images. They are
            drawn on the pad.
        point_classes: n digits from 0 to 9, one a point; each point is drawn as its digit.
        point_sds: Float array `(n, K)`, the standard deviations of q(z|x). With them the pad
            shows the aggregate posterior, the average of q(z|x) over the points.
        unit_kl: K floats, the KL of each latent unit in nats, averaged over images. With K > 2 the
            sliders are ordered by it, those of inactive units are folded away, and the pad shows
            the first two units. It needs `points`.
        interpolation: Whether to offer a walk on a straight line between two of the points. It
            needs `point_classes`.
        hero: Whether it opens a page: image and plane side by side at the top, and a point that
            moves slowly until the reader takes it.
        ends: Indices of the two points between which it goes at first.
        t: How far it has gone, 0 to 1.
        sigma: The standard deviation of a Gaussian decoder, at most 1: then a draw from p(x|z)
            is shown beside its mean.
        noise: The standard deviation of the noise in that draw, 0 to 1; `sigma` if not given.
        seed: A whole number that fixes this noise, 0 to 9999.

    Raises:
        ValueError: If an argument does not fit the decoder; the message quotes it.

    Example:
        >>> LatentExplorer(Decoder.from_keras(vae.decoder), points=mu, point_classes=y)
        >>> LatentExplorer.from_vae(vae, x_test, y, interpolation=True)
    """

    decoder = traitlets.Instance(Decoder)
    decoder = decoder.tag(sync=True, to_json=lambda value, _: f"anywidget:{value.model_id}")
    limit = traitlets.Float(3.0).tag(sync=True)
    z = traitlets.List(traitlets.Float()).tag(sync=True)
    heading = "Latent explorer"
    grid = traitlets.Int(20).tag(sync=True)
    # The points, and their deviations along the pad's two units, in thousandths.
    data = traitlets.Bytes().tag(sync=True)
    point_classes = traitlets.List(traitlets.Int()).tag(sync=True)
    order = traitlets.List(traitlets.Int()).tag(sync=True)
    active = traitlets.Int().tag(sync=True)
    unit_kl = traitlets.List(traitlets.Float()).tag(sync=True)
    interpolation = traitlets.Bool(False).tag(sync=True)
    hero = traitlets.Bool(False).tag(sync=True)
    ends = traitlets.List(traitlets.Int()).tag(sync=True)
    t = Ranged(0.0, 0.0, 1.0)
    sigma = traitlets.Float(allow_none=True, default_value=None).tag(sync=True)
    noise = Ranged(0.0, 0.0, 1.0)
    seed = Ranged(0, 0, 9999, whole=True)

    def __init__(
        self,
        decoder,
        z=None,
        points=None,
        point_classes=None,
        point_sds=None,
        unit_kl=None,
        **kwargs,
    ):
        if not isinstance(decoder, Decoder):
            raise ValueError(
                "decoder must be a Decoder: make one with Decoder.from_keras(model). "
                f"Received: {type(decoder).__name__}."
            )
        size = decoder.latent_size
        state: dict[str, object] = {"decoder": decoder}
        points, classes = latent_codes.check_points(points, point_classes, size)
        codes, spreads = latent_codes.thousandths(points, "points"), np.zeros(0, "int16")
        state["point_classes"] = [int(digit) for digit in classes]
        order, active = list(range(size)), size
        if unit_kl is not None:
            by_kl = latent_codes.order_units(unit_kl, points)
            order, active = by_kl if size > 2 else (order, active)
            state["unit_kl"] = [round(float(kl), 4) for kl in unit_kl]
        if point_sds is not None:
            deviations = latent_codes.check_deviations(point_sds, points)[:, order[:2]]
            spreads = latent_codes.thousandths(deviations, "point_sds")
        state["data"] = pack_arrays(codes=codes, spreads=spreads)
        if kwargs.get("sigma") is not None:
            kwargs = {"noise": kwargs["sigma"], **kwargs}
        state["z"] = [0.0] * size
        if kwargs.get("interpolation"):
            limit = kwargs.get("limit", type(self).limit.default_value)
            ends = latent_codes.choose_ends(kwargs.pop("ends", None), points, classes, limit)
            t = self.class_traits()["t"].validate(self, kwargs.get("t", 0.0))
            state |= {"ends": ends, "z": latent_codes.walk(points[ends], t)}
        if z is not None:
            state["z"] = [float(value) for value in z]
        super().__init__(order=order, active=active, **state, **kwargs)

    @classmethod
    def from_vae(cls, vae, images, classes=None, decoder=None, image_shape=None, **kwargs):
        """The explorer of a VAE, with all that its encoder says of some images.

        It starts where the first of them is encoded.

        Args:
            vae: `vae_lib.model.VAE` with a Bernoulli likelihood, or a Gaussian one, whose sigma
                is then shown.
            images: Float array `(n, D)`, for example the test images.
            classes: Their n digits.
            decoder: A `Decoder` of this VAE that the page has already, to share its weights.
            image_shape: `(height, width)` of the image in pixels, if no decoder is given. Flat
                images are taken for 28 x 28.
            **kwargs: Of `LatentExplorer`.

        Raises:
            ValueError: If the images have colours, or the likelihood has another form, or a sigma
                for each pixel.
        """
        shape = vae.data_shape
        if len(shape) > 2 and shape[-1] > 1:
            raise ValueError(
                f"The explorer shows grey images, and this VAE's have the shape {shape}. Look at "
                "colours with vae_book.figures.image_rows({'samples': vae.sample(12)})."
            )
        image_shape = image_shape or (shape[:2] if len(shape) > 1 else (28, 28))
        mean, logvar = encode(vae, images)
        output, noise = _kind(vae.likelihood, kwargs)
        inside = np.all(np.abs(mean) <= kwargs.get("limit", cls.limit.default_value), axis=1)
        if inside.any() and not kwargs.get("interpolation"):
            kwargs = {"z": np.float64(mean[inside][0]).round(3), **kwargs}
        if decoder is None:
            decoder = Decoder.from_keras(vae.decoder, output, image_shape)
        return cls(
            decoder,
            points=mean,
            point_classes=classes,
            point_sds=np.exp(0.5 * logvar),
            unit_kl=np.mean(kl_per_unit(mean, logvar), axis=0),
            **{**noise, **kwargs},
        )

    @property
    def points(self):
        """The points as they are shown, to a thousandth, shape `(n, K)`."""
        codes = open_arrays(self.data)["codes"].reshape(-1, self.decoder.latent_size)
        return codes / latent_codes.STEPS_A_UNIT

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

    @traitlets.validate("sigma")
    def _check_sigma(self, proposal):
        if proposal["value"] is not None and not 0 < proposal["value"] <= 1:
            raise ValueError(
                f"sigma must be above 0 and at most 1. Received: sigma={proposal['value']}."
            )
        return proposal["value"]

    @traitlets.validate("ends")
    def _check_ends(self, proposal):
        return latent_codes.check_ends(proposal["value"], self.points, self.limit)

    @classmethod
    def example(cls):
        """The explorer of a small decoder that is not trained."""
        return cls(Decoder.from_keras(dense_decoder(784, 2, (8,))))

    def still(self):
        """Images decoded over the pad's two latent variables; the others are as they start."""
        if self.decoder.run is None:
            return None
        values = np.linspace(-self.limit, self.limit, STILL_CELLS)
        z = np.tile(self.z, (STILL_CELLS**2, 1))
        across, *up = self.order[:2]
        z[:, across] = np.tile(values, STILL_CELLS)
        if up:
            z[:, up] = np.repeat(values[::-1], STILL_CELLS)[:, None]
        images = self.decoder.run(z).reshape(-1, *self.decoder.image_shape) / 255
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


def _kind(likelihood, options):
    """What a decoder's output means, and the sigma that goes with it."""
    if isinstance(likelihood, Bernoulli):
        return "sigmoid", {}
    if not isinstance(likelihood, GaussianLikelihood):
        raise ValueError(
            "The explorer shows Bernoulli and Gaussian decoders. "
            f"Received: {type(likelihood).__name__}."
        )
    if options.get("sigma") is not None:
        return "linear", {}
    sigma = np.asarray(likelihood.sigma)
    if sigma.size != 1:
        raise ValueError(
            f"This likelihood has a sigma for each of {sigma.size} pixels, and the explorer "
            "draws with one for all. Pass it as sigma=..., for example their median."
        )
    return "linear", {"sigma": float(sigma.ravel()[0])}
