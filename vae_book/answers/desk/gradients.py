r"""Reads gradients: `grad_theta`, `d/dm_k`, `\frac{\partial KL}{\partial m_k}`."""

from ..read.cursor import nesting
from ..read.grammar import MULTIPLY, POWER, Parser
from ..read.limits import Unreadable
from ..read.nodes import number
from ..read.symbols import read_index


class GradientParser(Parser):
    """The checker's parser with gradients; `ways` are the readings of `grammar`."""

    ways: tuple = ()
    squared = False

    def words_ahead(self, start=0):
        """The words of the bracket that opens `start` words ahead, without the bracket."""
        depth, words = 0, []
        for place in range(self.place + start, len(self.tokens)):
            word = self.tokens[place][1]
            depth += nesting(word)
            if depth == 0:
                return words[1:]
            words.append(word)
        raise Unreadable("brackets", "A bracket is never closed.")

    def bracket(self, *opening):
        """Reads the words inside the bracket that one of these signs opens; else the next word."""
        if not self.at(*opening):
            return [self.advance()[1]]
        words = self.words_ahead()
        self.place += len(words) + 2
        return words

    def gradient(self, word):
        r"""Reads `grad_theta`, `d/dm_k`, `\frac{\partial KL}{\partial m_k}`, or returns None."""
        start = self.place
        self.squared = False
        if word in ("nabla", "grad") or word in ("partial", "d") and self.peek(1)[1] == "_":
            self.advance()
            if not self.skip("_"):
                raise Unreadable("gradient", "Say by what: grad_theta or grad_phi.")
            braces = self.skip("{")
            by = self.read_by()
            if braces:
                self.expect("}")
            return (yield from self.operand(by))
        if word == "frac":
            above = self.words_ahead(1) if self.peek(1)[1] == "{" else [self.peek(1)[1]]
            first = above[0] if above else ""
            named = first[:1] == "d" and self.names.find(first[1:]) is not None
            if first not in ("d", "partial", "dKL") and not named:
                return None
            self.advance()
            body = yield from self.above()
            self.expect("{")
            by = self.below()
            self.expect("}")
        else:
            body = yield from self.above()
            if not self.skip("/"):
                self.place = start
                return None
            braces = self.skip("{", "(")
            by = self.below()
            if braces:
                self.place += 1
        squared = self.squared
        if body is None:
            tree = yield from self.operand(by)
        else:
            tree = ("grad", (by, self.differentiated(by, body)))
        if squared:  # d/ds^2 = 1/(2 s) d/ds
            return ("mul", (("div", number("1"), ("group", ("mul", (number("2"), by)))), tree))
        return tree

    def above(self):
        """Reads the `d` of d/dm_k, or the `d KL` of dKL/dm_k."""
        braces = self.skip("{")
        word = self.peek()[1]
        if word in ("d", "partial"):
            self.advance()
        elif word == "dKL" or self.is_differential(word):
            self.tokens[self.place] = ("name", word[1:], False)
        else:
            return None
        body = None
        if not self.at("/", "}"):
            body = yield POWER
        if braces:
            self.expect("}")
        return body

    def is_differential(self, word):
        """Whether `dz` or `ds_k` begins a quotient such as dz/ds."""
        ahead = [self.peek(step)[1] for step in (1, 3)]
        quotient = ahead[0] in ("/", "}") or self.peek(1)[1] == "_" and ahead[1] in ("/", "}")
        return word[:1] == "d" and self.names.find(word[1:]) is not None and quotient

    def below(self):
        word = self.peek()[1]
        if word in ("d", "partial"):
            self.advance()
        elif word[:1] == "d" and self.names.find(word[1:]) is not None:
            self.tokens[self.place] = ("name", word[1:], False)
        else:
            raise Unreadable("gradient", "I cannot read by what is differentiated. Write d/dm_k.")
        return self.read_by()

    def read_by(self):
        """The symbol that is differentiated by: theta, phi, m_k, logvar_k or log s_k^2."""
        words = [self.peek(step)[1] for step in range(9)]
        if words[0] in ("theta", "phi"):
            self.advance()
            return ("symbol", words[0], None)
        text = "".join(words)
        for start in ("logs^2", "logs_k^2", "log(s^2)", "log(s_k^2)", "logs^{2}", "logs_k^{2}"):
            if text.startswith(start) and "logvar" in self.names.symbols:
                length = 0
                while length < len(words) and len("".join(words[:length])) < len(start):
                    length += 1
                self.place += length
                return ("symbol", "logvar", "k" if "_k" in start else None)
        name = self.names.find(words[0])
        if name is None or self.peek()[0] == "sign":
            raise Unreadable("gradient", "I cannot read by what is differentiated. Write d/dm_k.")
        self.advance()
        index = read_index(self) if self.at("_") else None
        if self.skip("^"):
            power = self.bracket("{")
            if name not in ("s", "sigma") or power != ["2"]:
                raise Unreadable(
                    "gradient", "I read derivatives by a variance, and no other power."
                )
            self.squared = True
        return ("symbol", name, index)

    def differentiated(self, by, body):
        """What is differentiated, where a name stands for something of that symbol."""
        return body

    def operand(self, by):
        bracket = self.at("(", "[")
        narrow = bracket != ("grad" in self.ways)
        body = yield (POWER if narrow else MULTIPLY)
        if body[0] == "number":
            raise Unreadable("gradient", "I cannot read what is differentiated: put brackets.")
        return ("grad", (by, self.differentiated(by, body)))
