"""A notebook exported as HTML shows the still pictures of its figures."""

import json
import tomllib
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from traitlets.config import Config

from vae_book.widgets import KLFigure

ROOT = Path(__file__).resolve().parents[2]
CONFIG = "vae_book/figures/jupyter_config.json"


def test_the_picture_stands_in_the_export():
    data, _ = KLFigure()._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", json.loads(json.dumps(data)))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", outputs=[output])])
    config = Config(json.loads((ROOT / CONFIG).read_text(encoding="utf-8")))
    body, _ = HTMLExporter(config=config).from_notebook_node(notebook)
    assert 'data-mime-type="image/svg+xml"' in body.split("<main>")[1]
    assert "widget-view" not in body.split("<main>")[1]


def test_the_setting_is_installed_where_jupyter_looks():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["setuptools"]["data-files"]["etc/jupyter"] == [CONFIG]
