"""Serve every script of the book from its own host, and none that a page does not use.

Out of the box a Jupyter Book fetches RequireJS, the widget manager and anywidget from public
networks. `figure_host` runs the book's figures without them. A page that holds another widget,
a teacher's slider, still needs them: that page loads vendored files, which this extension copies
to `_static/offline`. anywidget's front end is taken from the installed wheel, so it is always
the one that belongs to the Python package that executed the chapters.

The files are copied by the extension, not put below `_static` of the sources, because Jupyter
Book adds every script it finds there to every page.
"""

import shutil
from importlib.metadata import version
from pathlib import Path

import anywidget
from finished_page import when_built
from sphinx.errors import ExtensionError

HERE = Path(__file__).resolve().parent
VENDOR = HERE / "vendor"
MANAGER = ("requirejs", "html-manager")
ANYWIDGET = Path(anywidget.__file__).parent / "nbextension" / "index.js"

# A module that the book does not ship must fail on the spot, not be asked for elsewhere.
NO_NETWORK = {"data-jupyter-widgets-cdn": "data:,not-shipped/"}

WIDGET_SCRIPTS = {
    "offline/requirejs/require.js": {},
    "offline/widget-paths.js": {},
    "offline/html-manager/embed-amd.js": NO_NETWORK,
}


def use_vendored_scripts(app, config):
    """Point the widget manager at the copies in `_static/offline`."""
    config.nb_ipywidgets_js = WIDGET_SCRIPTS


def is_manager(script):
    """Tell whether a script belongs to Jupyter's widget manager."""
    return str(script.filename).removeprefix("_static/") in WIDGET_SCRIPTS


def copy_manager(target):
    """Copy the vendored scripts and anywidget's front end into a folder.

    Raises:
        ExtensionError: if the installed anywidget has no front end where it is expected.
    """
    if not ANYWIDGET.is_file():
        raise ExtensionError(
            f"anywidget {version('anywidget')} has no {ANYWIDGET}: the figures would not run. "
            "Install the versions that requirements.txt asks for."
        )
    for folder in MANAGER:
        shutil.copytree(VENDOR / folder, target / folder, dirs_exist_ok=True)
    shutil.copy(HERE / "widget-paths.js", target)
    shutil.copy(ANYWIDGET, target / "anywidget.js")


def is_thebe(script):
    """Tell whether a script belongs to sphinx-thebe, which this book does not use.

    It declares one constant twice, which is an error on every page, and names a foreign host.
    """
    body = getattr(script, "attributes", {}).get("body") or ""
    return "THEBE_JS_URL" in body or "sphinx-thebe" in str(script.filename or "")


def choose_scripts(app, pagename, templatename, context, doctree):
    """Remove sphinx-thebe's scripts from a page; bring the widget manager where it is used."""
    scripts = [script for script in context.get("script_files", []) if not is_thebe(script)]
    context["script_files"] = scripts
    if any(is_manager(script) for script in scripts):
        copy_manager(Path(app.outdir, "_static", "offline"))


def drop_source_maps(app):
    """Delete the themes' source maps: no reader needs them, and they double the book's size."""
    for path in Path(app.outdir, "_static").rglob("*.map"):
        path.unlink()


def setup(app):
    app.connect("config-inited", use_vendored_scripts, priority=900)
    app.connect("html-page-context", choose_scripts, priority=990)
    when_built(app, drop_source_maps, priority=990)
