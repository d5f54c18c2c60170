"""A Pratt parser: tokens to a tree (see `nodes`), by binding powers.

Nothing that is typed is ever evaluated as code. The parser knows the names of one question and
refuses every other name.
"""

from .calls import parse_fold, parse_function, parse_method, parse_two_arguments
from .cursor import Cursor, last_side
from .limits import MAX_DEPTH, MAX_EXPONENT, Unreadable, quote
from .nodes import add, dot, multiply, number, refuse_large
from .spellings import FOLDS, FUNCTIONS, MODULES, TWO_ARGUMENTS
from .symbols import is_indexable, late_index, read_index, read_symbol, skip_sample_label
from .tokenizer import tokenize

ADD, MULTIPLY, TIGHT, POWER = 10, 20, 30, 40
CLOSING = {"(": ")", "[": "]", "{": "}"}


def parse(text, names, tight=False):
    """Reads a typed formula; of an equation, the part after the last equals sign.

    Args:
        text: What was typed.
        names: `Names` of the question.
        tight: Whether a product without a sign binds tighter than `/`, so that `1/2a` is
            1/(2a).

    Returns:
        The tree.

    Raises:
        Unreadable: If the text is no formula in these names.
    """
    tokens = last_side(tokenize(text))
    if not tokens:
        raise Unreadable("empty", "Type a formula first.")
    parser = Parser(tokens, names, tight, "\\" in text)
    tree = parser.expression(ADD)
    parser.expect_end()
    refuse_large(tree)
    return tree


class Parser(Cursor):
    def __init__(self, tokens, names, tight=False, latex=False):
        super().__init__(tokens)
        self.names = names
        self.depth = 0
        self.latex = latex
        self.implicit = TIGHT if tight else MULTIPLY
        self.bar = None  # the sign that closes the norm or absolute value being read

    # The Pratt loop

    def expression(self, power):
        """Reads an expression whose operators all bind at least as tightly as `power`."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("too_deep", "There are too many brackets inside one another.")
        left = self.prefix(power)
        while True:
            binding = self.binding(left)
            if binding == 0 or binding < power:
                break
            left = self.infix(left, binding)
        self.depth -= 1
        return left

    def inside(self, power=ADD, bar=None):
        """Reads what stands inside brackets or bars, or behind a function: one level more.

        Args:
            power: As for `expression`.
            bar: The sign that closes it, if it is a bar.
        """
        outer, self.bar = self.bar, bar
        self.depth += 1
        inner = self.expression(power)
        self.depth -= 1
        self.bar = outer
        return inner

    def binding(self, left):
        """Returns the binding power of what follows, 0 if the expression ends here."""
        if self.at("+", "-"):
            return ADD
        if self.at("*", "/", "·", "@"):
            return MULTIPLY
        if self.at("_"):
            return POWER if is_indexable(left) else 0
        if self.at("^", "."):
            return POWER
        if not self.starts_factor():
            return 0
        kind, text, spaced = self.peek()
        plain = kind == "number" or kind != "sign" and self.names.find(text) is not None
        return self.implicit if plain else MULTIPLY

    def starts_factor(self):
        token = self.peek()
        if token[0] == "tex" and token[1] in ("rangle", "in"):
            return False
        if token[0] in ("number", "name", "tex"):
            return token[1] not in ("for", "in")
        return token[1] in ("(", "[", "{") or token[1] in ("||", "|") and token[1] != self.bar

    def prefix(self, power):
        if self.at("-"):
            self.advance()
            return ("neg", self.expression(max(power, MULTIPLY)))
        if self.at("+"):
            self.advance()
            return self.expression(max(power, MULTIPLY))
        return self.atom()

    def infix(self, left, binding):
        if self.at("+"):
            self.advance()
            return add(left, self.expression(ADD + 1))
        if self.at("-"):
            self.advance()
            return add(left, ("neg", self.expression(ADD + 1)))
        if self.at("^"):
            return self.power(left)
        if self.at("_"):
            return late_index(self, left)
        if self.at("."):
            return parse_method(self, left)
        if self.at("/"):
            self.advance()
            return ("div", left, self.expression(MULTIPLY + 1))
        if self.at("@"):
            self.advance()
            return dot(left, self.expression(MULTIPLY + 1))
        if self.at("·"):
            self.advance()
            return self.centred_dot(left, self.expression(MULTIPLY + 1))
        if self.at("*"):
            self.advance()
            return multiply(left, self.expression(MULTIPLY + 1))
        return multiply(left, self.expression(binding + 1))

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
        if skip_sample_label(self):
            return base
        exponent = self.argument() if self.latex else self.expression(POWER)
        self.refuse_large_exponent(exponent)
        return ("pow", base, exponent)

    def refuse_large_exponent(self, exponent):
        inner = exponent[1] if exponent[0] in ("group", "neg") else exponent
        too_large = inner[0] == "number" and inner[1] > MAX_EXPONENT
        if too_large or inner[0] == "pow" and inner[1][0] == "number":
            raise Unreadable("exponent", "That exponent is too large. No answer here needs it.")

    def argument(self):
        """Reads the argument of `^` or `\\frac` in LaTeX: a group, or a single digit."""
        kind, text, spaced = self.peek()
        if kind == "number" and len(text) > 1 and "." not in text and "e" not in text:
            self.tokens[self.place] = (kind, text[1:], False)
            return number(text[0])
        return self.inside(POWER, self.bar)

    # Atoms

    def atom(self):
        kind, text, spaced = self.peek()
        if kind == "end":
            raise Unreadable("syntax", "The formula stops too early.")
        if kind == "number":
            self.advance()
            return number(text)
        if kind == "sign":
            return self.bracketed(text)
        return self.named(kind, text)

    def bracketed(self, opening):
        if opening in CLOSING:
            return self.group()
        if opening in ("||", "|"):
            return self.norm(opening)
        raise Unreadable("syntax", f"I did not expect {quote(opening)} here.")

    def group(self):
        """Reads a bracket; round and square ones are kept, braces only group."""
        opening = self.advance()[1]
        inner = self.inside()
        self.expect(CLOSING[opening])
        return inner if opening == "{" else ("group", inner)

    def norm(self, bar):
        self.advance()
        inner = self.inside(bar=bar)
        self.expect(bar)
        if bar == "|":
            return ("call", "abs", inner)
        order = read_index(self) if self.at("_") else "2"
        if order not in ("1", "2"):
            raise Unreadable("norm", "I know the norms ||.||_1 and ||.||_2 only.")
        return ("norm", inner, int(order))

    def named(self, kind, word):
        if word in MODULES and self.peek(1)[:2] == ("sign", "."):
            self.place += 2
            return self.qualified()
        if word == "frac":
            self.advance()
            above = self.argument()
            return ("div", above, self.argument())
        if word == "langle":
            return self.angle()
        if word in FOLDS:
            return parse_fold(self)
        if word in TWO_ARGUMENTS:
            return parse_two_arguments(self)
        if word in FUNCTIONS or word == "norm":
            return parse_function(self)
        if word == "const":
            self.advance()
            return ("unspecified",)
        return read_symbol(self, word)

    def qualified(self):
        """Reads what follows `np.` or `tf.math.`: brackets after a sum belong to the call."""
        kind, word, spaced = self.peek()
        if word in FOLDS and self.peek(1)[1] == "(":
            self.tokens[self.place + 1] = ("sign", "(", False)
        if kind not in ("name", "tex"):
            raise Unreadable("syntax", "A function name is missing after the dot.")
        self.depth += 1
        node = self.named(kind, word)
        self.depth -= 1
        return node

    def angle(self):
        self.advance()
        left = self.inside()
        self.expect(",")
        right = self.inside()
        if not self.at_name("rangle"):
            raise Unreadable("brackets", "The bracket of the inner product is never closed.")
        self.advance()
        return ("dot", left, right)
