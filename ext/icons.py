"""Put the icons that the theme shows into the page as SVG, in place of its icon script.

The theme loads all of Font Awesome, 1.5 MB of script, to draw about fifteen pictures. They are
taken from that very script while the book is built.
"""

import functools
import re
from pathlib import Path

import pydata_sphinx_theme
from finished_page import change_pages, when_built
from sphinx.errors import ExtensionError

SCRIPT = "scripts/fontawesome.js"
THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
LOADED = re.compile(rf'\s*<script[^>]* src="[^"]*{re.escape(SCRIPT)}[^"]*"></script>')
ICON = re.compile(r'<(i|span) class="([^"]*\bfa-[^"]*)"([^>]*)></\1>')
STYLES = {"fa": "fas", "fa-solid": "fas", "fa-regular": "far", "fa-brands": "fab"}
PACK = re.compile(r'\b\w\("(fa[srb])",\w\)')  # what stands behind the icons of a style
SHAPE = re.compile(r'"?([\w-]+)"?:\[(\d+),(\d+),\[([^\]]*)\],"[0-9a-f]+","([^"]+)"\]')


@functools.cache
def shapes():
    """The icons of the theme's script: `(width, height, path)` by style and name."""
    texts = PACK.split((THEME / SCRIPT).read_text(encoding="utf-8"))
    found = {}
    for text, style in zip(texts[::2], texts[1::2], strict=False):
        for name, width, height, others, path in SHAPE.findall(text):
            for each in (name, *re.findall(r'"([^"]+)"', others)):
                found[style, f"fa-{each}"] = width, height, path
    return found


def svg(match):
    """One icon; what says its name to a screen reader stands beside it and stays."""
    _, classes, attributes = match.groups()
    names = classes.split()
    style = next(STYLES.get(name, name) for name in names if name in {*STYLES, *STYLES.values()})
    shape = next((shapes()[style, name] for name in names if (style, name) in shapes()), None)
    if shape is None:
        raise ExtensionError(
            f"There is no icon for {match[0]}: the theme's {SCRIPT} has none of this name."
        )
    width, height, path = shape
    return (
        f'<svg class="svg-inline--fa {" ".join(names)}"{attributes.rstrip()} aria-hidden="true" '
        f'viewBox="0 0 {width} {height}"><path fill="currentColor" d="{path}"/></svg>'
    )


def draw(html):
    """A finished page with its icons drawn and without the script."""
    return ICON.sub(svg, LOADED.sub("", html))


def drop_script(app):
    """Delete the script from the built book. The fonts stay: style sheets draw with them."""
    Path(app.outdir, "_static", SCRIPT).unlink(missing_ok=True)


def setup(app):
    change_pages(app, lambda app, html, context: draw(html))
    when_built(app, drop_script)
