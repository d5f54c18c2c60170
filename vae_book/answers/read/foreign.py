"""What is no formula: names of libraries, remarks, characters without meaning. Each is refused."""

from .cursor import CLOSING, OPENING, nesting
from .libraries import LIBRARY, REMARKS
from .limits import Unreadable, quote

REMARK_HINT = (
    "I read one formula, without remarks: leave out what starts at {}. If it holds in one case "
    "only, write one formula that holds for all."
)


def refuse_decimal_comma(tokens):
    """Refuses `0,5`, outside the arguments of a call such as `Rational(1,2)`."""
    calls = [False]
    for place, (_kind, text, _spaced) in enumerate(tokens):
        if text in OPENING:
            calls.append(place > 0 and tokens[place - 1][0] in ("name", "tex") or calls[-1])
        elif text in CLOSING and len(calls) > 1:
            calls.pop()
        pair = tokens[place - 1 : place + 2] if text == "," and place and not calls[-1] else []
        if len(pair) == 3 and pair[0][0] == pair[2][0] == "number" and not pair[2][2]:
            whole, part = pair[0][1], pair[2][1]
            hint = f"Write a decimal point: {whole}.{part} instead of {whole},{part}."
            raise Unreadable("decimal_comma", hint)


def following(tokens, place):
    return tokens[place + 1][1] if place + 1 < len(tokens) else ""


def remark_at(tokens, names):
    """The place of the first comma or word outside brackets that is a remark; or 0."""
    depth = 0
    for place, (kind, text, _spaced) in enumerate(tokens):
        depth += nesting(text) + (text == "langle") - (text == "rangle")
        word = kind in ("name", "tex") and text in REMARKS and text not in names.elsewhere
        word = word and not (text == "where" and following(tokens, place) == "(")
        if depth <= 0 and (text == "," or word and names.find(text) is None):
            return place
    return 0


def refuse_foreign(tokens, names):
    """Refuses names of libraries, then remarks, then characters that mean nothing here."""
    for place, (kind, text, _spaced) in enumerate(tokens):
        known = names.find(text) is not None or text in names.elsewhere
        if kind in ("name", "tex") and not known:
            if text.lower() in LIBRARY and (text != "where" or following(tokens, place) == "("):
                raise Unreadable("library", names.explain(text))
            if text == "N" and following(tokens, place) == "(":
                raise Unreadable("library", names.explain("Normal"))
    refuse_remark(tokens, names)
    refuse_unknown(tokens)


def refuse_remark(tokens, names):
    """Refuses a comma or word outside brackets, and what follows it."""
    place = remark_at(tokens, names)
    if place:
        raise Unreadable("remark", REMARK_HINT.format(quote(tokens[place][1])))
    if ("sign", ":") in [token[:2] for token in tokens]:
        raise Unreadable("syntax", "I do not read ':'. Write / for a division.")


def refuse_unknown(tokens):
    """Refuses characters that mean nothing here."""
    for kind, text, _spaced in tokens:
        if kind == "other":
            hint = f"I do not understand the character {quote(text)} here."
            raise Unreadable("unknown_character", hint)
        if text in ("+=", "-="):
            hint = f"I do not read {quote(text)}. Write the formula of the sum."
            raise Unreadable("syntax", hint)
