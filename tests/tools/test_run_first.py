"""After a restart a cell from the middle says what to run first, in a kernel of the book."""

import pytest
import settings
from build import ROOT
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from vae_book.run_first import ADVICE


def test_a_name_of_a_cell_above_is_asked_for(tmp_path, monkeypatch):
    settings.install(tmp_path)
    assert (tmp_path / "etc/jupyter/jupyter_config.json").is_file()
    (tmp_path / "etc/ipython").rename(tmp_path / "etc/profile_default")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "etc"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = new_notebook(cells=[new_code_cell("bound.LINES")])
    with pytest.raises(CellExecutionError, match="name 'bound' is not defined"):
        NotebookClient(notebook).execute()
    error, said = notebook.cells[0].outputs
    assert error.ename == "NameError" and said.text.strip() == ADVICE.format(name="bound")
