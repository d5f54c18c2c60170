"""No assertion of the theory's chapters is one that cannot fail: false statements stop it.

Each chapter is run once, from its first cell to its last. Before a statement with an assertion is
run, one side of the assertion is made wrong in several ways; at least three of them must stop it.
"""

import ast
import copy
import re

import nbformat
import numpy as np
import pytest
from notebooks import ROOT

from vae_book.derivations import Refuted
from vae_book.derivations.language import symbols

FALSE = ("2 * ({0})", "-({0})", "({0}) + 1", "({0}) - 10**6", "({0}) * 10**6", "1 / (7 + {0})")
EQUAL = ("{0}", "({0}) + 0", "1 * ({0})")
OTHER = ("None", "12345", "'other'")
SIGNS = ("(-({0}))", "(0 * ({0}))", "(({0}) ** 2)", "(-({0}) ** 2)")
PAIRS = ("{0}[0], {0}[0], {1}", "{0}[1], {0}[1], {1}", "{0}[0], {0}[0] + 0, {1}")
FALSE_PAIRS = ("{0}[0], 2 * {0}[1], {1}", "-{0}[0], {0}[1], {1}", "3 * {0}[0], {0}[1], {1}")
REQUIRES = (
    "require_equal",
    "require_never_below",
    "require_same_integral",
    "require_same_number",
    "assert_allclose",
)
# What a check without arguments is given, instead of what it takes by itself.
GIVEN = {
    "one_more_dimension_adds": ("book.m**2", "0 * book.m", "book.m * book.s"),
    "check_change_of_variables": (
        "book.s_[book.k] * book.epsilon_[book.k]",
        "book.m_[book.k] + book.s_[book.k] ** 2 * book.epsilon_[book.k]",
        "book.m_[book.k] - 2 * book.s_[book.k] * book.epsilon_[book.k]",
    ),
}
SHOWN = re.compile(r"google\.colab|vae_book\.widgets|Figure\(")
# The longest trainings are nbval's; here one epoch will do, or their results are given.
TERMS = [begin + term for begin in ("", "val_") for term in ("reconstruction", "kl", "loss")]
TRAINED = {
    "_ = vae.fit(": "vae.fit(data, steps_per_epoch=n, epochs=1, shuffle=False, verbose=0)",
    "history = vae.fit(": f"history = dict.fromkeys({TERMS}, [160.0])",
    "for value in (3.5, 1.0, 0.2):\n    vae = train(": "kl, reconstruction = "
    "{3.5: 0.0, 1.0: 5.0, 0.2: 20.0}, dict.fromkeys((3.5, 1.0, 0.2), x_test)",
}
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("0[1-8]-*.ipynb"))


def cells(chapter):
    """The cells of a chapter that compute something, each as its statements."""
    notebook = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4)
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return [ast.parse(source).body for source in sources if not SHOWN.search(source)]


def name_of(call):
    return ast.unparse(call.func).split(".")[-1]


def variants(statement):
    """Groups of false versions of a statement, one group for each assertion in it."""
    turned = {
        id(call)
        for node in ast.walk(statement)
        if isinstance(node, ast.Try)
        for part in node.body
        for call in ast.walk(part)
    }
    for place, node in enumerate(ast.walk(statement)):
        if isinstance(node, ast.Assert):
            for group in parts(node.test):
                yield [replaced(statement, place, *change) for change in group]
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            if name_of(node.value) in REQUIRES:
                changes = of_call(node.value, id(node.value) in turned)
            else:
                changes = no_arguments(node.value)
            if changes:
                yield [replaced(statement, place, *change) for change in changes]


def parts(test):
    """For each comparison of an assertion, what to replace and by what."""
    if isinstance(test, ast.BoolOp):
        return [group for value in test.values for group in parts(value)]
    if isinstance(test, ast.UnaryOp):
        first, second = (ast.unparse(side) for side in test.operand.args)
        return [[(first, form.format(second)) for form in EQUAL]]
    if isinstance(test, ast.Compare):
        return [sides_made_wrong([test.left, *test.comparators])]
    if isinstance(test, ast.Attribute):
        text = ast.unparse(test.value)
        return [[(text, form.format(text)) for form in SIGNS]]
    if name_of(test) == "all":
        return parts(test.args[0])
    return [sides_made_wrong(test.args) if test.args else no_arguments(test)]


def sides_made_wrong(sides):
    texts = [ast.unparse(side) for side in sides]
    return [(text, form.format(text)) for text in texts for form in FALSE + OTHER]


def of_call(call, is_refused):
    """Sides made wrong; or made equal where the chapter expects that they are refused."""
    whole = ast.unparse(call)
    if not isinstance(call.args[0], ast.Starred):
        return sides_made_wrong([side for side in call.args if not isinstance(side, ast.Starred)])
    sides = ast.unparse(call.args[0].value)
    rest = ", ".join(ast.unparse(side) for side in call.args[1:])
    forms = PAIRS if is_refused else FALSE_PAIRS
    return [(whole, f"{ast.unparse(call.func)}({form.format(sides, rest)})") for form in forms]


def no_arguments(call):
    """A check that takes its statement from elsewhere: of an equation, or by itself."""
    whole, name = ast.unparse(call), name_of(call)
    if name == "check":
        equation = ast.unparse(call.func.value)
        return [(whole, f"untrue({equation}, {kind}).check()") for kind in range(3)]
    return [(whole, f"{name}({given})") for given in GIVEN.get(name, ())]


def untrue(equation, kind):
    """An equation with its last side doubled, its first side doubled, or its sides alike."""
    first, *others, last = equation.statement.members
    members = ((first, *others, 2 * last), (2 * first, *others, last), (last, *others, last))
    return equation.stating(*members[kind])


def replaced(statement, place, old, new):
    """The statement with one expression of one of its assertions replaced."""
    statement = copy.deepcopy(statement)
    assertion = list(ast.walk(statement))[place]

    class Replace(ast.NodeTransformer):
        def generic_visit(self, node):
            if isinstance(node, ast.expr) and ast.unparse(node) == old:
                return ast.parse(new, mode="eval").body
            return super().generic_visit(node)

    Replace().visit(assertion)
    return ast.fix_missing_locations(statement)


def run(statement, names):
    for beginning, result in TRAINED.items():
        if ast.unparse(statement).startswith(beginning):
            [statement] = ast.parse(result).body
    exec(compile(ast.Module([statement], []), "cell", "exec"), names)


def stops(statement, names):
    """Whether the statement, run on a copy of the names, is stopped by its own assertion."""
    names = {
        name: copy.deepcopy(value) if isinstance(value, np.random.Generator) else value
        for name, value in names.items()
    }
    try:
        run(statement, names | {"untrue": untrue, "book": symbols})
    except (AssertionError, Refuted):
        return True
    except (TypeError, ValueError, AttributeError):  # what was put in does not fit there
        return False
    return False


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_false_statements_stop_the_chapter(chapter, monkeypatch, capsys):
    monkeypatch.chdir(ROOT / "chapters")
    names = {}
    for cell in cells(chapter):
        for statement in cell:
            for group in variants(statement):
                stopped = 0
                for wrong in group:
                    stopped += stops(wrong, names)
                    if stopped == 3:
                        break
                assert stopped == 3, f"only {stopped} of {len(group)}: {ast.unparse(group[0])}"
            run(statement, names)
