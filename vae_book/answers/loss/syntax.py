"""Reads a loss as a programmer types it: statements in a small part of Python, as trees.

Nothing is executed. A tree is a tuple: `("number", value)`, `("name", text)`, `("text", text)`,
`("call", function, arguments, keywords)`, `("attribute", tree, name)`, `("item", tree, index)`,
`("add", [(sign, tree), ...])`, `("multiply", [(sign, tree), ...])`, `("power", base, exponent)`,
`("negative", tree)`, `("tuple", trees)` and `("dict", pairs)`. Sums and products are flat, so that
a long line needs no deep stack. An index is a list of its parts, each a list of the trees between
its colons, with None where there is none.
"""

from ..read.cursor import Cursor, nesting
from ..read.limits import TOO_DEEP, Unreadable, quote
from ..read.tokenizer import DIGITS, LETTERS, exponent_end, run_end

MAX_DEPTH = 14  # brackets inside one another; MicroPython has a small stack
NAME = LETTERS + "_"
GREEK = {"μ": "mu", "µ": "mu", "σ": "sigma", "β": "beta", "λ": "lam", "ε": "eps", "ρ": "rho"}
SIGNS = ("**", "//", "->", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=")


def _tokens(text):
    """Pairs `(kind, text)`: number, name, text, sign, and `("line", indent)` before each line."""
    tokens, place, depth, indent = [], 0, 0, 0
    while place < len(text):
        letter = text[place]
        if letter == "#":
            while place < len(text) and text[place] != "\n":
                place += 1
        elif letter in GREEK:
            tokens.append(("name", GREEK[letter]))
            place += 1
        elif letter in NAME:
            end = run_end(text, place, NAME + DIGITS)
            tokens.append(("name", text[place:end]))
            place = end
        elif letter in DIGITS or letter == "." and text[place + 1 : place + 2] in list(DIGITS):
            place = _number(text, place, tokens)
        elif letter in "\"'":
            place = _string(text, place, tokens)
        elif letter in " \t\r\u00a0" or text[place : place + 2] == "\\\n":
            place += 2 if letter == "\\" else 1
        elif letter in "\n;":
            place += 1
            if letter == "\n":
                rest = text[place:].lstrip(" \t\u00a0")
                indent = len(text) - place - len(rest)
            if depth <= 0:  # what stands behind a `;` is within what the line begins
                tokens.append(("line", indent + (letter == ";")))
        else:
            sign = text[place : place + 2] if text[place : place + 2] in SIGNS else letter
            if sign[0] not in "+-*/=()[]{},.:@<>!%":
                raise Unreadable("unknown_character", f"I do not understand {quote(sign)} here.")
            tokens.append(("sign", sign))
            depth += nesting(sign)
            place += len(sign)
    return tokens


def turn(token):
    """How a token changes the depth of brackets: a text, such as "(", does not."""
    return nesting(token[1]) if token[0] == "sign" else 0


def _number(text, place, tokens):
    end = exponent_end(text, run_end(text, place, DIGITS + "._"))
    try:
        tokens.append(("number", float(text[place:end].replace("_", ""))))
    except ValueError:
        hint = f"I cannot read the number {quote(text[place:end])}."
        raise Unreadable("number", hint) from None
    return end


def _string(text, place, tokens):
    mark = text[place]
    width = 3 if text[place : place + 3] == mark * 3 else 1
    end = place + width
    while end < len(text) and text[end : end + width] != mark * width:
        end += 2 if text[end] == "\\" else 1
    if end >= len(text):
        raise Unreadable("syntax", "A quotation mark is never closed.")
    tokens.append(("text", text[place + width : end]))
    return end + width


def lines(text):
    """The indent and the tokens of each line that holds any."""
    found = []
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for token in _tokens("\n" + text):
        if token[0] == "line":
            found.append((token[1], []))
        else:
            found[-1][1].append(token)
    return [line for line in found if line[1]]


def tree_of(tokens):
    """The tree of a formula's tokens.

    Raises:
        Unreadable: If they are no formula of this kind.
    """
    parser = Parser(tokens)
    tree = parser.tuple_or_expression()
    parser.expect_end()
    return tree


class Parser(Cursor):
    """One statement's tokens, read from left to right."""

    missing = "syntax"
    depth = 0

    def tuple_or_expression(self, closing=None):
        items = [self.sum()]
        if not self.at(","):
            return items[0]
        while self.skip(","):
            if self.peek()[0] == "end" or closing and self.at(closing):
                break
            items.append(self.sum())
        return ("tuple", items)

    def sum(self):
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("too_deep", TOO_DEEP)
        terms = [("+", self.product())]
        while self.at("+", "-"):
            terms.append((self.advance()[1], self.product()))
        self.depth -= 1
        return terms[0][1] if len(terms) == 1 else ("add", terms)

    def product(self):
        factors = [("*", self.signed())]
        while self.at("*", "/", "//"):
            factors.append((self.advance()[1], self.signed()))
        return factors[0][1] if len(factors) == 1 else ("multiply", factors)

    def signed(self):
        negative = False
        while self.at("-", "+"):
            negative = negative != (self.advance()[1] == "-")
        tree = self.postfix(self.atom())
        if self.skip("**"):
            tree = ("power", tree, self.signed())
        return ("negative", tree) if negative else tree

    def postfix(self, tree):
        while True:
            if self.skip("("):
                arguments, keywords = self.arguments()
                tree = ("call", tree, arguments, keywords)
            elif self.skip("."):
                kind, name = self.advance()[:2]
                if kind != "name":
                    raise Unreadable("syntax", "A name is missing after the dot.")
                tree = ("attribute", tree, name)
            elif self.skip("["):
                tree = ("item", tree, self.index())
                self.expect("]")
            else:
                return tree

    def arguments(self):
        arguments, keywords = [], {}
        while not self.skip(")"):
            following = self.tokens[self.place + 1 : self.place + 2]
            if self.peek()[0] == "name" and following == [("sign", "=")]:
                name = self.advance()[1]
                self.place += 1
                keywords[name] = self.sum()
            else:
                arguments.append(self.sum())
            if not self.at(")"):
                self.expect(",")
        return arguments, keywords

    def pairs(self):
        pairs = []
        while not self.skip("}"):
            key = self.sum()
            self.expect(":")
            pairs.append((key, self.sum()))
            if not self.at("}"):
                self.expect(",")
        return pairs

    def index(self):
        """The parts of an index; `...` reads as `:`."""
        parts = [[None]]
        while not self.at("]"):
            if self.skip(","):
                parts.append([None])
            elif self.skip(":"):
                parts[-1].append(None)
            elif self.skip("."):
                parts[-1] = [None, None]
            else:
                parts[-1][-1] = self.sum()
        return parts

    def atom(self):
        kind, text = self.advance()[:2]
        if kind in ("number", "name", "text"):
            return (kind, text)
        if text in ("(", "["):
            closing = ")" if text == "(" else "]"
            tree = self.tuple_or_expression(closing)
            self.expect(closing)
            return tree
        if text == "{":
            return ("dict", self.pairs())
        if kind == "end":
            raise Unreadable("syntax", "The line stops too early.")
        raise Unreadable("syntax", f"I did not expect {quote(text)} here.")
