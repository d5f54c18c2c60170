"""Whole derivations, judged line by line (see `judge.judge`)."""

from .derivation import Derivation
from .judge import judge

__all__ = ["Derivation", "Derivations", "judge", "load_derivations"]


class Derivations:
    """All derivations of a file; each is prepared when it is first asked for.

    Args:
        content: The parsed `derivations.json`.
        symbols: The dictionary of symbols of `questions.json`.
    """

    def __init__(self, content, symbols):
        self.content = content["derivations"]
        self.symbols = dict(symbols)
        for name in content["symbols"]:
            self.symbols[name] = content["symbols"][name]
        self.prepared = {}
        self.worlds = {}

    def identifiers(self):
        return list(self.content)

    def __contains__(self, identifier):
        return identifier in self.content

    def __getitem__(self, identifier):
        if identifier not in self.prepared:
            entry = self.content[identifier]
            self.prepared[identifier] = Derivation(identifier, entry, self.symbols, self.worlds)
        return self.prepared[identifier]


def load_derivations(folder=None):
    """The `Derivations` of `derivations.json` and `questions.json` in a folder."""
    import json  # not needed in a page that has parsed the files itself

    if folder is None:
        folder = __file__.replace("\\", "/").rsplit("/", 2)[0]
    with open(folder + "/derivations.json", encoding="utf-8") as file:
        content = json.load(file)
    with open(folder + "/questions.json", encoding="utf-8") as file:
        symbols = json.load(file)["symbols"]
    return Derivations(content, symbols)
