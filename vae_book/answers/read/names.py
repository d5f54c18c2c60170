"""The names that one question knows: its symbols, their spellings, their indices."""

from .limits import quote
from .spellings import FOLDS, FUNCTIONS, GREEK


class Names:
    """The vocabulary of a question.

    Args:
        symbols: Dictionary from a symbol's name to its description (see `schema`).
        order: The symbols' names in the order of the file, which MicroPython's dictionaries
            do not keep.
        axes: The question's indices, such as `["d"]`, the main one first.
        elsewhere: Dictionary from names that readers bring from elsewhere to a hint.
    """

    def __init__(self, symbols, order, axes, elsewhere):
        self.symbols = symbols
        self.order = order
        self.axes = axes
        self.elsewhere = elsewhere
        self.spellings = {"pi": "pi", "e": "e"}
        for name in symbols:
            for spelling in [name] + symbols[name].get("aliases", []):
                self.spellings[spelling] = name

    def find(self, word):
        """Returns the symbol that `word` spells, or None."""
        return self.spellings.get(word)

    def axis_of(self, name):
        """Returns the index that the symbol carries (`"d"` for x), or None for a scalar."""
        return self.symbols.get(name, {}).get("axis")

    def input_of(self, name):
        """Returns the input of a network output: `"z"` for rho, as in `rho(z)`."""
        return self.symbols.get(name, {}).get("of")

    def sizes(self):
        """Returns the names of the sizes, such as `["D", "K"]`."""
        return [name for name in self.order if "size" in self.symbols[name]]

    def split(self, word):
        """Returns known names that `word` is made of (`xlog`: x, log), or None."""
        if len(word) > 24 or word in self.elsewhere or word in GREEK:
            return None
        known = [name for name in self.spellings if name != "e"]
        known += list(FUNCTIONS) + list(FOLDS)
        return self._split(word, sorted(known, key=len, reverse=True))

    def _split(self, word, known):
        for name in known:
            if word == name:
                return [name]
            if word.startswith(name):
                rest = self._split(word[len(name) :], known)
                if rest:
                    return [name] + rest
        return None

    def explain(self, word):
        """Returns a hint about an unknown name."""
        if word in self.elsewhere:
            return self.elsewhere[word]
        return "I do not know {} here. This question uses: {}.".format(
            quote(word),
            ", ".join(self.order),
        )
