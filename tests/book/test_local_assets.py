"""The extension serves MathJax and the widgets' scripts from the book itself."""

import json
import re

import local_assets
import pytest
from sphinx.errors import ExtensionError

EXTENSIONS = ("myst_nb", "local_assets")
STATE = "application/vnd.jupyter.widget-state+json"


def scripts(app, page="index"):
    """Return the addresses of the scripts on a page, without their check sums."""
    html = app.outdir.joinpath(f"{page}.html").read_text(encoding="utf8")
    return re.findall(r'<script[^>]* src="([^"?]*)', html)


def widget_notebook():
    """Return a notebook, already run, that shows one widget."""
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "a", "version_major": 2}}
    output = {"output_type": "display_data", "data": view, "metadata": {}}
    cell = {"cell_type": "code", "execution_count": 1, "id": "a", "source": "w"}
    cell |= {"metadata": {}, "outputs": [output]}
    state = {"state": {"a": {"model_name": "M"}}, "version_major": 2, "version_minor": 0}
    metadata = {"widgets": {STATE: state}}
    return {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def test_formulas_load_mathjax_from_the_book(build):
    app = build("# Page\n\n$x^2$\n", extensions=EXTENSIONS)
    assert "_static/offline/mathjax/tex-chtml.js" in scripts(app)
    assert not [address for address in scripts(app) if "//" in address]
    html = app.outdir.joinpath("index.html").read_text(encoding="utf8")
    assert '"enableMenu": false' in html


def test_plain_page_loads_neither_mathjax_nor_widgets(build):
    app = build("# Page\n\nText.\n", extensions=EXTENSIONS)
    assert not [address for address in scripts(app) if "offline" in address]


def test_only_a_page_with_a_widget_loads_the_widget_scripts(build, tmp_path):
    tmp_path.joinpath("source").mkdir()
    notebook = tmp_path / "source" / "figure.ipynb"
    notebook.write_text(json.dumps(widget_notebook()), encoding="utf8")
    app = build("# Page\n\nText.\n", extensions=EXTENSIONS, nb_execution_mode="off")
    wanted = [f"_static/{name}" for name in local_assets.WIDGET_SCRIPTS]
    assert [address for address in scripts(app, "figure") if "offline" in address] == wanted
    assert not [address for address in scripts(app) if "offline" in address]


def test_anywidget_comes_from_the_installed_package(build):
    app = build("# Page\n", extensions=EXTENSIONS)
    shipped = app.outdir / "_static" / "offline" / "anywidget.js"
    assert shipped.read_bytes() == local_assets.ANYWIDGET.read_bytes()
    assert not list(app.outdir.rglob("*.map"))


def test_missing_anywidget_stops_the_build(build, monkeypatch, tmp_path):
    monkeypatch.setattr(local_assets, "ANYWIDGET", tmp_path / "nowhere.js")
    with pytest.raises(ExtensionError, match="nowhere.js: the figures would not run"):
        build("# Page\n", extensions=EXTENSIONS)


def test_thebe_is_dropped(build):
    app = build("# Page\n", extensions=("myst_nb", "local_assets", "sphinx_thebe"))
    html = app.outdir.joinpath("index.html").read_text(encoding="utf8")
    assert "THEBE_JS_URL" not in html
    assert not [address for address in scripts(app) if "thebe" in address]
