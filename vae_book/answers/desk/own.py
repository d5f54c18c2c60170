"""Names of the reader's own: `Let r = p(x,z)/q(z|x)`, put in place wherever they stand."""

from ..read.limits import Unreadable
from ..read.tokenizer import LETTERS

LONGEST = 12
SIGNS = LETTERS + "_{}(), "


class Own:
    """The names that the rows of a text define.

    Args:
        read: Reads a text; raises `Unreadable` for what the derivation does not know.
    """

    def __init__(self, read):
        self.read = read
        self.texts = {}

    def define(self, row):
        """Takes in what a row defines: a new name left, a formula that is read right."""
        name = row.parts[0][1].replace(" ", "")
        if len(row.parts) < 2 or row.parts[0][0] or row.parts[1][0] != "=" or not is_name(name):
            return
        text = "(" + self.expanded(row.parts[1][1]) + ")"
        if self.texts.get(name, text) != text:
            self.texts[name] = ""  # two meanings are none
            return
        if self.is_read(name) or not self.is_read(text):
            return
        self.texts[name] = text

    def is_read(self, text):
        try:
            self.read(text)
        except (Unreadable, RuntimeError):
            return False
        return True

    def expanded(self, text):
        """A text with each of the names replaced by what it stands for."""
        names = [name for name in self.texts if self.texts[name]]
        if not names:
            return text
        out, place = "", 0
        while place < len(text):
            found = ""
            if place == 0 or text[place - 1] not in LETTERS + "\\_":
                for name in names:
                    end = text[place + len(name) : place + len(name) + 1]
                    whole = end not in LETTERS + "_(" or end == ""
                    if text.startswith(name, place) and whole and len(name) > len(found):
                        found = name
            out += self.texts[found] if found else text[place]
            place += len(found) or 1
        return out


def is_name(text):
    """Whether a text is a name: letters, and perhaps an index or `(z)`."""
    if text == "" or text[0] not in LETTERS or len(text) > LONGEST:
        return False
    # H(q) and Var(z) mean something already, r(z) does not.
    own = "(" not in text or text[0].islower() and text[1] == "("
    return own and all([sign in SIGNS for sign in text])
