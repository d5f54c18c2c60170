"""The bound figure: drag q, and see ELBO and gap add up to log p(x)."""

import traitlets

from vae_book.widgets.bound.still import picture
from vae_book.widgets.figure import FormulaFigure, Ranged
from vae_lib.linear_gaussian import LinearGaussian

LIMIT = 3.0
NARROWEST, WIDEST = 0.3, 2.0


class BoundFigure(FormulaFigure):
    """The evidence lower bound of one data point, in a model where all of it is exact.

    The model is `LinearGaussian` with one latent variable and one data dimension. A number c bends
    its decoder, w z + b + c z^2; then the posterior is no Gaussian and may have two peaks.

    Args:
        model: `LinearGaussian` with K = D = 1. Its posterior must lie within reach of m and s.
        x: The data point, a number.
        m: Mean of q to start from, -3 to 3.
        s: Standard deviation of q to start from, 0.3 to 2.
        c: Bend of the decoder to start from, 0 to 1.5.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If an argument does not fit; the message quotes it.

    Example:
        >>> BoundFigure(LinearGaussian([[1.0]], [0.0], 0.75), x=1.5, m=-1.0, s=1.2)
    """

    w = traitlets.Float().tag(sync=True)
    b = traitlets.Float().tag(sync=True)
    sigma = traitlets.Float().tag(sync=True)
    x = traitlets.Float().tag(sync=True)
    m = Ranged(-1.0, -LIMIT, LIMIT)
    s = Ranged(1.2, NARROWEST, WIDEST)
    c = Ranged(0.0, 0.0, 1.5)
    heading = "Evidence, bound and gap"

    def __init__(self, model, x, **kwargs):
        _check_model(model, x)
        numbers = {"w": model.W[0, 0], "b": model.b[0], "sigma": model.sigma, "x": x}
        numbers = {name: float(value) for name, value in numbers.items()}
        super().__init__(**numbers, **kwargs)

    @classmethod
    def example(cls):
        """The figure of a model whose posterior lies in the middle."""
        return cls(LinearGaussian([[1.0]], [0.0], 0.75), x=1.5)

    def still(self):
        model = LinearGaussian([[self.w]], [self.b], self.sigma)
        return picture(model, self.x, self.m, self.s, self.c)


def _check_model(model, x):
    """Raise a `ValueError` unless the model has one dimension and a posterior within reach."""
    if not isinstance(model, LinearGaussian) or model.W.shape != (1, 1):
        raise ValueError(
            "model must be a LinearGaussian with one latent variable and one data dimension. "
            f"Received: {getattr(model, 'W', model)!r}."
        )
    mean, covariance = model.posterior([[x]])
    mean, deviation = mean[0, 0], covariance[0, 0] ** 0.5
    if abs(mean) > LIMIT or not NARROWEST <= deviation <= WIDEST:
        raise ValueError(
            f"The posterior must have a mean between -{LIMIT:g} and {LIMIT:g} and a standard "
            f"deviation between {NARROWEST:g} and {WIDEST:g}. "
            f"Received mean {mean:.3g} and standard deviation {deviation:.3g}."
        )
