"""What the built pages hold of figures: the data of their widgets."""

import base64
import json
import re

from book_page import BOOK, page_names

from vae_book.widgets.network.arrays import open_arrays

WIDGET = r'<script type="application/vnd\.jupyter\.widget-state\+json">(.*?)</script>'


def source(name):
    """The HTML of a page."""
    return BOOK.joinpath(name).read_text(encoding="utf8")


def figure_pages():
    """The pages that hold a figure."""
    return [name for name in page_names() if 'class="vae-stage"' in source(name)]


def models(name):
    """The data of a page's widgets, by their identifiers."""
    found = re.search(WIDGET, source(name), re.DOTALL)
    return json.loads(found[1])["state"] if found else {}


def held(name):
    """What a file beside the figures' host hands over, by its name."""
    text = BOOK.joinpath("_static", "figures", name).read_text(encoding="utf8")
    return json.loads(text[text.index("{") : text.rindex("}") + 1])


def block(model):
    """The arrays that a widget of a page carries, by their names."""
    return open_arrays(base64.b64decode(held(model["data"])["data"]))


def kind_of(model):
    """A figure's kind as the page's addresses call it, or None for what is no formula figure."""
    return model["script"].split(".")[0].replace("_", "-") if "ranges" in model["state"] else None


def figures_of(name):
    """The state of each formula figure of a page, by its kind."""
    found = {kind_of(model): model["state"] for model in models(name).values()}
    return {kind: state for kind, state in found.items() if kind}
