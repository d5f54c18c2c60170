"""The cell that sets a chapter up.

It follows the title of each chapter with code; the page leaves it out. It keeps TensorFlow's
notices at the start out of the outputs, and needs no network at home and in Binder. On Colab it
installs `vae_lib` from the repository and branch in
`_config.yml`, with what is missing there: TensorFlow and Jupyter's widgets stay as Colab brings
them. `tools/notebooks.py` puts it into a chapter, `tools/address.py` into all of them.
"""

from pathlib import Path

import nbformat
import yaml

ROOT = Path(__file__).resolve().parents[1]
SOURCE = """\
# @title Run this cell first. It keeps TensorFlow quiet; on Colab it installs the book (1 minute).
import os
import subprocess
import sys

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="0")
if "google.colab" in sys.modules:
    from google.colab import output

    book = "vae-lib @ git+{place}"
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", book], check=True)
    output.enable_custom_widget_manager()"""
# Colab and JupyterLab fold the code away; the page drops the cell.
METADATA = {"cellView": "form", "jupyter": {"source_hidden": True}, "tags": ["remove-cell"]}


def repository():
    """The `url` of the book's repository; its `branch` and `path_to_book`, if they are set."""
    return yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["repository"]


def source(url, branch=None, path_to_book=None):
    """The code of the cell, for a repository, one of its branches and a folder in it."""
    place = url + (f"@{branch}" if branch else "")
    place += f"#subdirectory={path_to_book.strip('/')}" if path_to_book else ""
    return SOURCE.format(place=place)


def is_setup(cell):
    """Tell whether a cell is this one, or an older form of it."""
    return cell.cell_type == "code" and '"google.colab" in sys.modules' in cell.source


def add_setup(notebook):
    """Put the cell behind the title, in place of any other form of it."""
    cells = [cell for cell in notebook.cells if not is_setup(cell)]
    if any(cell.cell_type == "code" for cell in cells):
        code = source(**repository())
        cells.insert(1, nbformat.v4.new_code_cell(code, metadata=METADATA, id="setup"))
    notebook.cells = cells
