"""A question: its names, its answer, and all that is known about wrong answers, evaluated once."""

from ..loss.question import LossQuestion
from ..read.names import Names
from ..read.nodes import rebuild
from ..read.parser import parse
from ..read.scope import free_axes, settled
from .compare import orthogonalise, same
from .evaluate import Formula
from .points import make_points


class Question:
    """One entry of `questions.json`, ready to judge answers.

    Args:
        identifier: Such as `"q2"`.
        entry: The entry (see `schema`).
        shared_symbols: The file's dictionary of symbols.
    """

    def __init__(self, identifier, entry, shared_symbols):
        self.identifier = identifier
        self.entry = entry
        self.names = Names(shared_symbols, entry)
        symbols = self.names.symbols
        self.abbreviations = {
            name: parse(symbols[name]["equals"], self.names)
            for name in symbols
            if "equals" in symbols[name]
        }
        self.last_tree = self.last_formula = self.far_points = None
        self.binary = any([symbol.get("domain") == "binary" for symbol in symbols.values()])
        self._prepare()

    def _prepare(self):
        """Evaluates the answer, its relatives and the listed slips at the test points."""
        entry = self.entry
        self.answer = self.own(entry["answer"])
        self.axes = free_axes(self.answer, self.names)
        self.points = make_points(self.names)
        self.values = self.at_points(self.answer)
        self.grey_points = make_points(self.names, grey=True) if self.binary else []
        self.grey_values = self.at_points(self.answer, self.grey_points) if self.binary else []
        self.also = [(form, self._own_values(form)) for form in entry.get("also", [])]
        self.slips = [(slip, self._own_values(slip)) for slip in entry.get("slips", [])]
        self.terms = [(term, self._own_values(term)) for term in entry.get("terms", [])]
        self.term_basis = orthogonalise([values for _, values in self.terms])
        self.readings = [
            (reading, self._reread_points(reading)) for reading in entry.get("readings", [])
        ]

    def read(self, text, mode="index"):
        """The tree of a typed answer (see `settle`).

        Raises:
            Unreadable: If the text cannot be read.
        """
        return self.settle(parse(text, self.names), mode)

    def settle(self, tree, mode="index"):
        """Decides where open sums end (see `scope.settle`) and what a centred dot means."""
        return settled(tree, self.names, mode, not self.axes)

    def own(self, form):
        """The tree of a form written in `questions.json`."""
        return settled(parse(form, self.names), self.names, "index", True)

    def _own_values(self, item):
        return self.at_points(self.own(item["form"]))

    def at_points(self, tree, points=None, total=False):
        """Evaluates a tree at the test points (see `evaluate.Formula.values`).

        The last formula is kept, for a diagnosis evaluates the same tree several times.
        """
        if tree is not self.last_tree:
            self.last_formula = Formula(self.spell_out(tree), self.names)
            self.last_tree = tree
        return self.last_formula.values(points or self.points, total)

    def holds_elsewhere(self, tree):
        """Whether a formula equals the answer for larger sizes, too."""
        if self.far_points is None:
            self.far_points = make_points(self.names, smallest=6)[5::7]
            self.far_values = self.at_points(self.answer, self.far_points)
        total = bool(free_axes(tree, self.names)) and not self.axes
        return same(self.at_points(tree, self.far_points, total), self.far_values)

    def spell_out(self, tree):
        """Replaces abbreviations, such as logvar for log s^2, by what they stand for."""
        if not self.abbreviations:
            return tree
        if tree[0] == "symbol" and tree[1] in self.abbreviations:
            return ("group", _with_index(self.abbreviations[tree[1]], tree[2]))
        return rebuild(tree, self.spell_out)

    def _reread_points(self, reading):
        """The test points with one symbol meaning something else (a variance, say)."""
        name = reading["symbol"]
        formula = Formula(parse(reading["form"], self.names), self.names)
        points = []
        for point in self.points:
            cells = formula.values([point])
            changed = dict(point)
            changed[name] = cells if self.names.axis_of(name) else cells[0]
            points.append(changed)
        return points


def _with_index(node, letter):
    """An abbreviation's tree with its symbols' index replaced."""
    if node[0] == "symbol":
        return ("symbol", node[1], letter)
    return rebuild(node, _with_index, letter)


class Questions:
    """All questions of a file; each is prepared when it is first asked for.

    Args:
        content: The parsed `questions.json`.
    """

    def __init__(self, content):
        self.content = content
        self.entries, self.symbols = content["questions"], content["symbols"]
        self.prepared = {"vae_loss": LossQuestion()}  # judges a loss by itself

    def identifiers(self):
        return list(self.entries)

    def __contains__(self, identifier):
        return identifier in self.prepared or identifier in self.entries

    def __getitem__(self, identifier):
        if identifier not in self.prepared:
            entry = self.entries[identifier]
            self.prepared[identifier] = self.prepare(identifier, entry)
        return self.prepared[identifier]

    def prepare(self, identifier, entry):
        return Question(identifier, entry, self.symbols)
