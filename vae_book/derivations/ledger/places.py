"""Where the book displays each equation, read from the chapters themselves."""

import json
from pathlib import Path

from vae_book.derivations.ledger.markdown import displayed


def markdown_cells(notebook):
    """The Markdown texts of a notebook, in order.

    Args:
        notebook: Path of an `.ipynb` file.
    """
    cells = json.loads(Path(notebook).read_text(encoding="utf8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def places(folder="."):
    """Links to the equations that the chapters of a folder display.

    Args:
        folder: Folder of the chapters; a chapter runs in it.

    Returns:
        A dictionary from label to an address between notebooks, such as
        `{"eq-7": "03-bernoulli-likelihood.ipynb#eq-7"}`; the built book turns it into a page's.
    """
    return {
        label: f"{notebook.name}#{label}"
        for notebook in sorted(Path(folder).glob("*.ipynb"))
        for text in markdown_cells(notebook)
        for label, _ in displayed(text)
    }
