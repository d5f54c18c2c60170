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
DRAWS = ("matplotlib", "vae_book.figures")

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
    """The names that a cell imports: `{"module": {"name bound by it", ...}}`."""
    names = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            names.setdefault(node.module, set()).update(a.asname or a.name for a in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                bound = alias.asname or alias.name.split(".")[0]
                names.setdefault(alias.name, set()).add(bound)
    return names


def drawing_names(sources):
    """Names in a notebook by which a cell can make a picture, its own functions included."""
    names = set()
    for source in sources:
        for module, bound in imported(source).items():
            if module in DRAWS or module.startswith("matplotlib."):
                names |= bound
        for node in ast.parse(source).body:
            if isinstance(node, ast.FunctionDef) and names & used(node):
                names.add(node.name)
    return names


def used(tree):
    """All names that a piece of code reads."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def shows_a_picture(source, names):
    """Tell whether a cell ends in an expression, after or by a call of one of `names`."""
    body = ast.parse(source).body
    if not body or not isinstance(body[-1], ast.Expr):
        return False
    statements = [node for node in body if not isinstance(node, ast.FunctionDef)]
    return any(names & used(node) for node in statements)


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


@each_notebook
def test_every_picture_has_a_description(path):
    cells = code_cells(path)
    names = drawing_names([cell.source for cell in cells])
    for cell in cells:
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        assert alt or not shows_a_picture(cell.source, names), cell.source


def test_pictures_are_recognised():
    function = "from vae_book.figures import image_grid\ndef draw():\n    return image_grid(1)"
    imports = "import matplotlib.pyplot as plt"
    names = drawing_names([imports, function])
    assert names == {"plt", "image_grid", "draw"}
    assert shows_a_picture("draw()", names)
    assert shows_a_picture("f, a = plt.subplots()\nf", names)
    assert not shows_a_picture("print(1)", names)
    assert not shows_a_picture("figure = draw()", names)
