"""One derivation of `derivations.json`: its names, its world, its start and its goal."""

from ..judge.compare import same
from ..judge.evaluate import Formula
from ..read.limits import Unreadable, quote
from ..read.names import Names
from ..read.nodes import rebuild, walk
from ..read.scope import settled
from .grammar import parse_step
from .nodes import reindexed, symbols, with_index
from .plain import plain
from .worlds import WORLDS

# The densities of one component, and the axis of their index.
COMPONENTS = {"p(z_k)": "k", "q(z_k|x)": "k", "p(x_d|z)": "d", "KL(q(z_k|x)||p(z_k))": "k"}
DENSITIES = ["p(x)", "p(z)", "p(x|z)", "p(x,z)", "p(z|x)", "q(z|x)"]
TOLERANCE = 1e-8
UNDEFINED_SHARE = 0.5


class Derivation:
    """One entry of `derivations.json`, ready to judge.

    Args:
        identifier: Such as `"elbo"`.
        entry: The entry (see `schema`).
        shared: The dictionary of symbols of `questions.json`, with those of the file.
        worlds: Dictionary in which worlds are kept, so that several derivations share one.
    """

    def __init__(self, identifier, entry, shared, worlds):
        self.identifier = identifier
        self.entry = entry
        self.world = entry["world"]
        self.names = Names(shared, entry)
        axes = self.names.axes
        for name in COMPONENTS:
            if COMPONENTS[name] in axes:
                self.names.symbols[name] = {"axis": COMPONENTS[name]}
        self.densities = entry.get("densities", DENSITIES)
        self.divergence = entry.get("divergence")
        self.define = entry.get("define", {})
        self.sample = None
        if self.world == "noise":
            self.sample = ("group", self.own("m + s*epsilon"))
        self.given = {}
        for name in entry.get("given", {}):
            self.given[name] = self.own(entry["given"][name])
        for name in self.define:
            self.given[name] = self.own(self.define[name])
        if "logvar" in entry["symbols"]:
            self.given["logvar"] = self.own("log(s_k^2)" if axes else "log(s^2)")
        key = self.world + "/" + ",".join(entry["symbols"]) + "/" + ",".join(axes)
        key = "finite" if self.world == "finite" else key + ",".join(entry.get("learned", []))
        if key not in worlds:
            worlds[key] = WORLDS[self.world](self.names, entry.get("learned", []))
        self.points = worlds[key]
        self.relation = {">=": "≥", "<=": "≤"}.get(entry["relation"], "=")
        self.start = self.own(entry["start"])
        self.goal = self.own(entry["goal"])
        self.up_to = entry.get("up_to", False)
        self._model = None
        self.kept, self.fresh = {}, {}
        self.start_values = self.values(self.start)

    def renew(self):
        """Forget what the text judged before the last one needed: only one line is new."""
        self.kept, self.fresh = self.fresh, {}

    def remember(self, key, work, *arguments):
        """What `work(*arguments)` gives, or gave for the text that was judged before."""
        if key not in self.fresh:
            self.fresh[key] = self.kept[key] if key in self.kept else work(*arguments)
        return self.fresh[key]

    def own(self, form):
        """The tree of a form written in `derivations.json`."""
        return self.read(plain(form))

    def model(self):
        """The trees of the model working; an inequality keeps its right side only."""
        if self._model is None:
            forms = [step["form"] for step in self.entry["steps"]]
            self._model = [self.own(form.replace(">=", "").replace("<=", "")) for form in forms]
        return self._model

    def read(self, text, reading=()):
        """The tree of a typed formula, with the ends of its sums settled."""
        parsed = parse_step(text, self, reading)
        tree = settled(parsed, self.names, "index", not self.names.axes)
        if "wide" in reading and not has_bracketed_sum(tree):
            return settled(parsed, self.names, "wide", not self.names.axes)
        return tree

    # Names of densities

    def density_name(self, letter, words):
        """The name and index of a density from the words of its argument.

        Raises:
            Unreadable: If this derivation has no such density.
        """
        words = [word for word in words if word != "mathbf"]
        if ";" in words:
            place = words.index(";")
            allowed = ("theta", ",") if letter == "p" else ("phi", ",")
            if not all([word in allowed for word in words[place + 1 :]]):
                self._refuse(letter, words)
            words = words[:place]
        index = None
        if "_" in words:
            place = words.index("_")
            index = words[place + 1 : place + 2]
            if index == ["{"]:
                index = words[place + 2 : place + 3]
                words = words[: place + 1] + index + words[place + 4 :]
            index = index[0] if index and len(index[0]) == 1 else None
            generic = {"z": "k", "x": "d"}.get(words[place - 1]) if place else None
            if generic is None:
                self._refuse(letter, words)
            words = [generic if at == place + 1 else word for at, word in enumerate(words)]
        text = "".join(words)
        if letter == "q" and text == "z":
            text = "z|x"
        text = {"z,x": "x,z", "x_d|rho_d": "x_d|z", "x_d|mu_d": "x_d|z"}.get(text, text)
        name = letter + "(" + text + ")"
        if index is None and name in self.densities:
            return name, None
        if index is not None and name in COMPONENTS and name in self.given:
            return name, index
        return self._refuse(letter, words)

    def _refuse(self, letter, words):
        name = quote(letter + "(" + "".join(words) + ")")
        known = ", ".join(self.densities)
        raise Unreadable("density", f"I do not know {name} here. I know: {known}.")

    def bare(self, letter):
        """The symbol of a `p` or `q` without argument."""
        name = self.entry.get("bare", {"q": "q(z|x)"}).get(letter)
        if name is None or name not in self.densities:
            raise Unreadable("density", f"Say which {letter}: {letter}(z), {letter}(z|x) ...")
        return ("symbol", name, None)

    def read_density(self, words, default=None):
        """The name of a density from the words below an E or inside a KL."""
        variable = None
        for sign in ("~", "sim"):
            if sign in words:
                variable = "".join(words[: words.index(sign)])
                words = words[words.index(sign) + 1 :]
        if variable is not None and variable not in ("z", "epsilon", "z_k", "epsilon_k"):
            raise Unreadable("mean", f"I cannot take the mean over {quote(variable)} here.")
        text = "".join(words)
        if text in ("epsilon", "p(epsilon)") or variable == "epsilon" or "epsilon" in words:
            gaussian = text in ("epsilon", "p(epsilon)", "p") or text.startswith("N(")
            if self.world != "noise" or not gaussian or words[0] == "N" and not is_standard(text):
                raise Unreadable("mean", f"I cannot take the mean under {quote(text)} here.")
            return "eps"
        if words[:1] == ["N"]:
            name = self._gaussian(text)
            return "p(z)" if name == "eps" and variable is not None else name
        letter = words[0] if words else ""
        if letter not in ("p", "q"):
            raise Unreadable("mean", f"I cannot take the mean under {quote(text)} here.")
        rest = words[1:]
        if rest[:1] == ["_"]:
            inner = rest[2:3] if rest[1:2] == ["{"] else rest[1:2]
            if inner != [{"p": "theta", "q": "phi"}[letter]]:
                raise Unreadable("parameter", f"I cannot read {quote(text)}.")
            rest = rest[4:] if rest[1:2] == ["{"] else rest[2:]
        if not rest:
            if default is not None and default[0] == letter and default in self.densities:
                return default
            return self.bare(letter)[1]
        if rest[0] not in ("(", "[") or rest[-1] not in (")", "]"):
            raise Unreadable("density", f"I cannot read {quote(text)}.")
        name, index = self.density_name(letter, rest[1:-1])
        return name if index is None else name + "@" + index

    def _gaussian(self, text):
        inner = text[2:-1].replace("diag(", "").replace(")", "").replace("{", "").replace("}", "")
        for bar in ("z|", "z;", "z_k|", "z_k;", "z_j|", "z_i|"):
            inner = inner[len(bar) :] if inner.startswith(bar) else inner
        component = "k" in self.names.axes and ("z_" in text or "m_" in text)
        if component:
            letter = text[text.index("_") + 1]
            inner = inner.replace("_" + letter, "")
            if inner == "m,s^2" or inner == "0,1":
                return ("q(z_k|x)@" if inner[0] == "m" else "p(z_k)@") + letter
        if inner in ("0,1", "0,I"):
            return "p(z)" if self.world != "noise" else "eps"
        if inner in ("m,s^2", "m_k,s_k^2", "m,s^2I"):
            return "q(z|x)"
        raise Unreadable("mean", f"I cannot take the mean under {quote(text)} here.")

    def mean_of(self, body):
        """The density of an E without subscript."""
        if self.world == "noise":
            return "eps" if "epsilon" in symbols(body) else "q(z|x)"
        if self.world == "finite" and not self.entry.get("mean"):
            raise Unreadable("mean", "Say under which density the mean is taken: E_q[...].")
        return self.entry.get("mean", "q(z|x)")

    def over_components(self, parts, family):
        """A density; of a vector, the product over its components."""
        first = parts[0]
        axis = self.names.axis_of(first[1]) if first[0] == "symbol" else None
        if axis is None or first[2] is not None:
            return ("density", parts, family)
        indexed = tuple([with_index(part, axis, axis, self.names) for part in parts])
        return ("fold", "prod", axis, ("density", indexed, family), "call")

    # Values

    def spell(self, node):
        """The tree with abbreviations, densities that are given, and divergences written out."""
        if node[0] == "symbol":
            name = node[1]
            if name in self.given:
                return ("group", self.spell(reindexed(self.given[name], node[2])))
            if name.startswith("KL("):
                return self.spell(self.divergence_as_mean(node))
        if node[0] == "grad":
            return ("grad", (node[1][0], self.spell(node[1][1])))
        return rebuild(node, self.spell)

    def divergence_as_mean(self, node):
        """E_q[log q - log p] for the symbol KL(q||p)."""
        left, right = node[1][3:-1].split("||")
        log = [("call", "log", ("symbol", name, node[2])) for name in (left, right)]
        under = left.replace("_k", "")
        return ("E", ("add", (log[0], ("neg", log[1]))), under)

    def values(self, tree, points=None):
        """The values of a tree at the world's points; None where it is undefined."""
        try:
            return Formula(self.spell(tree), self.names).values(points or self.points.points)
        except (ValueError, KeyError, IndexError, TypeError):
            raise Unreadable("world", "I cannot evaluate this here.") from None

    def equal(self, left, right):
        """Whether two lists of values agree where both are defined."""
        if len(left) != len(right):
            return False
        pairs = [(a, b) for a, b in zip(left, right) if a is not None or b is not None]
        if len(pairs) < UNDEFINED_SHARE * len(left):
            return False
        return same([a for a, _ in pairs], [b for _, b in pairs], TOLERANCE)

    def ordered(self, left, sign, right):
        """Whether `left sign right` holds for two trees in all of many models."""
        if sign == "≤":
            left, right = right, left
        return self.remember(("above", left, right), self._above, left, right)

    def _above(self, left, right):
        a, b = self.values(left, self.points.many), self.values(right, self.points.many)
        if len(a) != len(b) or None in a or None in b:
            return False
        return all([x >= y - 1e-9 * (1 + abs(x) + abs(y)) for x, y in zip(a, b)])

    def moves_together(self, left, right):
        """Whether two trees differ by terms without the learned quantities only."""
        return self.remember(("moves", left, right), self._moves_together, left, right)

    def _moves_together(self, left, right):
        if not self.entry.get("learned"):
            return False
        here = [self.values(tree) for tree in (left, right)]
        there = [self.values(tree, self.points.twins) for tree in (left, right)]
        if len(here[0]) != len(here[1]) or None in here[0] + here[1] + there[0] + there[1]:
            return False
        before = [a - b for a, b in zip(here[0], here[1])]
        after = [a - b for a, b in zip(there[0], there[1])]
        scale = [abs(a) + abs(b) for a, b in zip(here[0], there[0])]
        return all([abs(a - b) <= TOLERANCE * (1 + c) for a, b, c in zip(before, after, scale)])


def has_bracketed_sum(tree):
    """Whether a sum says by brackets what it covers."""
    return any([node[0] == "fold" and node[3][0] == "group" for node in walk(tree)])


def is_standard(text):
    return text in ("N(0,1)", "N(0,I)") or text.endswith(("|0,1)", "|0,I)", ";0,1)", ";0,I)"))
