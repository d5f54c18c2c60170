r"""Reads gradients: `grad_theta`, `d/dm_k`, `\frac{\partial KL}{\partial m_k}`."""

from ..read.cursor import nesting
from ..read.grammar import MULTIPLY, POWER, Parser
from ..read.limits import Unreadable
from ..read.symbols import read_index


class GradientParser(Parser):
    """The checker's parser with gradients; `ways` are the readings of `grammar`."""

    ways: tuple = ()

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
            if above[:1] not in (["d"], ["partial"]) and above[:1] != ["dKL"]:
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
        if body is not None:
            return ("grad", (by, body))
        return (yield from self.operand(by))

    def above(self):
        """Reads the `d` of d/dm_k, or the `d KL` of dKL/dm_k."""
        braces = self.skip("{")
        word = self.peek()[1]
        if word in ("d", "partial"):
            self.advance()
        elif word == "dKL":
            self.tokens[self.place] = ("name", "KL", False)
        else:
            return None
        body = None
        if not self.at("/", "}"):
            body = yield POWER
        if braces:
            self.expect("}")
        return body

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
        return ("symbol", name, index)

    def operand(self, by):
        bracket = self.at("(", "[")
        narrow = bracket != ("grad" in self.ways)
        body = yield (POWER if narrow else MULTIPLY)
        if body[0] == "number":
            raise Unreadable("gradient", "I cannot read what is differentiated: put brackets.")
        return ("grad", (by, body))
