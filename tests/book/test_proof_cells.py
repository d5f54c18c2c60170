"""No assertion of the theory's chapters is one that cannot fail: false statements stop it.

Each cell is run with what it needs of the cells above it, training and figures left out. Then one
side of each assertion is made wrong, in several ways; at least three of them must stop the cell.
"""

import ast
import copy
import os
import re

import nbformat
import pytest
from notebooks import ROOT

from vae_book.derivations import Refuted

FALSE = ("2 * ({0})", "-({0})", "({0}) + 1", "({0}) - 10**6", "({0}) * 10**6", "1 / (7 + {0})")
EQUAL = ("{0}", "({0}) + 0", "1 * ({0})")
OTHER = ("None", "12345", "'other'")
REQUIRES = ("require_equal", "require_never_below", "require_same_integral", "assert_allclose")
SLOW = re.compile(r"\.fit\(|load_digits|vae\b|plt\b|widgets|subprocess|Variable|allclose\(by_")
CHAPTERS = (
    "01-latent-variables",
    "02-prior",
    "03-bernoulli-likelihood",
    "04-gaussian-likelihood",
    "05-bound",
    "06-kl",
    "07-gradients",
    "07-estimators",
    "08-autoencoder",
    "08-sigma",
)


def sources(chapter):
    cells = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def bound_names(tree):
    """What a cell defines."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
    return names


def used_names(tree):
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def needed(trees, last):
    """The numbers of the cells that cell `last` needs, in order."""
    found, open_names = {last}, used_names(trees[last])
    for number in range(last - 1, -1, -1):
        if bound_names(trees[number]) & open_names:
            found.add(number)
            open_names |= used_names(trees[number])
    return sorted(found)


def variants(tree):
    """Groups of false versions of a cell, one group for each assertion in it."""
    for place, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Assert):
            yield from sides_made_wrong(tree, place, parts(node.test))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in REQUIRES:
            yield from sides_made_wrong(tree, place, [node.args])


def parts(test):
    """The comparisons of an assertion, each as its sides; a tuple where they must differ."""
    if isinstance(test, ast.BoolOp):
        return [group for value in test.values for group in parts(value)]
    if isinstance(test, ast.UnaryOp):
        return [tuple(group) for group in parts(test.operand)]
    if isinstance(test, ast.Compare):
        return [[test.left, *test.comparators]]
    if isinstance(test, ast.Call) and test.args:
        return [test.args]
    return []


def sides_made_wrong(tree, place, groups):
    for sides in groups:
        texts = [ast.unparse(side) for side in sides if not isinstance(side, ast.Starred)]
        wrong = {text: [form.format(text) for form in FALSE + OTHER] for text in texts}
        if isinstance(sides, tuple):
            wrong = {texts[0]: [form.format(texts[1]) for form in EQUAL]}
        pairs = [(text, new) for text in wrong for new in wrong[text]]
        yield [replaced(tree, place, text, new) for text, new in pairs]


def replaced(tree, place, old, new):
    """The cell with one expression of one statement replaced."""
    tree = copy.deepcopy(tree)
    statement = list(ast.walk(tree))[place]

    class Replace(ast.NodeTransformer):
        def generic_visit(self, node):
            if isinstance(node, ast.expr) and ast.unparse(node) == old:
                return ast.parse(new, mode="eval").body
            return super().generic_visit(node)

    Replace().visit(statement)
    return ast.fix_missing_locations(tree)


def stops(tree, names):
    """Whether the cell, run on a copy of the names, is stopped by its own assertion."""
    try:
        exec(compile(tree, "cell", "exec"), dict(names))
    except (AssertionError, Refuted):
        return True
    except Exception:
        return False
    return False


def cases():
    for chapter in CHAPTERS:
        texts = sources(chapter)
        trees = [ast.parse(text) for text in texts]
        for number, tree in enumerate(trees):
            cells = needed(trees, number)
            if any(SLOW.search(texts[cell]) for cell in cells):
                continue
            if any(True for _ in variants(tree)):
                yield pytest.param(trees, cells, id=f"{chapter}, cell {number}")


@pytest.mark.parametrize(("trees", "cells"), list(cases()))
def test_false_statements_stop_the_cell(trees, cells, monkeypatch, capsys):
    monkeypatch.chdir(os.path.join(ROOT, "chapters"))
    names = {}
    *before, last = cells
    for cell in before:
        exec(compile(trees[cell], "cell", "exec"), names)
    exec(compile(trees[last], "cell", "exec"), dict(names))
    for group in variants(trees[last]):
        stopped = 0
        for wrong in group:
            stopped += stops(wrong, names)
            if stopped == 3:
                break
        assert stopped == 3, f"only {stopped} of {len(group)}: {ast.unparse(group[0])}"
