"""Small books that Sphinx builds for a test."""

from contextlib import contextmanager

from figure_host import STATE
from sphinx.testing.util import SphinxTestApp

VIEW = "application/vnd.jupyter.widget-view+json"


@contextmanager
def small_book(source):
    """A function that builds a book in `source` from texts and gives its Sphinx application.

    Pages are called `index`, `second` and so on, in the order of the texts; all else that lies in
    `source` is built with them.
    """
    apps = []

    def run(*texts, extensions=("myst_nb",), **options):
        source.mkdir(exist_ok=True)
        names = ["index", "second", "third"][: len(texts)]
        for name, text in zip(names, texts, strict=True):
            source.joinpath(f"{name}.md").write_text(text, encoding="utf8")
        source.joinpath("conf.py").write_text("", encoding="utf8")
        settings = {"extensions": list(extensions), "suppress_warnings": ["toc"]}
        settings["myst_enable_extensions"] = ["dollarmath", "amsmath"]
        app = SphinxTestApp("html", srcdir=source, confoverrides=settings | options)
        apps.append(app)
        app.build()
        return app

    yield run
    for app in apps:
        app.cleanup()


def shows(widgets):
    """A notebook, already run, that shows widgets, given as they are stored in one."""
    views = [
        {VIEW: {"model_id": name, "version_major": 2, "version_minor": 0}}
        for name, stored in widgets.items()
        if stored["model_name"] != "LayoutModel" and "Style" not in stored["model_name"]
    ]
    cells = [{"cell_type": "markdown", "id": "t", "metadata": {}, "source": "# Figure"}]
    for number, view in enumerate(views):
        output = {"output_type": "display_data", "metadata": {}, "data": view}
        cell = {"cell_type": "code", "execution_count": 1, "source": "w", "metadata": {}}
        cells.append(cell | {"id": f"c{number}", "outputs": [output]})
    state = {"state": widgets, "version_major": 2, "version_minor": 0}
    return {
        "cells": cells,
        "metadata": {"widgets": {STATE: state}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
