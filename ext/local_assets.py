"""Serve every script and font of the book from its own host.

Out of the box a Jupyter Book fetches MathJax, RequireJS, the widget manager and anywidget from
public networks. This extension copies vendored files to ``_static/offline`` of the built book and
points Sphinx and myst-nb at them. anywidget's front end is taken from the installed wheel, so it
is always the one that belongs to the Python package that executed the chapters.

The files are copied by the extension, not put below ``_static`` of the sources, because Jupyter
Book adds every script it finds there to every page.
"""

import shutil
from importlib.metadata import version
from pathlib import Path

import anywidget
from sphinx.errors import ExtensionError

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "vendor"
ANYWIDGET = Path(anywidget.__file__).parent / "nbextension" / "index.js"

# A module that the book does not ship must fail on the spot, not be asked for elsewhere.
NO_NETWORK = {"data-jupyter-widgets-cdn": "data:,not-shipped/"}

MATHJAX = {
    "mathjax_path": "offline/mathjax/tex-chtml.js",
    # MathJax's own menu would fetch speech rules and preferences from elsewhere.
    "mathjax3_config": {"options": {"enableMenu": False}},
}

WIDGET_SCRIPTS = {
    "offline/requirejs/require.js": {},
    "offline/widget-paths.js": {},
    "offline/html-manager/embed-amd.js": NO_NETWORK,
}


def use_vendored_scripts(app, config):
    """Point MathJax and the widget manager at the copies in ``_static/offline``."""
    for name, value in MATHJAX.items():
        config[name] = value
    config.nb_ipywidgets_js = WIDGET_SCRIPTS


def copy_vendored_files(app):
    """Copy the vendored scripts and anywidget's front end into the built book.

    Raises:
        ExtensionError: if the installed anywidget has no front end where it is expected.
    """
    if app.builder.format != "html":
        return
    if not ANYWIDGET.is_file():
        raise ExtensionError(
            f"anywidget {version('anywidget')} has no {ANYWIDGET}: the figures would not run. "
            "Install the versions that requirements.txt asks for."
        )
    target = Path(app.outdir, "_static", "offline")
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(VENDOR, target, ignore=shutil.ignore_patterns(".*"))
    shutil.copy(HERE / "widget-paths.js", target)
    shutil.copy(ANYWIDGET, target / "anywidget.js")


def is_thebe(script):
    """Tell whether a script belongs to sphinx-thebe, which this book does not use.

    It declares one constant twice, which is an error on every page, and names a foreign host.
    """
    body = getattr(script, "attributes", {}).get("body") or ""
    return "THEBE_JS_URL" in body or "sphinx-thebe" in str(script.filename or "")


def drop_unused_scripts(app, pagename, templatename, context, doctree):
    """Remove sphinx-thebe's scripts from a page."""
    scripts = context.get("script_files", [])
    context["script_files"] = [script for script in scripts if not is_thebe(script)]


def drop_source_maps(app, exception):
    """Delete the themes' source maps: no reader needs them, and they double the book's size."""
    if exception is None and app.builder.format == "html":
        for path in Path(app.outdir, "_static").rglob("*.map"):
            path.unlink()


def setup(app):
    """Register the extension with Sphinx."""
    app.connect("config-inited", use_vendored_scripts, priority=900)
    app.connect("builder-inited", copy_vendored_files)
    app.connect("html-page-context", drop_unused_scripts, priority=990)
    app.connect("build-finished", drop_source_maps, priority=990)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
