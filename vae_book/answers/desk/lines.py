"""Splits a typed derivation into rows, and rows into formulas and the relations between them.

A row may carry what people write around a formula: labels, remarks, alignment, punctuation. All
of it is recognised by the words and signs below; what is not recognised stays in the formula and
is refused there, so nothing is dropped unread.
"""

from ..read.cursor import nesting
from ..read.limits import Unreadable
from .asides import LEAD, NOTED
from .marks import RELATIONS, depth_of, first_word, is_lower_limit
from .plain import plain
from .remarks import without_remarks

MAX_LINES = 200
MAX_TEXT = 10000


class Row:
    """One formula or chain of formulas, as it stands in the text.

    Attributes:
        line: The physical line, from 0.
        lines: All physical lines that the row covers.
        parts: List of `(relation or "", text)`; the first relation is `""` if the row starts
            with a formula.
        kind: Whether it stands in a remark (see `without_remarks`).
    """

    def __init__(self, line, parts, kind):
        self.kind = kind
        self.line = line
        self.lines = [line]
        self.parts = parts


def split_rows(lines):
    """The list of `Row`s of a list of physical lines; lines of words give none.

    Raises:
        Unreadable: If the text is longer than any derivation needs.
    """
    if len(lines) > MAX_LINES or sum([len(line) for line in lines]) > MAX_TEXT:
        raise Unreadable(
            "too_long",
            f"That is over {MAX_LINES} lines or {MAX_TEXT} characters, more than any derivation "
            "needs. Shorten it.",
        )
    pieces = []
    for number, line in enumerate(lines):
        for piece in plain(line).split("\n"):
            led = _is_led(piece.strip())
            for kind, formula in without_remarks(piece):
                pieces.append((number, kind, formula, led))
    related = any([piece[0] in RELATIONS for _, _, piece, _ in pieces])
    rows, main, text = [], None, ""
    for number, kind, piece, led in pieces:
        if main and not kind and not led and _continues(text, piece, related):
            text = text + " " + piece
            if number not in main.lines:
                main.lines.append(number)
            main.parts = split_relations(text)
            continue
        row = Row(number, split_relations(piece) if kind != NOTED else [("", piece)], kind)
        rows.append(row)
        if kind < 3:
            main, text = row, piece
    return rows


def _is_led(piece):
    """Whether a line begins with a word such as `hence`, or with an arrow."""
    return piece[:1] == "⇒" or first_word(piece).lower() in LEAD


def _continues(text, piece, related):
    """Whether a piece belongs to the formula of the row before it."""
    if piece[0] in RELATIONS:
        return False
    if depth_of(text) > 0 or text[-1] in "=≥≤+*/(-":
        return True
    return related and piece[0] in "+-−–*·/"


def split_relations(text):
    """The list of `(relation or "", formula)` of a row, cut at its relations outside brackets."""
    parts, depth, start, relation = [], 0, 0, ""
    for place, character in enumerate(text):
        depth += nesting(character)
        if character in RELATIONS and depth <= 0 and not is_lower_limit(text, place):
            piece = text[start:place].strip()
            if piece or relation:
                parts.append((relation, piece))
            relation, start = character, place + 1
    parts.append((relation, text[start:].strip()))
    return parts
