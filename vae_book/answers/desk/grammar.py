"""One formula of a derivation: the checker's formulas, and what only a derivation has.

    ("E", body, density)          density: "q(z|x)", "p(z)", "p(z|x)" or "eps"
    ("int", body, variable)       variable: "z" or "eps"
    ("grad", (symbol, body))      symbol: theta, phi, or what is differentiated by, such as m_k
    ("density", parts, family)    family: "N", "Bernoulli" or "Laplace"
    ("given", body)               p(x|body), for a body that is not z
    ("slope", body)               f'(body), with f(z) = log p(x|z)

The densities themselves, such as p(x|z), are symbols; so is a divergence such as
KL(q(z|x)||p(z)). Subscripts and arguments are read and checked, never skipped.

A text may have several readings. The strict one comes first; the others are for what people mean
when they leave brackets out, and are shown to the reader when one of them counts.
"""

from ..read.calls import parse_function
from ..read.cursor import nesting
from ..read.foreign import refuse_unknown
from ..read.grammar import ADD, MULTIPLY, POWER
from ..read.limits import Unreadable, quote
from ..read.nodes import multiply, number, rebuild, refuse_large
from ..read.tokenizer import tokenize
from .gradients import GradientParser
from .remarks import refuse_dots

# power: log (a)^b is log(a^b); run: log a b is log(ab); ratio: log a/b is log(a/b);
# grad: a gradient takes only what stands next to it, or everything behind a bracket;
# wide: a sum goes to the end.
READINGS = [
    tuple(words.split())
    for words in (
        "", "power", "grad", "run", "ratio", "run ratio", "wide", "tight", "ratio tight",
        "run ratio tight", "power run ratio grad", "power grad", "run grad",
    )
]  # fmt: skip
READING_NOTES = {
    "power": "I read the power as standing inside the log: put brackets, log((a)^b).",
    "run": "I read the log as covering the whole product: put brackets, log(a b).",
    "ratio": "I read the log as covering the whole quotient: put brackets, log(a/b).",
    "grad": "I read the gradient as acting on less or more than it does as typed: put brackets.",
    "tight": "I read all that stands behind the / as its denominator: put brackets, 1/(2 a).",
    "label": "I took the last bracket for the number of the equation.",
    "wide": "I read the sum as covering everything behind it: put brackets.",
}
FAMILIES = {
    "N": "N", "Normal": "N", "normal": "N", "Gauss": "N", "Bernoulli": "Bernoulli",
    "Bern": "Bernoulli", "Ber": "Bernoulli", "B": "Bernoulli", "bernoulli": "Bernoulli",
    "Laplace": "Laplace", "Lap": "Laplace", "laplace": "Laplace",
}  # fmt: skip
VARIABLES = {"z": "z", "epsilon": "eps", "x": "x"}
LIMITS = ("", "_-inf^inf", "_z", "_epsilon", "_R", "_R^K")
OWN = {"p": "theta", "q": "phi", "g": "phi"}


def parse_step(text, desk, reading=()):
    """The tree of one formula.

    Args:
        text: The formula, in the signs of `lines.plain`.
        desk: The `Derivation`: its names, densities and abbreviations.
        reading: Tuple of words from `READING_NOTES`.

    Raises:
        Unreadable: If the text is no formula of this derivation.
    """
    refuse_dots(text)
    for prime in ("f'", "f^{\\prime}", "f^\\prime", "f\\prime"):
        text = text.replace(prime, "fprime ")
    tokens = _prepared(tokenize(text.replace("0,1)", "0, 1)")))
    if not tokens:
        raise Unreadable("empty", "A formula is missing here.")
    refuse_unknown(tokens)
    parser = DeskParser(tokens, desk, reading, text)
    tree = parser.tree()
    parser.expect_end()
    refuse_large(tree)
    return tree


def _prepared(tokens):
    """The tokens with `d z` as one word `dz`, and without empty superscripts for samples."""
    out = []
    for token in tokens:
        word = token[1]
        before = out[-1] if out else ("", "", False)
        opened = len(out) > 1 and out[-2][1] in ("_", "^", "/")
        if word in VARIABLES and before[:2] == ("name", "d") and not opened and _is_free_d(out):
            out[-1] = ("name", "d" + VARIABLES[word], before[2])
        elif word in ("P", "Q") and token[0] == "name":
            out.append(("name", word.lower(), token[2]))
        elif word in ("deps", "depsilon"):
            out.append(("name", "deps", token[2]))
        else:
            out.append(token)
    return out


def _is_free_d(tokens):
    """Whether a last `d` stands for a differential: not behind `_`, `{` of a sum, or `d/`."""
    before = tokens[-2][1] if len(tokens) > 1 else ""
    return before not in ("_", "/", "frac") and not (before == "{" and tokens[-3][1] in ("_", "}"))


class DeskParser(GradientParser):
    """The checker's parser with the words of a derivation (see `parser`)."""

    def __init__(self, tokens, desk, ways, text):
        super().__init__(tokens, desk.names, "tight" if "tight" in ways else "", text)
        self.desk = desk
        self.ways = ways

    def starts_factor(self):
        token = self.peek()
        if token[0] == "name" and token[1] in ("dz", "deps", "dx") and self.peek(1)[1] != "/":
            return False
        return super().starts_factor()

    def named(self, kind, word, qualified=False):
        if word == "log" and self.peek(1)[1] not in ("_", "^"):
            return (yield from self.logarithm())
        if word in ("E", "int"):
            self.advance()
            return (yield from (self.mean() if word == "E" else self.integral()))
        if word in ("KL", "D", "DKL") and self.at_divergence():
            return self.divergence()
        if word in ("p", "q") and self.names.find(word) is None:
            return (yield from self.density(word))
        if word in FAMILIES and self.peek(1)[1] in ("(", "[", "_"):
            return (yield from self.family(FAMILIES[word]))
        if word in ("ELBO", "L") and "ELBO" in self.desk.define:
            return self.abbreviation("ELBO")
        if word in ("g", "f", "fprime") and self.desk.world == "noise":
            return (yield from self.noise_function(word))
        if word == "z" and self.desk.world == "noise" and self.is_sample():
            return self.desk.sample
        if word in ("nabla", "grad", "partial", "d", "frac") or word[:1] == "d":
            found = yield from self.gradient(word)
            if found is not None:
                return found
        if word in ("const", "C", "c", "cst") and self.names.find(word) is None:
            self.advance()
            return ("unspecified",)
        return (yield from super().named(kind, word, qualified))

    def differentiated(self, by, body):
        """Of dz/dm, where there is noise: z = m + s eps."""
        moves = self.desk.world == "noise" and by[1] in ("m", "s")
        return self.desk.sample if moves and body == ("symbol", "z", None) else body

    # Logs

    def logarithm(self):
        if self.peek(1)[1] in ("(", "[", "{"):
            self.advance()
            argument = yield from self.group()
            if "power" in self.ways and self.at("^"):
                argument = yield from self.power(argument)
        elif self.peek(1)[1] in ("sum", "prod"):
            return (yield from parse_function(self))
        else:
            self.advance()
            argument = yield POWER
            while self.runs_on():
                argument = multiply(argument, (yield POWER))
        while "run" in self.ways and self.starts_factor() and not self.at_name("log"):
            argument = multiply(argument, (yield POWER))
        while "ratio" in self.ways and self.skip("/"):
            argument = ("div", argument, (yield POWER))
        return ("call", "log", argument[1] if argument[0] == "group" else argument)

    def runs_on(self):
        """Whether plain factors follow, as in `log 2 pi sigma^2`."""
        kind, word, spaced = self.peek()
        return kind == "number" or kind != "sign" and self.names.find(word) is not None

    # Means and integrals

    def mean(self):
        density = None
        if self.skip("_"):
            density = self.subscript()
        if self.at("[", "(", "{"):
            body = yield from self.group()
            body = body[1] if body[0] == "group" else body
        else:
            body = yield MULTIPLY
        if density is None:
            density = self.desk.mean_of(body)
        if density == "eps":
            body = self.at_sample(body)
        return ("E", body, density)

    def at_sample(self, tree):
        """A formula under the noise's mean, in which f'(z) is taken at z = m + s eps."""
        if tree == ("slope", ("symbol", "z", None)):
            return ("slope", self.desk.sample)
        return rebuild(tree, self.at_sample)

    def subscript(self):
        """The density below an E: `q`, `{q(z|x)}`, `{z ~ q_phi(z|x)}`, `{eps ~ N(0, I)}`."""
        words = self.bracket("{", "(") if self.at("{", "(") else self.bare_subscript()
        return self.desk.read_density(words).split("@")[0].replace("_k", "")

    def bare_subscript(self):
        words = [self.advance()[1]]
        if self.skip("_"):
            words += ["_"] + self.bracket("{")
        if words[0] in ("p", "q", "N") and self.at("("):
            behind = self.peek(len(self.words_ahead()) + 2)[1]
            if behind in ("(", "[", "{") or words[0] == "N":
                words += ["("] + self.bracket("(") + [")"]
        elif words[0] == "z" and self.at("~"):
            raise Unreadable("mean", "Put what stands below the E in braces: E_{z~q}[...].")
        return words

    def integral(self):
        limits = ""
        while self.at("_", "^"):
            limits += self.advance()[1]
            words = self.bracket("{", "(")
            if words in (["-"], ["+"]):
                words.append(self.advance()[1])
            limits += "".join([w for w in words if w not in ("{", "}", "+", "mathbb")])
        if limits.replace("infty", "inf") not in LIMITS:
            hint = "Every integral here runs over all values. Leave its limits out."
            raise Unreadable("limits", hint)
        variable = self.differential()
        if variable is not None:
            body = yield MULTIPLY
            return ("int", body, variable)
        body = yield from self.inside(ADD)
        variable = self.differential()
        if variable is None:
            hint = "The integral has no end. Write over what it runs: int ... dz."
            raise Unreadable("differential", hint)
        return ("int", body, variable)

    def differential(self):
        """Reads `dz` or `deps`; returns its variable or None."""
        word = self.peek()[1]
        if word not in ("dz", "deps"):
            if word == "dx":
                raise Unreadable("differential", "Here x is given. Integrate over z: int ... dz.")
            return None
        self.advance()
        return word[1:]

    # Divergences

    def at_divergence(self):
        if self.peek()[1] != "D":
            return True
        return "KL" in (self.peek(2)[1], self.peek(3)[1]) and self.peek(1)[1] == "_"

    def divergence(self):
        if self.advance()[1] == "D":
            self.place += 4 if self.peek(1)[1] == "{" else 2
        if not self.at("(", "[", "{"):
            if self.desk.divergence is None:
                raise Unreadable("divergence", "Write between what: KL(q(z|x) || p(z)).")
            return ("symbol", self.desk.divergence, None)
        words = self.bracket("(", "[", "{")
        depth, cut, width = 0, None, 1
        for place, word in enumerate(words):
            depth += nesting(word)
            if depth == 0 and word in ("||", ",", ";", ":", "|") and (cut is None or word == "||"):
                cut = place
                width = 2 if word == "|" and words[place + 1 : place + 2] == ["|"] else 1
        if cut is None:
            raise Unreadable("divergence", "Write between what: KL(q(z|x) || p(z)).")
        left = self.desk.read_density(words[:cut], "q(z|x)")
        right = self.desk.read_density(words[cut + width :], "p(z)")
        if "_" in left and right == "p(z)" and "I" not in words:
            right = "p(z_k)" + left[left.index("@") :]  # N(0, 1) beside N(m_k, s_k^2)
        index = None
        if "_" in left or "_" in right:
            if left[-2:] != right[-2:]:
                raise Unreadable("divergence", "The two densities of the KL are of other things.")
            left, index = left.split("@")
            right = right.split("@")[0]
        return ("symbol", f"KL({left}||{right})", index)

    # Densities

    def parameter(self, letter):
        """Reads and checks the `_theta` of p, the `_phi` of q."""
        if not self.skip("_"):
            return
        words = self.bracket("{")
        if words != [OWN[letter]]:
            hint = f"{letter} carries {OWN[letter]} here, not {quote(''.join(words))}."
            raise Unreadable("parameter", hint)

    def density(self, letter):
        self.advance()
        self.parameter(letter)
        if not self.at("(", "["):
            return self.desk.bare(letter)
        words = self.words_ahead()
        if words == ["epsilon"] and letter == "p" and self.desk.world == "noise":
            self.place += 3
            return ("density", (("symbol", "epsilon", None), number("0"), number("1")), "N")
        if words[:2] == ["x", "|"] and self.desk.world == "noise" and words[2:] != ["z"]:
            self.place += 5 if words[2:4] == ["z", "="] else 3
            body = yield from self.inside()
            self.expect(")")
            return ("given", body)
        self.place += len(words) + 2
        name, index = self.desk.density_name(letter, words)
        return ("symbol", name, index)

    def family(self, family):
        """Reads `N(x_d | mu_d, sigma^2)`, `N(z | 0, I)`, `Bernoulli(x_d | rho_d)`."""
        self.advance()
        closing = ")" if self.at("(") else "]"
        if not self.at("(", "["):
            raise Unreadable("syntax", f"Write {family}(x_d | ...).")
        words = self.words_ahead()
        end = self.place + len(words) + 1
        if "|" not in words and ";" not in words:
            hint = f"Say of what {family}(...) is the density: {family}(x_d | ...)."
            raise Unreadable("density", hint)
        self.tokens[self.place + 1 : end] = _scalars(self.tokens[self.place + 1 : end])
        self.advance()
        parts = [(yield from self.inside(bar="|"))]
        self.place += 1  # the bar
        parts.append((yield from self.inside()))
        while self.skip(","):
            parts.append((yield from self.inside()))
        self.expect(closing)
        if len(parts) != (2 if family == "Bernoulli" else 3):
            raise Unreadable("density", f"{family} has another number of parameters.")
        return self.desk.over_components(tuple(parts), family)

    def abbreviation(self, name):
        self.advance()
        if self.at("(", "["):
            words = self.bracket("(", "[")
            allowed = ("x", "z", "theta", "phi", "q", "p", ";", ",", "|", "(", ")", "_", "{", "}")
            if not all([word in allowed for word in words]):
                raise Unreadable("argument", f"I cannot read the argument of {name}.")
        return ("symbol", name, None)

    def is_sample(self):
        """Reads z(eps) or z_phi(eps), if it stands here."""
        for count in (4, 6, 8):
            words = "".join([self.peek(step)[1] for step in range(count)])
            if words in ("z(epsilon)", "z_phi(epsilon)", "z_{phi}(epsilon)"):
                self.place += count
                return True
        return False

    def noise_function(self, letter):
        """Reads g(eps), f(...) and f'(...)."""
        self.advance()
        if letter == "g":
            self.parameter("g")
        primed = letter == "fprime"
        if not self.skip("("):
            raise Unreadable("argument", f"Write the argument of {letter}: {letter}(...).")
        body = yield from self.inside()
        if letter == "g" and self.at(",") and self.peek(1)[1] == "x":
            self.place += 2
        self.expect(")")
        if letter == "g":
            if body[:2] != ("symbol", "epsilon"):
                raise Unreadable("argument", "g takes the noise: g(epsilon).")
            return self.desk.sample
        if primed:
            return ("slope", body)
        plain_z = body[:2] == ("symbol", "z")
        return ("call", "log", ("symbol", "p(x|z)", None) if plain_z else ("given", body))


def _scalars(tokens):
    """The parameters of a vector's density, with `I` and `diag` led back to components."""
    out = []
    for place, token in enumerate(tokens):
        word = token[1]
        if word in ("diag", "mathbf"):
            continue
        if word == "I":
            before = tokens[place - 1][1] if place else ","
            if before in (",", "|", ";"):
                out.append(("number", "1", False))
            continue
        if out and out[-1][1] != "_" and word in ("K", "D") and tokens[place - 1][1] == "_":
            continue
        if word == "_" and tokens[place + 1 : place + 2] and tokens[place + 1][1] in ("K", "D"):
            continue
        out.append(("sign", "|", token[2]) if word == ";" else token)
    return out
