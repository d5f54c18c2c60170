"""What stands in a figure's place where no script runs: in print, and without JavaScript.

A figure's `still()` returns a `Still` of the state that it starts with. While the book is built,
the page gets it beside the live figure, and the style sheet `still.css` shows one of the two. In a
notebook it travels along as a picture, for programs that show no widgets.
"""

import base64
import json
import os
from html import escape
from pathlib import Path

STATIC_PAGE = "VAE_LIB_STATIC_PAGE"  # set while the book is built
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# Said by a notebook that has not been run.
NOT_RUN = "appears here once the notebook has run: Run > Run All Cells, less than a minute."
STYLE = Path(__file__).with_name("still.css").read_text(encoding="utf-8")
PNG, SVG = "image/png", "image/svg+xml"


class Still:
    """A picture with a text that says the same.

    Args:
        data: The picture: SVG as a string, or the bytes of a PNG file.
        alt: What it shows, in a sentence or two, for those who do not see it.
        width: Its width on the page in CSS pixels, at most; a phone makes it narrower.
    """

    def __init__(self, data, alt, width=480):
        self.data, self.alt, self.width = data, alt, width
        self.mime_type = SVG if isinstance(data, str) else PNG

    def address(self):
        """The picture as a `data:` address."""
        data = self.data.encode() if self.mime_type == SVG else self.data
        return f"data:{self.mime_type};base64,{base64.b64encode(data).decode()}"

    def html(self):
        """The picture for a page: SVG in the page itself, so that it follows the theme."""
        if self.mime_type == SVG:
            svg = self.data.replace("<svg ", '<svg aria-hidden="true" ', 1)
            picture = f'<div role="img" aria-label="{escape(self.alt)}">{svg}</div>'
        else:
            picture = f'<img alt="{escape(self.alt)}" src="{self.address()}">'
        return f'<div style="max-width: {self.width}px">{picture}</div>'


def with_still(bundle, label, still):
    """Adds a still picture to what a widget shows.

    Args:
        bundle: What anywidget returns for the widget: data and metadata by their types.
        label: The figure's name.
        still: `Still`, or None: then a page without scripts shows the name and a sentence.

    Returns:
        Data and metadata in the same form.
    """
    data, metadata = bundle
    data, metadata = {**data, "text/plain": f"The figure '{label}' {NOT_RUN}"}, dict(metadata)
    if still:
        data[still.mime_type] = (
            still.data if still.mime_type == SVG else base64.b64encode(still.data).decode()
        )
        metadata[still.mime_type] = {"alt": still.alt}
    if os.environ.get(STATIC_PAGE):
        data["text/html"] = _page(data[WIDGET_VIEW], label, still)
    return data, metadata


def _page(view, label, still):
    """The live figure's place, with the still picture before it."""
    sentence = "This figure can be moved where JavaScript runs."
    return (
        f'<div class="vae-stage"><style class="vae-screen">{STYLE}</style>'
        f'<div class="vae-still"><p class="vae-still-title">{escape(label)}</p>'
        f'{still.html() if still else ""}<p class="vae-still-note">{sentence}</p></div>'
        f'<script type="{WIDGET_VIEW}">{json.dumps(view)}</script></div>'
    )
