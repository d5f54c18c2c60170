"""A Pratt parser: tokens to a tree (see `nodes`), by binding powers.

Nothing that is typed is ever evaluated as code. The parser knows the names of one question and
refuses every other name.

What reads a part of the formula is a generator: where an expression comes next, it yields the
least binding power of that expression, and is sent its tree. So nesting takes room in a list (see
`Parser.tree`) and not on the host's stack, which is small in MicroPython.
"""

from . import calls, symbols
from .cursor import CLOSES, OPENING, Cursor
from .foreign import refuse_unknown
from .limits import MAX_DEPTH, MAX_EXPONENT, TOO_DEEP, Unreadable, quote
from .nodes import add, dot, multiply, number
from .spellings import FOLDS, FUNCTIONS, MODULES, TWO_ARGUMENTS

ADD, MULTIPLY, TIGHT, POWER = 10, 20, 30, 40
BINARY = ("+", "-", "*", "/", "@", "·")


class Parser(Cursor):
    def __init__(self, tokens, names, reading="", text=""):
        super().__init__(list(tokens))
        self.names = names
        self.reading = reading
        self.latex = "\\" in text
        self.code = "**" in text or any([module + "." in text for module in MODULES])
        self.implicit = TIGHT if reading == "tight" else MULTIPLY
        self.bar = None  # the sign that closes the norm or absolute value being read

    def tree(self):
        """Reads an expression and, one inside another, all that it asks for."""
        waiting = [self.expression(ADD)]
        node = None
        while waiting:
            try:
                power = waiting[-1].send(node)
            except StopIteration as finished:
                waiting.pop()
                node = finished.value
                continue
            if len(waiting) == MAX_DEPTH:
                raise Unreadable("too_deep", TOO_DEEP)
            waiting.append(self.expression(power))
            node = None
        return node

    # The Pratt loop

    def expression(self, power):
        """Reads an expression whose operators all bind at least as tightly as `power`."""
        left = yield from self.prefix(power)
        while True:
            binding = self.binding(left)
            if binding == 0 or binding < power:
                return left
            left = yield from self.infix(left, binding)

    def inside(self, power=ADD, bar=None):
        """Reads what stands inside brackets or bars, or behind a function.

        Args:
            power: As for `expression`.
            bar: The sign that closes it, if it is a bar.
        """
        outer, self.bar = self.bar, bar
        inner = yield power
        self.bar = outer
        return inner

    def binding(self, left):
        """The binding power of what follows, 0 if the expression ends here."""
        if self.at("+", "-"):
            return ADD
        if self.at("/") and self.reading == "loose":
            return ADD
        if self.at("*", "/", "·", "@"):
            return MULTIPLY
        if self.at("_"):
            return POWER if symbols.is_indexable(left) or symbols.is_norm(left) else 0
        if self.at("^", "."):
            return POWER
        if not self.starts_factor():
            return 0
        kind, text, spaced = self.peek()
        plain = kind == "number" or kind != "sign" and self.names.find(text) is not None
        return self.implicit if plain else MULTIPLY

    def starts_factor(self):
        token = self.peek()
        if token[0] == "tex" and token[1] in ("rangle", "in", "over"):
            return False
        if token[0] in ("number", "name", "tex"):
            return token[1] not in ("for", "in")
        return token[1] in OPENING or token[1] in ("||", "|") and token[1] != self.bar

    def prefix(self, power):
        if self.at("-", "+"):
            negative = self.advance()[1] == "-"
            inner = yield max(power, MULTIPLY)
            return ("neg", inner) if negative else inner
        return (yield from self.atom())

    def infix(self, left, binding):
        if self.at("^"):
            return (yield from self.power(left))
        if self.at("_"):
            return symbols.late_index(self, left)
        if self.at("."):
            return (yield from calls.parse_method(self, left))
        sign = self.advance()[1] if self.at(*BINARY) else ""
        right = yield (MULTIPLY if sign == "/" else binding) + 1
        if sign == "+":
            return add(left, right)
        if sign == "-":
            return add(left, ("neg", right))
        if sign == "/":
            return ("div", left, right)
        if sign == "@":
            return dot(left, right)
        if sign == "·":
            return self.centred_dot(left, right)
        return multiply(left, right)

    def centred_dot(self, left, right):
        if left[0] == "transpose":
            return multiply(left, right)
        if left[0] == "mul":
            return ("mul", left[1][:-1] + (self.centred_dot(left[1][-1], right),))
        return ("cdot", left, right)

    def power(self, base):
        self.advance()
        if self.at_name("T"):
            self.advance()
            return ("transpose", base)
        if self.at("{") and self.peek(1)[1] == "T" and self.peek(2)[1] == "}":
            self.place += 3
            return ("transpose", base)
        if self.at_name("prime") and base[0] == "symbol" and self.names.axis_of(base[1]) is None:
            raise Unreadable("prime", f"I do not read a derivative {base[1]}'. Write it out.")
        if self.at_name("prime") and base[0] != "pow":
            self.advance()
            if self.at("*", "@", "·") or self.starts_factor():
                return ("transpose", base)
            raise Unreadable("prime", "I cannot read the prime at the end. Leave it out.")
        if base[0] == "symbol" and symbols.skip_sample_label(self):
            return base
        exponent = (yield from self.argument()) if self.latex else (yield POWER)
        self.refuse_large_exponent(exponent)
        if base[0] == "symbol":
            symbols.skip_argument(self, base[1])
        return ("pow", base, exponent)

    def refuse_large_exponent(self, exponent):
        inner = exponent[1] if exponent[0] in ("group", "neg") else exponent
        too_large = inner[0] == "number" and inner[1] > MAX_EXPONENT
        if too_large or inner[0] == "pow" and inner[1][0] == "number":
            raise Unreadable("exponent", "That exponent is too large. No answer here needs it.")

    def argument(self):
        r"""Reads the argument of `^` or `\frac` in LaTeX: a group, or a single digit."""
        kind, text, spaced = self.peek()
        if kind == "number" and len(text) > 1 and "." not in text and "e" not in text:
            self.tokens[self.place] = (kind, text[1:], False)
            return number(text[0])
        return (yield from self.inside(POWER, self.bar))

    # Atoms

    def atom(self):
        kind, text, spaced = self.peek()
        if kind == "end":
            raise Unreadable("syntax", "The formula stops too early.")
        if kind == "number":
            self.advance()
            return number(text)
        if kind == "sign":
            return (yield from self.bracketed(text))
        if kind == "other":
            refuse_unknown([self.peek()])
        return (yield from self.named(kind, text))

    def bracketed(self, opening):
        if opening in OPENING:
            return (yield from self.group())
        if opening in ("||", "|"):
            return (yield from self.norm(opening))
        raise Unreadable("syntax", f"I did not expect {quote(opening)} here.")

    def group(self):
        """Reads a bracket; round and square ones are kept, braces only group."""
        opening = self.advance()[1]
        inner = yield from self.inside()
        if opening == "{" and self.at_name("over"):
            self.advance()
            below = yield from self.inside()
            inner = ("div", inner, below)
        self.expect(CLOSES[opening])
        return inner if opening == "{" else ("group", inner)

    def norm(self, bar):
        self.advance()
        inner = yield from self.inside(bar=bar)
        self.expect(bar)
        if bar == "|":
            return ("call", "abs", inner)
        return ("norm", inner, symbols.norm_order(self) if self.at("_") else 2)

    def named(self, kind, word, qualified=False):
        if word in MODULES and self.peek(1)[:2] == ("sign", "."):
            self.place += 2
            return (yield from self.qualified())
        if word == "frac":
            self.advance()
            above = yield from self.argument()
            below = yield from self.argument()
            return ("div", above, below)
        if word == "langle":
            return (yield from self.angle())
        if word == "S" and self.peek(1)[1] in ("(", "."):
            return (yield from calls.parse_rational(self))
        if word == "len":
            return calls.parse_length(self)
        if word in FOLDS:
            return (yield from calls.parse_fold(self, qualified))
        if word in TWO_ARGUMENTS:
            return (yield from calls.parse_two_arguments(self))
        if word in FUNCTIONS or word == "norm":
            return (yield from calls.parse_function(self))
        if word == "const":
            self.advance()
            return ("unspecified",)
        if self.names.find(word) is None:
            symbols.split_name(self, word)
            return (yield from self.atom())
        return symbols.read_symbol(self, word)

    def qualified(self):
        """Reads what follows `np.` or `tf.math.`: brackets after a sum belong to the call."""
        kind, word, spaced = self.peek()
        if kind not in ("name", "tex"):
            raise Unreadable("syntax", "A function name is missing after the dot.")
        return (yield from self.named("name", word, True))

    def angle(self):
        self.advance()
        left = yield from self.inside()
        self.expect(",")
        right = yield from self.inside()
        if not self.at_name("rangle"):
            raise Unreadable("brackets", "The bracket of the inner product is never closed.")
        self.advance()
        return ("dot", left, right)
