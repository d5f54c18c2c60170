"""What is no formula: names of libraries, remarks, characters without meaning. Each is refused."""

from .libraries import LIBRARY, REMARKS
from .limits import Unreadable, quote

REMARK_HINT = (
    "I read one formula, without remarks: leave out what starts at {}. If it holds in one case "
    "only, write one formula that holds for all."
)


def remark_at(tokens, names):
    """Returns the place of the first comma or word outside brackets that is a remark; or 0."""
    depth = 0
    for place, (kind, text, _spaced) in enumerate(tokens):
        depth += 1 if text in ("(", "[", "{", "langle") else 0
        depth -= 1 if text in (")", "]", "}", "rangle") else 0
        word = kind in ("name", "tex") and text in REMARKS and text not in names.elsewhere
        if depth <= 0 and (text == "," or word and names.find(text) is None):
            return place
    return 0


def refuse_foreign(tokens, names):
    """Refuses names of libraries, then remarks, then characters that mean nothing here."""
    for place, (kind, text, _spaced) in enumerate(tokens):
        known = names.find(text) is not None or text in names.elsewhere
        if kind in ("name", "tex") and not known:
            following = tokens[place + 1][1] if place + 1 < len(tokens) else ""
            if text.lower() in LIBRARY and (text != "where" or following == "("):
                raise Unreadable("library", names.explain(text))
            if text == "N" and following == "(":
                raise Unreadable("library", names.explain("Normal"))
    place = remark_at(tokens, names)
    if place:
        raise Unreadable("remark", REMARK_HINT.format(quote(tokens[place][1])))
    refuse_unknown(tokens)


def refuse_unknown(tokens):
    """Refuses characters that mean nothing here."""
    for kind, text, _spaced in tokens:
        if kind == "other":
            raise Unreadable(
                "unknown_character", f"I do not understand the character {quote(text)} here."
            )
        if text in ("+=", "-="):
            raise Unreadable(
                "syntax", f"I do not read {quote(text)}. Write the formula of the sum."
            )
