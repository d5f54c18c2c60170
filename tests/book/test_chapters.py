"""The chapters display the equations that the library proves, and are stored normalised."""

import ast
from collections import Counter

import nbformat
import pytest
from notebooks import chapters, normalise

from vae_book.derivations import EQUATIONS, check_displayed
from vae_book.derivations.ledger.markdown import displayed
from vae_book.derivations.ledger.places import markdown_cells

MAY_BE_ABSENT = {"eq-mean-components", "eq-encoder-variance"}

NOTEBOOKS = chapters()
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def texts(path):
    """The Markdown cells of a notebook by their place."""
    return {f"{path.stem}, text {i}": text for i, text in enumerate(markdown_cells(path))}


def code_cells(path):
    """The code cells of a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def imported(source):
    """The modules that a cell imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@each_notebook
def test_displayed_equations_are_the_proved_ones(path):
    assert check_displayed(texts(path)) == []


def test_every_equation_is_displayed_once():
    labels = [
        label for path in NOTEBOOKS for text in markdown_cells(path) for label, _ in displayed(text)
    ]
    expected = {equation.label for equation in EQUATIONS.values()} - MAY_BE_ABSENT
    missing = sorted(expected - set(labels))
    repeated = sorted(label for label, count in Counter(labels).items() if count > 1)
    assert (missing, repeated) == ([], [])


@each_notebook
def test_notebook_is_stored_normalised(path):
    stored = nbformat.read(path, as_version=4)
    normal = normalise(nbformat.read(path, as_version=4))
    assert stored == normal, "run `make notebooks`"


def test_ids_of_cells_are_kept_and_a_copied_cell_gets_its_own():
    cells = [nbformat.v4.new_markdown_cell("a", id=name) for name in ("goals", "kl", "kl")]
    ids = [cell.id for cell in normalise(nbformat.v4.new_notebook(cells=cells)).cells]
    assert ids[:2] == ["goals", "kl"] and ids[2] != "kl"


@each_notebook
def test_reader_needs_no_package_of_the_tests(path):
    for cell in code_cells(path):
        modules = {module.split(".")[0] for module in imported(cell.source)}
        assert not modules & {"scipy", "pytest", "playwright"}, cell.source
