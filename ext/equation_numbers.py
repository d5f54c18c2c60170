"""Number equations as the assignment does, not in the order in which they appear.

The label carries the number: `eq-7` is shown and referred to as (7), `eq-q2` as (Q2). What
the assignment does not number has a name instead: `eq-gap` is shown as (gap). The same label
works from every chapter. A label without `eq-` is a warning, and warnings are errors here.
"""

import re

from sphinx.domains.math import MathDomain
from sphinx.util import logging

logger = logging.getLogger(__name__)

LABEL = re.compile(r"eq-(?P<number>[a-z0-9]+(-[a-z0-9]+)*)")


def equation_number(label):
    """The number that a label stands for.

    Args:
        label: label of an equation, e.g. `"eq-7"`.

    Returns:
        The number as text, e.g. `"7"`.

    Raises:
        ValueError: if the label does not carry a number.
    """
    match = LABEL.fullmatch(label)
    if match is None:
        raise ValueError(
            f"equation label {label!r} carries no number: write eq-7 for equation 7 of the "
            "assignment, eq-q2 for question 2, eq-name for one without a number, or leave the "
            "equation without a label (with amsmath: use the starred environment)"
        )
    number = match["number"]
    return re.sub(r"^q(?=\d)", "Q", number)


class AssignmentMathDomain(MathDomain):
    """Sphinx's math domain, with numbers read from the labels."""

    def note_equation(self, docname, labelid, location=None):
        """Remember where an equation is, under the number that its label carries."""
        super().note_equation(docname, labelid, location)
        try:
            self.equations[labelid] = (docname, equation_number(labelid))
        except ValueError as error:
            logger.warning(str(error), location=location)


def drop_figure_numbering(app, config):
    """Stop Jupyter Book from numbering equations chapter by chapter, as it does figures."""
    config.math_numfig = False


def setup(app):
    app.add_domain(AssignmentMathDomain, override=True)
    app.connect("config-inited", drop_figure_numbering)
