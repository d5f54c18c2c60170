"""The bound figure: drag q, and see ELBO and gap add up to log p(x)."""

from pathlib import Path

import anywidget
import traitlets

from vae_lib.linear_gaussian import LinearGaussian
from vae_lib.widgets.bundle import bundle

HERE = Path(__file__).parent
STYLES = ("explorer.css", "bound.css")


class BoundFigure(anywidget.AnyWidget):
    """The evidence lower bound of one data point, in a model where all of it is exact.

    The model is `LinearGaussian` with one latent variable and one data dimension. All work is
    done in the browser, so the figure is alive in a notebook and in a static page.

    Args:
        model: `LinearGaussian` with K = D = 1. Its posterior must lie within `limit` and
            `widths`, so that the reader can reach it.
        x: The data point, a number.
        m: Mean of q to start from. It follows the reader's moves.
        s: Standard deviation of q to start from. It follows the reader's moves.
        label: The figure's name, read by screen readers and shown as its heading.

    Raises:
        ValueError: If an argument does not fit; the message quotes it.

    Example:
        >>> BoundFigure(LinearGaussian([[1.0]], [0.0], 0.75), x=1.5, m=-1.0, s=1.2)
    """

    _esm = bundle("bound.js")
    _css = "\n".join((HERE / name).read_text(encoding="utf-8") for name in STYLES)

    w = traitlets.Float().tag(sync=True)
    b = traitlets.Float().tag(sync=True)
    sigma = traitlets.Float().tag(sync=True)
    x = traitlets.Float().tag(sync=True)
    m = traitlets.Float().tag(sync=True)
    s = traitlets.Float().tag(sync=True)
    label = traitlets.Unicode("Evidence, bound and gap").tag(sync=True)
    limit = traitlets.Float(3.0, read_only=True).tag(sync=True)
    widths = traitlets.List([0.3, 2.0], read_only=True).tag(sync=True)

    def __init__(self, model, x, m=-1.0, s=1.2, **kwargs):
        self._check_model(model, x)
        numbers = {"w": model.W[0, 0], "b": model.b[0], "sigma": model.sigma, "x": x}
        numbers = {name: float(value) for name, value in numbers.items()}
        super().__init__(m=float(m), s=float(s), **numbers, **kwargs)

    def _check_model(self, model, x):
        """Raise a `ValueError` unless the model has one dimension and a posterior within reach."""
        if not isinstance(model, LinearGaussian) or model.W.shape != (1, 1):
            raise ValueError(
                "model must be a LinearGaussian with one latent variable and one data dimension. "
                f"Received: {getattr(model, 'W', model)!r}."
            )
        mean, covariance = model.posterior([[x]])
        mean, deviation = mean[0, 0], covariance[0, 0] ** 0.5
        least, most = self.widths
        if abs(mean) > self.limit or not least <= deviation <= most:
            raise ValueError(
                f"The posterior must have a mean between -{self.limit:g} and {self.limit:g} and a "
                f"standard deviation between {least:g} and {most:g}. "
                f"Received mean {mean:.3g} and standard deviation {deviation:.3g}."
            )

    @traitlets.validate("m")
    def _check_m(self, proposal):
        if not abs(proposal["value"]) <= self.limit:
            raise ValueError(
                f"m must be between -{self.limit:g} and {self.limit:g}. "
                f"Received: m={proposal['value']}."
            )
        return proposal["value"]

    @traitlets.validate("s")
    def _check_s(self, proposal):
        least, most = self.widths
        if not least <= proposal["value"] <= most:
            raise ValueError(
                f"s must be between {least:g} and {most:g}. Received: s={proposal['value']}."
            )
        return proposal["value"]

    def __repr__(self):
        # Constant from run to run, so that a notebook's stored text stays comparable.
        return f"BoundFigure: {self.label}"
