"""Leads what is typed or pasted back to ASCII and LaTeX, sign by sign."""

from .cursor import CLOSING
from .limits import Unreadable
from .spellings import SUBSCRIPTS, SUPERSCRIPTS, UNICODE, fold_alphabet

SPACE = " \t\n\r"
QUOTES = (('"', '"'), ("'", "'"), ("`", "`"), ("“", "”"), ("«", "»"), ("„", "“"))


def fold(text):
    """The text in ASCII and LaTeX.

    Raises:
        Unreadable: If it holds an invisible character, or is pasted markup.
    """
    text = _unwrapped(text.strip())
    if text.startswith("<math") or text.startswith("<mml"):
        raise Unreadable("markup", "This is MathML. Paste the formula as LaTeX, or type it.")
    pieces = []
    place = 0
    while place < len(text):
        character = fold_alphabet(text[place])
        mark = "^" if character in SUPERSCRIPTS else "_" if character in SUBSCRIPTS else ""
        if mark:
            plain = SUPERSCRIPTS if mark == "^" else SUBSCRIPTS
            run = ""
            while text[place : place + 1] in plain:
                run += plain[text[place]]
                place += 1
            pieces.append("^T " if mark + run == "^T" else mark + "{" + run + "}")
            continue
        if character not in UNICODE:
            _refuse_invisible(character)
        plain = UNICODE.get(character, character)
        behind = "".join(pieces[-2:]).strip()[-1:]
        prime = plain == "'" and (behind.isalpha() or behind in CLOSING)
        pieces.append("^\\prime " if prime else plain)
        place += 1
    return _without_layout("".join(pieces))


def _unwrapped(text):
    """Drops quotation marks, a code fence or a `return` around the whole."""
    if text.startswith("```") and text.endswith("```") and len(text) > 6:
        text = text[3:-3].strip()
        first = text.split("\n")[0]
        text = text[len(first) :].strip() if first in ("python", "latex", "math", "tex") else text
    for opening, closing in QUOTES:
        inner = text[1:-1]
        whole = len(text) > 2 and text[0] == opening and text[-1] == closing
        if whole and opening not in inner and closing not in inner:
            text = inner.strip()
    return text[7:] if text.startswith("return ") else text


def _without_layout(text):
    text = text.replace("~", " ") if "\\" in text else text
    for sign in ("$", "&", "\\\\", "\\[", "\\]", "\\(", "\\)"):
        text = text.replace(sign, " ")
    return text.replace("\\|", "||")


def _refuse_invisible(character):
    code = ord(character)
    invisible = code < 32 and character not in SPACE or 127 <= code < 160
    invisible = invisible or 0x200B <= code <= 0x200F or 0x2028 <= code <= 0x202E
    invisible = invisible or 0x2060 <= code <= 0x206F or 0xD800 <= code < 0xE000
    invisible = invisible or 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE0FFF
    if invisible or code in (0xAD, 0x61C, 0x180E, 0xFEFF):
        hint = f"There is an invisible character (U+{code:04X}) in it. Type your answer by hand."
        raise Unreadable("invisible_character", hint)
