"""Cuts a typed formula into tokens.

A token is a tuple `(kind, text, spaced)`. Kinds: `"number"`, `"name"` (typed plainly),
`"tex"` (a name typed as a LaTeX command or a Unicode sign) and `"sign"`. `spaced` says whether
white space stood before it. Letters and digits are ASCII by definition here, so that CPython
and MicroPython agree.
"""

from .limits import MAX_CHARACTERS, MAX_DIGITS, Unreadable, quote
from .spellings import (
    ALIASES,
    COMMANDS,
    FUNCTIONS,
    SIGN_NAMES,
    SIGNS,
    SINGLE_SIGNS,
    SKIPPED,
    SKIPPED_WITH_ARGUMENT,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    UNDERSCORED,
    UNICODE,
    fold_alphabet,
)

SPACE = " \t\n\r"
DIGITS = "0123456789"
METHOD_START = set(".TsmpdD")  # of 1..D and of methods such as (...).sum()
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def tokenize(text):
    """Returns the list of tokens of `text`.

    Raises:
        Unreadable: If the text is too long or holds a character without meaning here.
    """
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            "too_long",
            f"That is over {MAX_CHARACTERS} characters, more than any answer needs. Shorten it.",
        )
    source = _fold(text)
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
    return _drop_wrappers(tokens)


def _fold(text):
    """Leads Unicode signs back to ASCII and LaTeX; refuses invisible characters."""
    pieces = []
    raised = False
    for character in text:
        character = fold_alphabet(character)
        if raised and character in SUPERSCRIPTS:  # the second sign of an exponent such as ⁻¹
            pieces[-1] = pieces[-1][:-1] + SUPERSCRIPTS[character] + "}"
            continue
        raised = character in SUPERSCRIPTS
        if raised:
            pieces.append("^{" + SUPERSCRIPTS[character] + "}")
        elif character in SUBSCRIPTS:
            pieces.append("_" + SUBSCRIPTS[character])
        elif character in UNICODE:
            pieces.append(UNICODE[character])
        else:
            _refuse_invisible(character)
            pieces.append(character)
    return (
        "".join(pieces)
        .replace("$", " ")
        .replace("&", " ")
        .replace("\\\\", " ")
        .replace("\\|", "||")
    )


def _refuse_invisible(character):
    code = ord(character)
    invisible = code < 32 and character not in SPACE or 127 <= code < 160
    invisible = invisible or 0x200B <= code <= 0x200F or 0x2028 <= code <= 0x202E
    invisible = invisible or 0x2060 <= code <= 0x206F or code == 0xFEFF or 0xD800 <= code < 0xE000
    if invisible:
        raise Unreadable(
            "invisible_character",
            f"There is an invisible character (U+{code:04X}) in it. Type your answer by hand.",
        )


def _next_token(source, position):
    character = source[position]
    if character in DIGITS or character == "." and _is_digit(source, position + 1):
        return _number(source, position)
    if character == "\\":
        return _command(source, position)
    if character in LETTERS:
        return _name(source, position)
    if source.startswith("==", position):
        raise Unreadable("syntax", "Write one equals sign, or just the formula.")
    for sign in SIGNS:
        if source.startswith(sign, position):
            return ("sign", SIGN_NAMES.get(sign, sign)), position + len(sign)
    if character in SINGLE_SIGNS:
        return ("sign", character), position + 1
    raise Unreadable(
        "unknown_character", f"I do not understand the character {quote(character)} here."
    )


def _is_digit(source, position):
    return position < len(source) and source[position] in DIGITS


def _run(source, position, allowed):
    """Returns the end of the run of `allowed` characters that starts at `position`."""
    while position < len(source) and source[position] in allowed:
        position += 1
    return position


def _number(source, start):
    end = _run(source, start, DIGITS)
    if source[end : end + 1] == "." and source[end + 1 : end + 2] not in METHOD_START:
        end = _run(source, end + 1, DIGITS)
    if source[end : end + 1] in ("e", "E"):
        sign = 1 if source[end + 1 : end + 2] in ("+", "-") else 0
        exponent_end = _run(source, end + 1 + sign, DIGITS)
        if exponent_end > end + 1 + sign:
            end = exponent_end
    if end - start > MAX_DIGITS:
        raise Unreadable("number_size", "That number has too many digits. Use at most 15.")
    return ("number", source[start:end]), end


def _command(source, start):
    end = _run(source, start + 1, LETTERS)
    word = source[start + 1 : end]
    if word == "":  # \, \; \! \{ and the like: white space, or a bracket
        following = source[end : end + 1]
        bracket = {"{": "(", "}": ")"}.get(following)
        return (("sign", bracket) if bracket else None), end + 1
    if word in SKIPPED_WITH_ARGUMENT and source[end : end + 1] == "{":
        close = source.find("}", end)
        return None, (close if close >= 0 else len(source) - 1) + 1
    if word in COMMANDS:
        return ("sign", COMMANDS[word]), end
    if word in SKIPPED:
        return ("wrapper", word), end
    return ("tex", ALIASES.get(word, word)), end


def _name(source, start):
    for word in UNDERSCORED:
        if source.startswith(word, start):
            return ("name", ALIASES.get(word, word)), start + len(word)
    whole = source[start : _run(source, start, LETTERS + DIGITS)]
    if whole in FUNCTIONS:  # log2, log1p
        return ("name", whole), start + len(whole)
    end = _run(source, start, LETTERS)
    word = source[start:end]
    after_fraction = "\\frac" in source  # \frac D2 is D/2
    if _is_digit(source, end) and word not in FUNCTIONS and not after_fraction:
        raise Unreadable(
            "unknown_name",
            f"I cannot read {quote(whole)}. Write ^2 for a square, 2*x for a product.",
        )
    return ("name", ALIASES.get(word, word)), end


def _drop_wrappers(tokens):
    """Drops `\\mathbf` and the like, with the braces of their argument."""
    kept = []
    dropped_braces = set()
    for place, token in enumerate(tokens):
        if token[0] == "wrapper":
            following = tokens[place + 1][:2] if place + 1 < len(tokens) else None
            if following == ("sign", "{"):
                dropped_braces.add(place + 1)
                dropped_braces.add(_matching_brace(tokens, place + 1))
        elif place not in dropped_braces:
            kept.append(token)
    return kept


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
