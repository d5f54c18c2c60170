"""Thousands of single changes of right lines, judged by the desk and by an independent oracle."""

import numpy as np
from answer_cases import TEXTS
from desk_oracle import Continuous, Z

from vae_book.answers.desk import load_derivations
from vae_book.answers.desk.changes import changes
from vae_book.answers.desk.lines import split_rows
from vae_book.answers.read.limits import Unreadable

DESK = load_derivations()
MODELS = Continuous(5)
INSIDE = slice(420, 781, 60)  # where no density underflows


def general_lines():
    """The `(derivation, tree)` of every readable formula that holds in every model."""
    found = []
    for identifier, lines in TEXTS.values():
        desk = DESK[identifier]
        if desk.world != "finite":
            continue
        for row in split_rows(lines):
            for _, part in row.parts:
                try:
                    tree = desk.read(part)
                except Unreadable:
                    continue
                if (identifier, tree) not in found:
                    found.append((identifier, tree))
    return found


def mutants(desk, tree):
    """The changes that the desk tries first on a line, and for some of them one more change."""
    for count, (*_, mutant) in enumerate(changes(desk, tree, tree)[:80]):
        yield mutant
        if count % 20 == 0:
            more = changes(desk, mutant, mutant)
            yield more[count % len(more)][-1]


def oracle_values(tree):
    with np.errstate(all="ignore"):
        return (MODELS.value(tree) + 0 * Z)[:, INSIDE]


def test_no_mutant_is_accepted_that_an_independent_oracle_refuses():
    judged = accepted = 0
    wrong = []
    for identifier, tree in general_lines():
        desk = DESK[identifier]
        right, values = oracle_values(tree), desk.values(tree)
        for mutant in mutants(desk, tree):
            theirs = oracle_values(mutant)
            if not np.isfinite(theirs).all():
                continue
            try:
                ours = desk.values(mutant)
            except Unreadable:
                continue
            same = bool(np.allclose(right, theirs, rtol=1e-5, atol=1e-5))
            found = desk.equal(values, ours)
            judged += 1
            accepted += found
            if found != same:
                wrong.append((identifier, tree, mutant, found, same))
    assert judged >= 4000, judged
    assert accepted > 50
    assert not wrong, (len(wrong), wrong[:3])
