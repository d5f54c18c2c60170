"""Execute the chapters and store them with their text outputs only: `make notebooks`.

A chapter with code gets the cell that sets it up on Colab.

Pictures, widget state, warnings and execution counts are left out: they differ from run to run
and hide a real change among thousands of lines. nbval compares what is kept with a new run.
"""

import sys
import time
from pathlib import Path

import nbformat
from colab_cell import add_setup
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("text/plain", "text/latex")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def chapters():
    """The paths of all notebooks of the book."""
    return [ROOT / "intro.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))]


def text_outputs(cell):
    """The outputs of a cell that are text and that nbval compares."""
    if "nbval-ignore-output" in cell.metadata.get("tags", []):
        return []
    outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    for output in outputs:
        if "data" in output:
            output.data = {kind: output.data[kind] for kind in KEPT if kind in output.data}
            output.metadata = {}
        if "execution_count" in output:
            output.execution_count = None
    return outputs


def normalise(notebook):
    """Strip a notebook to what is worth keeping under version control."""
    notebook.metadata = nbformat.from_dict(METADATA)
    taken = set()
    for cell in notebook.cells:
        # An id is made once and stays, so that a cell that comes or goes changes no other.
        while cell.id in taken:
            cell.id = nbformat.v4.new_markdown_cell().id
        taken.add(cell.id)
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = text_outputs(cell)
    return notebook


def refresh(path):
    """Execute one notebook in its folder and write it back."""
    start = time.perf_counter()
    notebook = nbformat.read(path, as_version=4)
    add_setup(notebook)
    resources = {"metadata": {"path": path.parent}}
    NotebookClient(notebook, timeout=300, resources=resources, coalesce_streams=True).execute()
    nbformat.write(normalise(notebook), path)
    print(f"{path.relative_to(ROOT)}: {time.perf_counter() - start:.0f} s", flush=True)


def main():
    chosen = [Path(name).resolve() for name in sys.argv[1:]]
    for path in chosen or chapters():
        refresh(path)


if __name__ == "__main__":
    main()
