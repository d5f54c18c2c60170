"""Thousands of single changes of right lines, judged by the desk and by an independent oracle."""

import itertools

import numpy as np
from answer_cases import TEXTS
from desk_oracle import Continuous, Z

from vae_book.answers.desk import load_derivations
from vae_book.answers.desk.lines import split_rows
from vae_book.answers.read.limits import Unreadable
from vae_book.answers.read.nodes import children, number, rebuild

DESK = load_derivations()
DENSITIES = ("p(x)", "p(z)", "p(x|z)", "p(x,z)", "p(z|x)", "q(z|x)")
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


def own_changes(node):
    kind = node[0]
    if kind == "symbol" and node[1] in DENSITIES:
        return [("symbol", name, None) for name in DENSITIES if name != node[1]]
    if kind == "symbol" and node[1].startswith("KL("):
        left, right = node[1][3:-1].split("||")
        pairs = [(right, left), (left, "p(z)"), (left, "p(z|x)"), ("p(z|x)", right)]
        return [("symbol", f"KL({a}||{b})", None) for a, b in pairs if (a, b) != (left, right)]
    if kind == "E":
        return [("E", node[1], name) for name in ("p(z)", "p(z|x)", "q(z|x)") if name != node[2]]
    if kind == "add" or kind == "mul":
        parts = node[1]
        out = [(kind, parts[:at] + parts[at + 1 :]) for at in range(len(parts)) if len(parts) > 2]
        out += [part for part in parts if len(parts) == 2]
        for at, part in enumerate(parts):
            turned = part[1] if part[0] == "neg" else ("neg", part)
            out.append((kind, parts[:at] + (turned,) + parts[at + 1 :]))
            doubled = ("mul", (number("2"), ("group", part)))
            out.append((kind, parts[:at] + (doubled,) + parts[at + 1 :]))
        return out + [("mul" if kind == "add" else "add", parts)]
    if kind == "div":
        return [("div", node[2], node[1]), node[1], ("mul", (node[1], node[2]))]
    if kind == "call":
        return [node[2], ("neg", node)]
    if kind == "grad":
        other = "phi" if node[1][0][1] == "theta" else "theta"
        return [("grad", (("symbol", other, None), node[1][1])), node[1][1]]
    return [("neg", node)] if kind == "int" else []


def wrapped(node):
    """A node with a sign, a factor, a power or a log that does not belong there."""
    if node[0] == "group":
        return []
    two = number("2")
    inner = ("group", node)
    return [("neg", node), ("mul", (two, inner)), ("pow", inner, two), ("call", "log", node)]


def mutants(node):
    yield from own_changes(node)
    yield from wrapped(node)
    for place, child in enumerate(children(node)):
        if node[0] == "grad" and place == 0:
            continue
        for changed in mutants(child):
            counter = iter(range(len(children(node))))
            yield rebuild(
                node, lambda old, n=place, c=changed, i=counter: c if next(i) == n else old
            )


def singles_and_doubles(tree):
    """All single changes, and for each one more change of its outcome."""
    for count, mutant in enumerate(mutants(tree)):
        yield mutant
        yield from itertools.islice(mutants(mutant), count % 7, count % 7 + 1)


def oracle_values(tree):
    with np.errstate(all="ignore"):
        return (MODELS.value(tree) + 0 * Z)[:, INSIDE]


def test_no_mutant_is_accepted_that_an_independent_oracle_refuses():
    judged = accepted = 0
    wrong = []
    for identifier, tree in general_lines():
        desk = DESK[identifier]
        right, values = oracle_values(tree), desk.values(tree)
        for mutant in singles_and_doubles(tree):
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
