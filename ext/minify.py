"""Make the scripts of the built book short: no comments, and short names within a script.

Terser does it (`minify.mjs`, run by Deno), for all scripts of a build at once. Whoever writes a
script into the book marks it by `LONG`. Notebooks get the figures' scripts as they are written.
"""

from pathlib import Path

from finished_page import when_built
from typeset import run_script

LONG = "/* long */\n"


def shortened(scripts):
    """The texts of scripts without what only their authors need.

    Raises:
        ExtensionError: if one of them is no JavaScript, or Terser does not run.
    """
    return run_script("minify.mjs", scripts, "A script could not be made short")


def shorten(app):
    """Replace every marked script in the book."""
    paths = Path(app.outdir, "_static").rglob("*.js")
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(paths)}
    long = {path: text[len(LONG) :] for path, text in texts.items() if text.startswith(LONG)}
    if long:
        for path, script in zip(long, shortened(list(long.values())), strict=True):
            path.write_text(script, encoding="utf-8")


def setup(app):
    when_built(app, shorten, priority=950)  # before the offline copy is packed
