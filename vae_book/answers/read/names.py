"""The names that one question knows: its symbols, their spellings, their indices."""

from .libraries import LIBRARY
from .limits import quote
from .quantities import signature, usual
from .spellings import ALIASES, FOLDS, FUNCTIONS, GREEK


class Names:
    """The vocabulary of a question.

    Args:
        shared: Dictionary from a symbol's name to its description (see `schema`).
        entry: The entry of the question, or of a derivation.

    Attributes:
        symbols: The descriptions of the entry's symbols; an axis that it does not use is left out.
        order: Their names in the order of the file, which MicroPython's dictionaries do not keep.
        shared: The descriptions of all symbols.
        axes, elsewhere, bounded, sampled: As in the entry (see `schema`).
        left: The same, with the names of derivatives.
    """

    def __init__(self, shared, entry):
        self.order = entry["symbols"]
        self.axes = entry.get("axes", [])
        self.elsewhere = entry.get("elsewhere", {})
        self.shared = shared
        self.left = dict(entry.get("left", {}))
        self.bounded = entry.get("bounded", False)
        self.sampled = entry.get("sampled", False)
        self._name_derivatives(entry.get("by", ""), entry.get("of", {}))
        self.last = (None, None)  # what `parser.parse_equation` keeps
        self.symbols = {}
        self.spellings = {"pi": "pi", "e": "e"}
        for name in self.order:
            symbol = self.symbols[name] = dict(shared[name])
            if name in entry.get("domains", {}):
                symbol["domain"] = entry["domains"][name]
            if symbol.get("axis") not in self.axes:
                symbol.pop("axis", None)
            for spelling in [name] + symbol.get("aliases", []):
                self.spellings[spelling] = name
        for name in self.order:  # a telephone begins with a capital letter
            if len(name) == 1 and name.upper() not in self.elsewhere:
                self.spellings.setdefault(name.upper(), name)

    def _name_derivatives(self, by, quantities):
        """Adds the names of the derivatives that are asked for, such as `dKL/dm`."""
        said = ["derivative", "Derivative", "Gradient"] if by else []
        said += ["score"] if by and "logq" in quantities else []
        for name in said + (["estimate"] if self.sampled else []):
            self.left[name] = 1
        for below in ([by] if by else []) + (["logs^2"] if by == "logvar" else []):
            self.left["d/d" + below] = 1
            for name in quantities:
                self.left["d" + name + "/d" + below] = quantities[name]
                self.left["d-" + name + "/d" + below] = -quantities[name]

    def find(self, word):
        """The symbol that `word` spells, or None."""
        return self.spellings.get(word)

    def quantity_of(self, tokens):
        """What the name in these tokens is times the answer; 0 if it is none."""
        name = usual(signature(tokens))
        head = name.partition("(")[0] if name[-1:] == ")" else ""  # BCE(x, rho)
        head = head if head in ("BCE", "MSE", "NLL", "loss") else name
        return self.left.get(name, self.left.get(head, 0))

    def axis_of(self, name):
        """The index that the symbol carries (`"d"` for x), or None for a scalar."""
        return self.symbols.get(name, {}).get("axis")

    def input_of(self, name):
        """The input of a network output: `"z"` for rho, as in `rho(z)`."""
        return self.symbols.get(name, {}).get("of")

    def sizes(self):
        """The names of the sizes, such as `["D", "K"]`."""
        return [name for name in self.order if "size" in self.symbols[name]]

    def size_of(self, axis):
        """The name of an index's size, such as `"D"` for d; None if there is none."""
        for name in self.sizes():
            if self.symbols[name]["size"] == axis:
                return name
        return None

    def indexed(self, word):
        """Symbol and index of `xd` or `rhod`, typed without the underscore; or None."""
        name = self.find(word[:-1])
        return (word[:-1], word[-1]) if name and self.axis_of(name) == word[-1] else None

    def split(self, word):
        """Known names that `word` is made of (`xlog`: x, log), or None."""
        if len(word) > 24 or word in self.elsewhere or word in GREEK:
            return None
        known = [name for name in self.spellings if name != "e"]
        known += list(FUNCTIONS) + list(FOLDS) + ["ln", "eps"]
        parts = self._split(word, sorted(known, key=len, reverse=True))
        return parts and [ALIASES.get(part, part) for part in parts]

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
        """A hint about an unknown name."""
        if word in self.elsewhere:
            return self.elsewhere[word]
        symbols = ", ".join(self.order)
        if word.lower() in LIBRARY:
            return f"{quote(word)} {LIBRARY[word.lower()]}, in {symbols}."
        uses = f"This question uses: {symbols}." if symbols else "Put a remark behind a #."
        return f"I do not know {quote(word)} here. {uses}"
