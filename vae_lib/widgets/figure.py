"""What the formula figures share: a few numbers with ranges, a look, a stored text."""

from pathlib import Path

import anywidget
import numpy as np
import traitlets

HERE = Path(__file__).parent


def style(*names):
    """Returns the style sheet of all figures, followed by those of `names`."""
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("figure.css", *names))


FORMULA_CSS = style("formula.css")


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
        """Return `value` as a float or an int, or raise a `ValueError` that quotes it."""
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


class FormulaFigure(anywidget.AnyWidget):
    """A figure whose state is its `Ranged` numbers.

    All work is done in the browser, so a figure is alive in a notebook and in a static page. Each
    number follows the reader's moves.

    Raises:
        ValueError: If a number is out of its range; the message quotes it.
    """

    label = traitlets.Unicode().tag(sync=True)
    ranges = traitlets.Dict(read_only=True).tag(sync=True)

    @traitlets.default("ranges")
    def _ranges_of_this_class(self):
        return {
            name: {"least": trait.least, "most": trait.most, "whole": trait.whole}
            for name, trait in self.traits().items()
            if isinstance(trait, Ranged)
        }

    def __repr__(self):
        # Constant from run to run, so that a notebook's stored text stays comparable.
        return f"{type(self).__name__}: {self.label}"
