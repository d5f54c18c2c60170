"""Whole derivations, judged line by line (see `judge.judge`).

An entry of `derivations.json`:

    "title", "prompt", "equation": str
    "world": "points", "gauss", "finite" or "noise"          (see `worlds`)
    "symbols": [name], "axes": [str], "domains": {name: domain}      as in `questions.json`
    "start", "relation", "goal": what is asked: start relation goal, with "=", ">=" or "<="
    "densities": [name]          which may be written; all six if not given
    "given": {density: form}     what a density is;     "define": {"ELBO": form}
    "bare": {"q": density}       what a q or p without argument means
    "divergence", "mean": what a bare KL and a bare E mean
    "learned": [name]            what training learns; with it, `+ const` may be written
    "up_to": bool                whether the goal holds up to a constant only
    "steps": [{"form", "rule", "hint"}]     the book's working, judged in the tests
    "slips": [{"form", "code", "hint"}],  "hints": [str]
"""

from ..judge.question import Questions
from .derivation import Derivation
from .judge import judge

__all__ = ["Derivation", "Derivations", "judge", "load_derivations"]


class Derivations(Questions):
    """All derivations of a file; each is prepared when it is first asked for.

    Args:
        content: The parsed `derivations.json`.
        symbols: The dictionary of symbols of `questions.json`.
    """

    def __init__(self, content, symbols):
        self.entries, self.symbols = content["derivations"], dict(symbols)
        self.symbols.update(content["symbols"])
        self.prepared = {}
        self.worlds = {}

    def prepare(self, identifier, entry):
        return Derivation(identifier, entry, self.symbols, self.worlds)


def load_derivations(folder=None):
    """The `Derivations` of `derivations.json` and `questions.json` in a folder."""
    import json  # not needed in a page that has parsed the files itself

    from .. import load_questions

    if folder is None:
        folder = __file__.replace("\\", "/").rsplit("/", 2)[0]
    with open(folder + "/derivations.json", encoding="utf-8") as file:
        content = json.load(file)
    return Derivations(content, load_questions(folder + "/questions.json").symbols)
