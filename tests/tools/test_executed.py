"""What nbval has executed is what the book is built from, if it passed."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_cache import get_cache
from nbformat.v4 import new_code_cell, new_notebook, new_output

ROOT = Path(__file__).resolve().parents[2]
CONFTEST = """
from pathlib import Path
import execute
from executed import pytest_collection_modifyitems, pytest_runtest_logreport
execute.CACHE = Path(__file__).with_name("cache")
"""
SLIDER = "import ipywidgets\n\nslider = ipywidgets.IntSlider(7)"


def chapter(text):
    """A notebook that makes a slider, and then prints a text that is stored as `text`."""
    output = new_output("stream", name="stdout", text=text)
    notebook = new_notebook(cells=[new_code_cell(SLIDER), new_code_cell("print(slider.value)")])
    notebook.cells[1].outputs = [output]
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    return notebook


@pytest.fixture(scope="module")
def cached(tmp_path_factory):
    """The executed notebooks of two chapters, of which one has a failing cell."""
    folder = tmp_path_factory.mktemp("book")
    folder.joinpath("conftest.py").write_text(CONFTEST, encoding="utf8")
    for name, text in (("right", "7\n"), ("wrong", "8\n")):
        nbformat.write(chapter(text), folder / f"{name}.ipynb")
    path = os.pathsep.join(str(ROOT / part) for part in ("", "tools", "tests/harness"))
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "--rootdir", str(folder), "."]
    environment = {**os.environ, "PYTHONPATH": path, "PYTEST_ADDOPTS": ""}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert "1 failed, 3 passed" in run.stdout, run.stdout + run.stderr
    cache = get_cache(folder / "cache")
    return [cache.get_cache_bundle(record.pk).nb for record in cache.list_cache_records()]


def test_a_chapter_that_passed_is_kept_and_one_that_failed_is_not(cached):
    (notebook,) = cached
    assert notebook.cells[1].outputs[0].text == "7\n"


def test_the_state_of_its_widgets_is_kept(cached):
    (notebook,) = cached
    (state,) = notebook.metadata.widgets.values()
    (slider,) = [
        model["state"]
        for model in state["state"].values()
        if model["model_name"] == "IntSliderModel"
    ]
    assert slider["value"] == 7
