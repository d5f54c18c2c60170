"""Planted mistakes are named, right solutions are right, and no mutant of one passes."""

import ast
import random

import numpy as np
import planted
import pytest

from vae_book.practice import variants
from vae_book.practice.examiner import judge
from vae_book.practice.functions import points

SOLUTIONS = [
    (part, body, style)
    for part, bodies in planted.RIGHT.items()
    for body in bodies
    for style in planted.STYLES
]
MISTAKES = [
    (*mistake, style)
    for mistake in planted.FUNCTION_MISTAKES
    for style in planted.STYLES
    if style != "numpy" or mistake[2] != ["noise_gradient"]  # NumPy has no gradients
]


def in_turn(changes, number):
    """One of the styles in which a set of changes makes sense; `measure.py` tries them all."""
    styles = planted.styles(changes)
    return styles[number % len(styles)]


@pytest.mark.parametrize(("part", "body", "style"), SOLUTIONS)
def test_a_right_function_is_right_in_every_framework(part, body, style):
    found = judge(part, planted.run(planted.function(part, body, style)))
    assert found["codes"] == (["numpy"] if style == "numpy" else ["ok"])
    assert found["verdict"] == "right"


@pytest.mark.parametrize(("part", "body", "codes", "style"), MISTAKES)
def test_a_mistake_in_a_function_is_named(part, body, codes, style):
    found = judge(part, planted.run(planted.function(part, body, style)))
    assert set(found["codes"]) == set(codes)
    assert found["verdict"] in ("wrong", "partial")


# The first, unchanged, is in the style `add_loss`: `test_chapter.py` has it in the two others.
@pytest.mark.parametrize(("number", "changes"), list(enumerate(planted.RIGHT_MODELS, 2)))
def test_a_right_model_is_right_in_every_style(number, changes):
    style = in_turn(changes, number)
    assert judge("MyVAE", planted.run(planted.model(style, changes)))["codes"] == ["ok"]


@pytest.mark.parametrize(("number", "mistake"), list(enumerate(planted.MODEL_MISTAKES)))
def test_a_mistake_in_a_model_is_named(number, mistake):
    changes, codes = mistake
    found = judge("MyVAE", planted.run(planted.model(in_turn(changes, number), changes)))
    assert set(found["codes"]) == set(codes)
    assert found["verdict"] in ("wrong", "partial")


SWAPS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
WORDS = {"sum": "mean", "exp": "square", "log": "exp", "square": "exp", "mean": "logvar"}
WORDS |= {"logvar": "mean", "logits": "x", "mu": "x", "epsilon": "mean", "sigma": "x"}


def mutated(tree, rng):
    """The tree with one operator, number, axis or name changed, where that is possible."""
    nodes = [node for node in ast.walk(tree) if _can_change(node)]
    node = rng.choice(nodes)
    if isinstance(node, ast.BinOp):
        node.op = SWAPS[type(node.op)]()
    elif isinstance(node, ast.Constant):
        node.value += rng.choice((1, -0.5, 2))
    elif isinstance(node, ast.Name):
        node.id = WORDS[node.id]
    else:
        node.attr = WORDS[node.attr]
    return tree


def _can_change(node):
    if isinstance(node, ast.BinOp):
        return type(node.op) in SWAPS
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float)
    name = getattr(node, "id", None) or getattr(node, "attr", None)
    return name in WORDS


def mutants(count, seed):
    """Pairs `(part, function)` of mutated right solutions in NumPy, whose values are others."""
    rng = random.Random(seed)
    numpy = [case for case in SOLUTIONS if case[2] == "numpy"]
    found = 0
    while found < count:
        part, body, _ = rng.choice(numpy)
        source = planted.function(part, body, "numpy").removeprefix(planted.IMPORTS)
        tree = ast.parse(source)
        for _ in range(rng.choice((1, 1, 2))):
            tree.body[0].body[0] = mutated(tree.body[0].body[0], rng)
        names = planted.run(planted.IMPORTS + ast.unparse(tree))
        if not _equal(part, names[part]):
            found += 1
            yield part, names, ast.unparse(tree)


def _equal(part, function):
    """Whether a mutant has the right values all the same, as `-1 * -1` has."""
    try:
        with np.errstate(all="ignore"):
            for arrays in points(part):
                right = variants.RIGHT[part](*arrays)
                given = np.asarray(function(*arrays))
                if given.shape != right.shape or not np.allclose(given, right, rtol=1e-6):
                    return False
    except Exception:  # a mutant may raise anything
        return False
    return True


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(2))  # `measure.py` tries 2,000
def test_no_mutant_of_a_right_solution_is_accepted(seed):
    accepted = [
        source
        for part, names, source in mutants(100, seed)
        if judge(part, names)["verdict"] == "right"
    ]
    assert accepted == []
