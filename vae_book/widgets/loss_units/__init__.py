"""The lab of loss units: sums or means, beta and sigma, and the model that each setting trains."""

import numpy as np
import traitlets

from vae_book.widgets.figure import FormulaFigure, Ranged
from vae_book.widgets.loss_units.models import Outcome
from vae_book.widgets.loss_units.still import picture
from vae_book.widgets.loss_units.weights import REDUCTIONS, all_weights, effective_beta, kl_weight
from vae_book.widgets.network.arrays import grey_levels, pack_arrays
from vae_lib.checks import require_images

BETAS = (0.25, 1.0, 4.0)
SIGMAS = (0.125, 0.25, 0.5, 1.0)


class LossUnitsLab(FormulaFigure):
    """Switches for the units of the loss, and what a VAE learns from it.

    Each setting is the ELBO for one weight lambda of the KL (`weights.py`); the figure shows
    the model that was trained with it.

    Args:
        outcomes: `models.Outcome` for each of `LossUnitsLab.weights(D, K)`.
        images: The images that their reconstructions are of, shape `(m, 784)`.
        variances: Of the training images along their principal directions, falling.
        pixels: 1 for the mean over the pixels, 0 for the sum, to start from.
        latents: The same for the latent units.
        beta: The factor of the KL to start from, one of `BETAS`.
        sigma: The standard deviation of the likelihood to start from, one of `SIGMAS`.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If an argument does not fit; the message quotes it.

    Example:
        >>> outcomes = train_for_weights(vae, x, LossUnitsLab.weights(784, 4), scored)
        >>> LossUnitsLab(outcomes, scored[:8], variances)
    """

    data = traitlets.Bytes().tag(sync=True)
    betas = traitlets.List(list(BETAS), read_only=True).tag(sync=True)
    sigmas = traitlets.List(list(SIGMAS), read_only=True).tag(sync=True)
    variance = traitlets.Float().tag(sync=True)
    pixels = Ranged(0, 0, 1, whole=True)
    latents = Ranged(0, 0, 1, whole=True)
    beta = Ranged(1.0, BETAS[0], BETAS[-1])
    sigma = Ranged(0.25, SIGMAS[0], SIGMAS[-1])
    heading = "Loss units"

    def __init__(self, outcomes, images, variances, **kwargs):
        images = require_images(images)
        _check(outcomes, images)
        data = pack_arrays(
            weights=np.array([outcome.weight for outcome in outcomes], "float32"),
            kl=np.array([outcome.kl for outcome in outcomes], "float32"),
            errors=np.array([outcome.squared_error for outcome in outcomes], "float32"),
            images=grey_levels(images),
            reconstructions=grey_levels([outcome.reconstructions for outcome in outcomes]),
            samples=grey_levels([outcome.samples for outcome in outcomes]),
        )
        variance = float(np.max(variances))
        super().__init__(data=data, variance=variance, **kwargs)
        self._outcomes, self._images = outcomes, images

    @classmethod
    def example(cls):
        """The figure of models that only repeat two ramps of grey levels."""
        ramps = np.tile(np.linspace(0, 1, 784), (2, 1))
        models = [Outcome(each, np.ones(4), 9.0, ramps, ramps) for each in cls.weights(784, 4)]
        return cls(models, ramps, [5.0])

    def still(self):
        """A `Still` of the model that belongs to the setting."""
        beta, sigma = _nearest(self.beta, BETAS), _nearest(self.sigma, SIGMAS)
        pixels, latents = REDUCTIONS[self.pixels], REDUCTIONS[self.latents]
        latent_size = self._outcomes[0].kl.size
        beta_eff = effective_beta(beta, pixels, latents, self._images.shape[1], latent_size)
        weights = np.array([outcome.weight for outcome in self._outcomes])
        chosen = int(np.argmin(np.abs(weights / kl_weight(sigma, beta_eff) - 1)))
        return picture(self._outcomes, chosen, beta_eff, self._images, self.variance)

    @staticmethod
    def weights(data_size, latent_size):
        """The weights of the KL for which the figure needs a model, rising."""
        return all_weights(BETAS, SIGMAS, data_size, latent_size)


def _nearest(value, values):
    """The one of `values` that is nearest by ratio, as the sliders have it."""
    return min(values, key=lambda each: abs(np.log(each / value)))


def _check(outcomes, images):
    if images.shape[1] != 784:
        raise ValueError(f"images must have shape (m, 784). Received shape {images.shape}.")
    if not outcomes:
        raise ValueError("outcomes must hold a model for each weight. Received none.")
    needed = all_weights(BETAS, SIGMAS, images.shape[1], outcomes[0].kl.size)
    given = [outcome.weight for outcome in outcomes]
    if len(given) != len(needed) or not np.allclose(given, needed, rtol=1e-6):
        raise ValueError(
            f"outcomes must hold {len(needed)} models, one for each of LossUnitsLab.weights("
            f"{images.shape[1]}, {outcomes[0].kl.size}) in their order. Received the weights "
            f"{given}."
        )
    for outcome in outcomes:
        shape = outcome.reconstructions.shape, outcome.samples.shape
        if shape != (images.shape, images.shape):
            raise ValueError(
                f"Each model must have {len(images)} reconstructions and samples, as there are "
                f"images. Received the shapes {shape[0]} and {shape[1]}."
            )
