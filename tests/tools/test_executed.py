"""What nbval has executed is what the book is built from, if it passed."""

import execute
import nbformat
from jupyter_cache import get_cache
from nbformat.v4 import new_code_cell, new_notebook, new_output

pytest_plugins = "pytester"

HOOKS = "from executed import pytest_collection_modifyitems, pytest_runtest_logreport"
SLIDER = "import ipywidgets\n\nslider = ipywidgets.IntSlider(7)"


def chapter(text):
    """A notebook that makes a slider, and then prints a text that is stored as `text`."""
    output = new_output("stream", name="stdout", text=text)
    notebook = new_notebook(cells=[new_code_cell(SLIDER), new_code_cell("print(slider.value)")])
    notebook.cells[1].outputs = [output]
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    return notebook


def test_a_chapter_that_passed_is_kept_with_its_widgets_and_one_that_failed_is_not(
    pytester, monkeypatch
):
    monkeypatch.setattr(execute, "CACHE", pytester.path / "cache")
    pytester.makeconftest(HOOKS)
    for name, text in (("right", "7\n"), ("wrong", "8\n")):
        nbformat.write(chapter(text), pytester.path / f"{name}.ipynb")
    pytester.runpytest_inprocess("--nbval").assert_outcomes(passed=3, failed=1)
    cache = get_cache(execute.CACHE)
    (record,) = cache.list_cache_records()
    notebook = cache.get_cache_bundle(record.pk).nb
    assert notebook.cells[1].outputs[0].text == "7\n"
    (widgets,) = notebook.metadata.widgets.values()
    states = [model["state"] for model in widgets["state"].values()]
    assert [state["value"] for state in states if "value" in state] == [7]
