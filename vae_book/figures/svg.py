"""The autoencoder as a drawing whose parts are links to their equations (figure 1).

The drawing is SVG in the page itself, so its colours follow the page, its text is text, and the
Tab key visits the parts in the order of the computation.
"""

import re
from html import escape
from pathlib import Path

TITLE = "The variational autoencoder"
SVG = Path(__file__).with_name("structure.svg").read_text(encoding="utf-8")
LINK = re.compile(r'<a data-label="([\w-]+)">(.*?)</a>', re.DOTALL)


def structure(places):
    """The drawing.

    Args:
        places: Addresses of equations by label, from `vae_book.derivations.ledger.places`; a part
            whose equation has no address is drawn without a link.

    Returns:
        A `Drawing`, which a notebook shows.
    """

    def linked(match):
        label, shapes = match.groups()
        if label not in places:
            return f"<g>{shapes}</g>"
        # JupyterLab resolves each href of an `a`, and fails at one that belongs to SVG.
        return f'<a xlink:href="{escape(places[label])}">{shapes}</a>'

    return Drawing(LINK.sub(linked, re.sub(r"<!--.*?-->", "", SVG)))


class Drawing:
    """SVG that a notebook shows in the page itself, not as a picture."""

    def __init__(self, svg):
        self.svg = svg

    def _repr_html_(self):
        return self.svg

    def __repr__(self):
        return f"Drawing({TITLE!r})"
