"""A cursor over tokens, and the sides of an equation."""

from .limits import Unreadable, quote
from .spellings import FOLDS, RELATIONS

CLOSES = {"(": ")", "[": "]", "{": "}"}
OPENING, CLOSING = tuple(CLOSES), tuple(CLOSES.values())


def nesting(sign):
    """1 for what opens a bracket, -1 for what closes one, else 0."""
    return (sign in OPENING) - (sign in CLOSING)


def sides(tokens):
    """The lists of tokens between the relations (`=`, `>=`, `<=`) outside brackets."""
    return split_at_relations(tokens)[0]


def split_at_relations(tokens):
    """The sides of an equation, and the relations between them."""
    found, relations = [[]], []
    depth = 0
    for place, token in enumerate(tokens):
        depth += nesting(token[1]) if token[0] == "sign" else 0
        is_relation = token[0] == "sign" and token[1] in RELATIONS and depth == 0
        if is_relation and not _is_lower_limit(tokens, place):
            found.append([])
            relations.append(token[1])
        else:
            found[-1].append(token)
    return found, relations


def _is_lower_limit(tokens, place):
    """Whether the equals sign belongs to a sum typed as `sum_d=1^D`."""
    return place >= 3 and tokens[place - 2][1] == "_" and tokens[place - 3][1] in FOLDS


class Cursor:
    """Walks over tokens (see `tokenizer`)."""

    missing = "brackets"  # the code where a sign is expected and not there

    def __init__(self, tokens):
        self.tokens = tokens
        self.place = 0

    def peek(self, ahead=0):
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else ("end", "", False)

    def advance(self):
        token = self.peek()
        self.place += 1
        return token

    def at(self, *signs):
        token = self.peek()
        return token[0] == "sign" and token[1] in signs

    def skip(self, *signs):
        """Whether one of the signs comes next; then it is read."""
        found = self.at(*signs)
        self.place += found
        return found

    def at_name(self, *words):
        token = self.peek()
        return token[0] in ("name", "tex") and (not words or token[1] in words)

    def expect(self, sign):
        if not self.at(sign):
            found = self.peek()
            where = "at the end" if found[0] == "end" else f"before {quote(str(found[1]))}"
            raise Unreadable(self.missing, f"I expected '{sign}' {where}.")
        self.place += 1

    def expect_end(self):
        token = self.peek()
        if token[0] != "end":
            raise Unreadable("syntax", f"I did not expect {quote(str(token[1]))} here.")

    def words_until(self, closing):
        words = []
        while not self.at(closing):
            token = self.advance()
            if token[0] == "end" or len(words) > 12:
                raise Unreadable("brackets", "A bracket is never closed.")
            words.append(token[1])
        self.advance()
        return words
