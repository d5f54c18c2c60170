"""After a restart a cell from the middle says what to run first, in a kernel of the book."""

import tomllib

import pytest
from build import ROOT
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from vae_book.run_first import ADVICE

CONFIG = "vae_book/ipython_kernel_config.json"


def test_a_name_of_a_cell_above_is_asked_for(tmp_path, monkeypatch):
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["setuptools"]["data-files"]["etc/ipython"] == [CONFIG]
    profile = tmp_path / "profile_default"
    profile.mkdir()
    (profile / "ipython_kernel_config.json").write_bytes((ROOT / CONFIG).read_bytes())
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = new_notebook(cells=[new_code_cell("bound.LINES")])
    with pytest.raises(CellExecutionError, match="name 'bound' is not defined"):
        NotebookClient(notebook).execute()
    error, said = notebook.cells[0].outputs
    assert error.ename == "NameError" and said.text.strip() == ADVICE.format(name="bound")
