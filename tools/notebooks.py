"""Execute the chapters and store them with their text outputs only: `make notebooks`.

A chapter with code gets the cell that sets it up. What the page folds or leaves out by a tag is
folded in JupyterLab and Colab as well.

Pictures, widget state, warnings and execution counts are left out: they differ from run to run
and hide a real change among thousands of lines. nbval compares what is kept with a new run.
"""

import sys
import time
from pathlib import Path

import nbformat
from colab_cell import add_setup
from nbclient import NotebookClient

from vae_book.figures.still import NOT_RUN, WIDGET_VIEW

ROOT = Path(__file__).resolve().parents[1]
IGNORED = "nbval-ignore-output"
KEPT = ("text/plain", "text/latex")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


# What a tag of the page means to Jupyter, and the form that Colab folds.
HIDDEN_SOURCE = {"hide-cell", "hide-input", "remove-cell", "remove-input"}
HIDDEN_OUTPUT = {"hide-cell", "hide-output"}


def chapters():
    """The paths of all notebooks of the book."""
    return [ROOT / "intro.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))]


def picture(cell):
    """The sentence that stands in a cell for its picture until it has been run."""
    alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
    return f"A picture {NOT_RUN} {alt}".strip()


def text_outputs(cell):
    """The outputs of a cell that are text, and that nbval compares or that say what is missing."""
    outputs = [output for output in cell.outputs if output.get("name") != "stderr"]
    for output in outputs:
        if any(kind.startswith("image/") for kind in output.get("data", {})):
            cell.metadata.tags = sorted({*cell.metadata.get("tags", []), IGNORED})
            if WIDGET_VIEW not in output.data:
                output.data = {"text/plain": picture(cell)}
    if IGNORED in cell.metadata.get("tags", []):
        shown = [output for output in outputs if "data" in output]
        outputs = [output for output in shown if NOT_RUN in output.data.get("text/plain", "")]
    for output in outputs:
        if "data" in output:
            output.data = {kind: output.data[kind] for kind in KEPT if kind in output.data}
            output.metadata = {}
        if "execution_count" in output:
            output.execution_count = None
    return outputs


def fold(cell):
    """Write what the tags of a cell mean into the metadata that other programs follow."""
    tags = set(cell.metadata.get("tags", []))
    folded = {
        "source_hidden": bool(tags & HIDDEN_SOURCE),
        "outputs_hidden": bool(tags & HIDDEN_OUTPUT),
    }
    jupyter = {**cell.metadata.pop("jupyter", {}), **folded}
    cell.metadata["jupyter"] = {name: value for name, value in jupyter.items() if value}
    cell.metadata["cellView"] = "form" if folded["source_hidden"] else ""
    for name in ("jupyter", "cellView"):
        if not cell.metadata[name]:
            del cell.metadata[name]


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
            fold(cell)
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
