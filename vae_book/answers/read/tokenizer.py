"""Cuts a typed formula into tokens.

A token is a tuple `(kind, text, spaced)`. Kinds: `"number"`, `"name"` (typed plainly),
`"tex"` (a name typed as a LaTeX command or a Unicode sign), `"sign"`, and `"other"` for a
character without meaning here, which may stand in a name left of the equals sign. `spaced` says
whether white space stood before it. Letters and digits are ASCII by definition here, so that
CPython and MicroPython agree.
"""

from .fold import SPACE, fold
from .libraries import UNDERSCORED
from .limits import MAX_CHARACTERS, MAX_DIGITS, Unreadable, quote
from .spellings import (
    ALIASES,
    COMMANDS,
    FOLDS,
    FUNCTIONS,
    GREEK,
    LABELLED,
    LAYOUTS,
    SIGN_NAMES,
    SIGNS,
    SINGLE_SIGNS,
    SKIPPED,
    SKIPPED_WITH_ARGUMENT,
)

DIGITS = "0123456789"
METHOD_START = set(".TsmpdD")  # of 1..D and of methods such as (...).sum()
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def tokenize(text):
    """The list of tokens of `text`.

    Raises:
        Unreadable: If the text is too long or holds an invisible character.
    """
    if len(text) > MAX_CHARACTERS:
        hint = f"That is over {MAX_CHARACTERS} characters, more than any answer needs. Shorten it."
        raise Unreadable("too_long", hint)
    source = fold(text)
    tokens = []
    position = 0
    spaced = False
    while position < len(source):
        character = source[position]
        if character in SPACE:
            position, spaced = position + 1, True
            continue
        token, position = _next_token(source, position)
        if token is not None:
            tokens.append((token[0], token[1], spaced))
        spaced = False
    return _joined_bars(_without_full_stop(_drop_wrappers(tokens)))


def _without_full_stop(tokens):
    """Drops the full stop, comma or semicolon of a sentence."""
    while len(tokens) > 1 and tokens[-1][:2] in (("sign", "."), ("sign", ","), ("sign", ";")):
        tokens = tokens[:-1]
    return tokens


def _joined_bars(tokens):
    r"""Two bars typed one by one, as in `\left|\left|x`, are one sign."""
    joined = []
    for token in tokens:
        if joined and token == ("sign", "|", False) and joined[-1][:2] == ("sign", "|"):
            joined[-1] = ("sign", "||", joined[-1][2])
        else:
            joined.append(token)
    return joined


def _next_token(source, position):
    character = source[position]
    if character in DIGITS or character == "." and _is_digit(source, position + 1):
        return _number(source, position)
    if character == "\\":
        return _command(source, position)
    if character in LETTERS:
        return _name(source, position)
    if character == "." and source[position + 1 : position + 2] in ("*", "/", "^"):
        position, character = position + 1, source[position + 1]  # MATLAB: component by component
    for sign in SIGNS:
        if source.startswith(sign, position):
            return ("sign", SIGN_NAMES.get(sign, sign)), position + len(sign)
    if character in SINGLE_SIGNS:
        return ("sign", character), position + 1
    return ("other", character), position + 1


def _is_digit(source, position):
    return position < len(source) and source[position] in DIGITS


def run_end(source, position, allowed):
    """The end of the run of `allowed` characters that starts at `position`."""
    while position < len(source) and source[position] in allowed:
        position += 1
    return position


def _number(source, start):
    end = run_end(source, start, DIGITS)
    if source[end : end + 1] == "." and source[end + 1 : end + 2] not in METHOD_START:
        end = run_end(source, end + 1, DIGITS)
    end = exponent_end(source, end)
    if end - start > MAX_DIGITS:
        hint = f"That number has too many digits. Use at most {MAX_DIGITS}."
        raise Unreadable("number_size", hint)
    return ("number", source[start:end]), end


def exponent_end(source, start):
    """The end of an exponent such as `e-5` that starts there; its start if there is none."""
    if source[start : start + 1] not in ("e", "E"):
        return start
    digits = start + 1 + (source[start + 1 : start + 2] in ("+", "-"))
    end = run_end(source, digits, DIGITS)
    return end if end > digits else start


def _command(source, start):
    end = run_end(source, start + 1, LETTERS)
    word = source[start + 1 : end]
    if word == "":  # \, \; \! \{ and the like: white space, or a bracket
        following = source[end : end + 1]
        bracket = {"{": "(", "}": ")", "_": "_", "*": "*", "^": "^"}.get(following)
        if bracket is None and following not in (",", ";", ":", "!", ">", "/", " ", "\n", ""):
            return ("other", "\\" + following), end + 1
        return (("sign", bracket) if bracket else None), end + 1
    if word in SKIPPED_WITH_ARGUMENT or word in ("begin", "end"):
        close = source.find("}", end)
        close = close if close >= 0 else len(source) - 1
        name = source[end + 1 : close].strip("* ")
        if word in ("begin", "end") and name not in LAYOUTS:
            return ("tex", name or word), close + 1
        return None, close + 1
    if word in ("left", "right") and source[end : end + 1] == ".":
        return None, end + 1
    if word in COMMANDS:
        return ("sign", COMMANDS[word]), end
    if word in SKIPPED:
        return ("wrapper", word), end
    if word == "Sigma" and source[end:].lstrip().startswith("_"):
        return ("tex", "sum"), end
    return ("tex", ALIASES.get(word, word)), end


def _name(source, start):
    for word in UNDERSCORED:
        if source.startswith(word, start):
            return ("name", ALIASES.get(word, word)), start + len(word)
    if source[start] == "T" and source[:start].rstrip().endswith("^"):  # the transpose in z^Tz
        return ("name", "T"), start + 1
    whole = source[start : run_end(source, start, LETTERS + DIGITS)]
    if whole in FUNCTIONS:  # log2, log1p
        return ("name", whole), start + len(whole)
    end = run_end(source, start, LETTERS)
    word = source[start:end]
    after_fraction = "\\frac" in source  # \frac D2 is D/2
    if _is_digit(source, end) and word not in FUNCTIONS and not after_fraction:
        hint = f"I cannot read {quote(whole)}. Write ^2 for a square, 2*x for a product."
        raise Unreadable("unknown_name", hint)
    return ("name", _plain(word)), end


def _plain(word):
    """Leads other spellings back to one; `LN` and `Sum` to lower case."""
    lower = word.lower()
    known = lower in FUNCTIONS or lower in FOLDS or lower in GREEK or lower in ("ln", "sqrt")
    if len(word) > 1 and word not in ALIASES and known:
        word = lower
    return ALIASES.get(word, word)


def _drop_wrappers(tokens):
    r"""Drops `\mathbf` and the like, with the braces of their argument."""
    kept = []
    dropped = set()
    for place, token in enumerate(tokens):
        if token[0] == "wrapper":
            if _sign_at(tokens, place + 1) == "{":
                close = _matching_brace(tokens, place + 1)
                dropped.add(place + 1)
                dropped.add(close)
                if token[1] in LABELLED and _sign_at(tokens, close + 1) in ("_", "^"):
                    braced = _sign_at(tokens, close + 2) == "{"
                    last = _matching_brace(tokens, close + 2) if braced else close + 2
                    dropped.update(range(close + 1, last + 1))
        elif place not in dropped:
            kept.append(token)
    return kept


def _sign_at(tokens, place):
    return tokens[place][1] if place < len(tokens) and tokens[place][0] == "sign" else ""


def _matching_brace(tokens, start):
    depth = 0
    for place in range(start, len(tokens)):
        if tokens[place][:2] == ("sign", "{"):
            depth += 1
        elif tokens[place][:2] == ("sign", "}"):
            depth -= 1
            if depth == 0:
                return place
    raise Unreadable("brackets", "A { is never closed.")
