"""What the figures share: a look, a stored text, a still picture, and numbers with ranges."""

import importlib

import anywidget
import numpy as np
import traitlets

from vae_book.figures.still import with_still
from vae_book.widgets.bundle import HERE, bundle, style


class Ranged(traitlets.Any):
    """A number between two ends that follows the reader's moves.

    Args:
        default: The number to start from.
        least: The smallest value that the figure can show.
        most: The largest one.
        whole: Whether it counts something.
    """

    def __init__(self, default, least, most, whole=False):
        super().__init__(default)
        self.least, self.most, self.whole = least, most, whole
        self.tag(sync=True)

    def validate(self, obj, value):
        """The value as a float or an int; raises a `ValueError` that quotes another one."""
        value = value.item() if isinstance(value, np.number) else value
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        fits = number and self.least <= value <= self.most
        if not fits or (self.whole and value != int(value)):
            kind = "a whole number " if self.whole else ""
            raise ValueError(
                f"{self.name} must be {kind}between {self.least:g} and {self.most:g}. "
                f"Received: {self.name}={value!r}."
            )
        return int(value) if self.whole else float(value)


class Figure(anywidget.AnyWidget):
    """A widget with a name, and a still picture for pages where no script runs.

    Its script is `<folder>.js` of its folder; its style sheet likewise, or that of all formulas.
    `heading` is the name of a figure that is given no `label`.
    """

    heading = ""
    label = traitlets.Unicode().tag(sync=True)

    def __init_subclass__(cls, **kwargs):
        package, _, folder = cls.__module__.rpartition(".")
        script, sheet = f"{folder}/{folder}.js", f"{folder}/{folder}.css"
        # An instance has a class of its own, which holds both as traits.
        own = package == __package__ and "_esm" not in vars(cls)
        if own and HERE.joinpath(script).is_file():
            cls._esm = bundle(script)
            cls._css = style(sheet if HERE.joinpath(sheet).is_file() else "page/formula.css")
            cls._folder = cls.__module__
        super().__init_subclass__(**kwargs)

    @traitlets.default("label")
    def _heading_of_this_class(self):
        return self.heading

    def still(self):
        """A `Still` of the state that the figure has now, or None if it has no picture."""
        return None

    @classmethod
    def example(cls):
        """A small figure of this class, for the tests that look at every figure."""
        return cls()

    def _repr_mimebundle_(self, **kwargs):
        return with_still(super()._repr_mimebundle_(**kwargs), self.label, self.still())

    def __repr__(self):
        # Constant from run to run, so that a notebook's stored text stays comparable.
        return f"{type(self).__name__}: {self.label}"


class FormulaFigure(Figure):
    """A figure whose state is its `Ranged` numbers.

    All work is done in the browser, so a figure is alive in a notebook and in a static page. Each
    number follows the reader's moves.

    Raises:
        ValueError: If a number is out of its range; the message quotes it.
    """

    _folder: str

    ranges = traitlets.Dict(read_only=True).tag(sync=True)

    @traitlets.default("ranges")
    def _ranges_of_this_class(self):
        return {
            name: {"least": trait.least, "most": trait.most, "whole": trait.whole}
            for name, trait in self.traits().items()
            if isinstance(trait, Ranged)
        }

    def still(self):
        """A `Still` of the numbers, by `picture` of `still.py` in the folder of the figure."""
        still = importlib.import_module(f"{self._folder}.still")
        return still.picture(**{name: getattr(self, name) for name in self.ranges})
