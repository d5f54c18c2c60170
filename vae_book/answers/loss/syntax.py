"""Reads a loss as a programmer types it: statements in a small part of Python, as trees.

Nothing is executed. A tree is a tuple: `("number", value)`, `("name", text)`, `("text", text)`,
`("call", function, arguments, keywords)`, `("attribute", tree, name)`, `("item", tree, index)`,
`("add", [(sign, tree), ...])`, `("multiply", [(sign, tree), ...])`, `("power", base, exponent)`,
`("negative", tree)`, `("tuple", trees)` and `("dict", pairs)`. Sums and products are flat, so that
a long line needs no deep stack. An index is a list of its parts, each a list of the trees between
its colons, with None where there is none.
"""

from ..read.cursor import Cursor
from ..read.limits import Unreadable, quote
from ..read.tokenizer import DIGITS, LETTERS
from .step import has_gradient, holds, is_bookkeeping, is_network, trained, unpacked

MAX_CHARACTERS = 2000
MAX_DEPTH = 14  # brackets inside one another; MicroPython has a small stack
NAME = LETTERS + "_"
GREEK = {"μ": "mu", "µ": "mu", "σ": "sigma", "β": "beta", "λ": "lam", "ε": "eps", "ρ": "rho"}
SIGNS = ("**", "//", "->", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=")
OPENING, CLOSING = "([{", ")]}"
# Lines of the surroundings, which hold nothing of the loss.
AROUND = ("def", "class", "import", "from", "with", "pass", "@", "for", "while", "print")
BRANCHES = ("if", "else", "elif", "try", "except")

LOOP = "{} grows in a loop. Paste the lines for one batch, without the loop."


def statements(text):
    """The statements of a pasted text, each a pair `(target, tree)`.

    The target is `(name, sign)` for an assignment, with the sign `""`, `"+"`, `"*"` and so on,
    and None for a `return` or a bare formula.

    Raises:
        Unreadable: If the text is too long, or is no formula of this kind.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            "too_long", f"That is over {MAX_CHARACTERS} characters. Paste the loss alone."
        )
    found, made, dead, loop = [], [], None, None
    for indent, tokens in _lines(_tokens("\n" + text)):
        word = "" if tokens[0][0] == "text" else tokens[0][1]
        if dead is not None and indent >= dead and word != "def":
            if has_gradient(tokens) and found[-1][0] is None:
                raise Unreadable("several", "Paste one loss: here several gradients are taken.")
            continue  # what stands behind a return, or behind the gradient
        dead = indent if word == "return" else None
        if word in BRANCHES:
            raise Unreadable("branch", f"Paste the lines that run, without {quote(word)}.")
        if loop is not None and indent <= loop:
            loop = None
        if word in ("for", "while"):
            loop = indent if loop is None else loop
            made = [word for _, word in tokens]
            made = made[: made.index("in")] if "in" in made else []
        if word in AROUND:
            if ("name", "no_grad") in tokens:
                raise Unreadable("gradient", "No gradient flows under no_grad.")
            tokens = _after_colon(tokens)
        if not tokens or len(tokens) == 1 and tokens[0][0] == "text":
            continue
        for target, tree in _statements(tokens):
            if trained(tree):
                target, tree, dead = None, trained(tree), indent
            if target is None and is_bookkeeping(tree):
                continue
            if target and not target[1] and is_network(tree):
                name = target[0]
                if any([each and each[0] == name or holds(old, name) for each, old in found]):
                    raise Unreadable("syntax", f"{quote(name)} stands for two things.")
                continue  # what the networks return is told by its name
            if loop is not None and target:
                if target[0] not in made and (target[1] or holds(tree, target[0])):
                    raise Unreadable("branch", LOOP.format(quote(target[0])))
                made.append(target[0])
            found.append((target, tree))
    if not found:
        raise Unreadable("empty", "Paste a line of your loss first.")
    return found


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
            end = place
            while end < len(text) and (text[end] in NAME or text[end] in DIGITS):
                end += 1
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
            if depth <= 0:
                tokens.append(("line", indent))
        else:
            sign = text[place : place + 2] if text[place : place + 2] in SIGNS else letter
            if sign[0] not in "+-*/=()[]{},.:@<>!%":
                raise Unreadable("unknown_character", f"I do not understand {quote(sign)} here.")
            depth += (sign in OPENING) - (sign in CLOSING)
            tokens.append(("sign", sign))
            place += len(sign)
    return tokens


def _number(text, place, tokens):
    end = place
    while end < len(text) and (text[end] in DIGITS or text[end] in "._"):
        end += 1
    if text[end : end + 1] in ("e", "E"):
        signed = end + 1 + (text[end + 1 : end + 2] in ("+", "-"))
        if text[signed : signed + 1] in list(DIGITS):
            end = signed
            while end < len(text) and text[end] in DIGITS:
                end += 1
    try:
        tokens.append(("number", float(text[place:end].replace("_", ""))))
    except ValueError:
        hint = f"I cannot read the number {quote(text[place:end])}."
        raise Unreadable("number", hint) from None
    return end


def _string(text, place, tokens):
    mark = text[place]
    width = 3 if text[place : place + 3] == mark * 3 else 1
    end = text.find(mark * width, place + width)
    if end < 0:
        raise Unreadable("syntax", "A quotation mark is never closed.")
    tokens.append(("text", text[place + width : end]))
    return end + width


def _lines(tokens):
    """The indent and the tokens of each line that holds any."""
    lines = []
    for token in tokens:
        if token[0] == "line":
            lines.append((token[1], []))
        else:
            lines[-1][1].append(token)
    return [line for line in lines if line[1]]


def _after_colon(tokens):
    """What stands behind the colon of `def f(x): return ...`; nothing for the other lines."""
    depth = 0
    for place in range(len(tokens)):
        sign = tokens[place][1] if tokens[place][0] == "sign" else ""
        if sign:
            depth += (sign in OPENING) - (sign in CLOSING)
        if sign == ":" and depth == 0:
            return tokens[place + 1 :]
    return []


def _statements(tokens):
    """The statements of a line: one, or one for each name of `a, b = ...`."""
    if tokens[0] == ("name", "return"):
        return [(None, _whole(tokens[1:]))]
    depth = 0
    for place in range(len(tokens)):
        kind, sign = tokens[place]
        depth += kind == "sign" and (sign in OPENING) - (sign in CLOSING)
        if kind == "sign" and sign in ("=", "+=", "-=", "*=", "/=") and depth == 0 < place:
            left = tokens[:place]
            if tokens[1] == ("sign", ":"):
                left = left[:1]  # `loss: Tensor = ...`
            if _is_target(left):
                return [((left[-1][1], sign[:-1]), _whole(tokens[place + 1 :]))]
            if sign == "=" and _is_tuple(left):
                return unpacked(_whole(left), _whole(tokens[place + 1 :]))
    return [(None, _whole(tokens))]


def _is_tuple(tokens):
    """Whether these are names with commas between them."""
    signs = [text for kind, text in tokens if kind == "sign"]
    return "," in signs and all([sign in list(",.()[]") for sign in signs])


def _is_target(tokens):
    """Whether these are `name`, or `self.name`."""
    return tokens[-1][0] == "name" and (
        len(tokens) == 1 or len(tokens) == 3 and tokens[1][1] == "."
    )


def _whole(tokens):
    parser = Parser(tokens)
    tree = parser.tuple_or_expression()
    if parser.place < len(tokens):
        raise Unreadable("syntax", f"I did not expect {quote(str(parser.peek()[1]))} here.")
    return tree


class Parser(Cursor):
    """One statement's tokens, read from left to right."""

    def __init__(self, tokens):
        super().__init__(tokens)
        self.depth = 0

    def expect(self, sign):
        if not self.at(sign):
            kind, text = self.peek()[:2]
            where = "at the end" if kind == "end" else f"before {quote(str(text))}"
            raise Unreadable("syntax", f"I expected {quote(sign)} {where}.")
        self.place += 1

    def tuple_or_expression(self, closing=None):
        items = [self.sum()]
        if not self.at(","):
            return items[0]
        while self.at(","):
            self.place += 1
            if self.peek()[0] == "end" or closing and self.at(closing):
                break
            items.append(self.sum())
        return ("tuple", items)

    def sum(self):
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Unreadable("too_deep", "There are too many brackets inside one another.")
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
        if self.at("**"):
            self.place += 1
            tree = ("power", tree, self.signed())
        return ("negative", tree) if negative else tree

    def postfix(self, tree):
        while True:
            if self.at("("):
                self.place += 1
                arguments, keywords = self.arguments()
                tree = ("call", tree, arguments, keywords)
            elif self.at("."):
                self.place += 1
                kind, name = self.advance()[:2]
                if kind != "name":
                    raise Unreadable("syntax", "A name is missing after the dot.")
                tree = ("attribute", tree, name)
            elif self.at("["):
                self.place += 1
                tree = ("item", tree, self.index())
                self.expect("]")
            else:
                return tree

    def arguments(self):
        arguments, keywords = [], {}
        while not self.at(")"):
            following = self.tokens[self.place + 1 : self.place + 2]
            if self.peek()[0] == "name" and following == [("sign", "=")]:
                name = self.advance()[1]
                self.place += 1
                keywords[name] = self.sum()
            else:
                arguments.append(self.sum())
            if not self.at(")"):
                self.expect(",")
        self.place += 1
        return arguments, keywords

    def pairs(self):
        pairs = []
        while not self.at("}"):
            key = self.sum()
            self.expect(":")
            pairs.append((key, self.sum()))
            if not self.at("}"):
                self.expect(",")
        self.place += 1
        return pairs

    def index(self):
        """The parts of an index; `...` reads as `:`."""
        parts = [[None]]
        while not self.at("]"):
            if self.at(","):
                parts.append([None])
            elif self.at(":"):
                parts[-1].append(None)
            elif self.at("."):
                parts[-1] = [None, None]
            else:
                parts[-1][-1] = self.sum()
                continue
            self.place += 1
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
