"""Reads what stands beside a formula in a call or under a sum: limits, axes, further arguments.

Whatever is not understood is refused: an argument that is dropped would change the formula.
"""

from .cursor import CLOSES, nesting
from .limits import Unreadable, quote
from .scope import fold_axis, free

INTEGERS = ("0", "1", "2", "3")
AXES = ("axis", "dim", "dims")
KEEP = ("keepdims", "keepdim")
DOTS = (".", ":", ",", "(", ")", "[", "]", "{", "}", "ldots", "dots", "cdots")
RANGE_HINT = "I cannot read the limits of your sum. Write sum_d or \\sum_{d=1}^{D}."
LOOP_HINT = "I cannot read your loop. Write sum_d (...), or ... for d in range(D)."


def extra_arguments(parser, closing=")"):
    """The arguments from the comma to the closing bracket, each a list of words."""
    arguments = []
    depth = 0
    while depth > 0 or parser.at(",") or arguments and not parser.at(closing):
        kind, text, spaced = parser.advance()
        if kind == "end":
            raise Unreadable("brackets", "A bracket is never closed.")
        if text == "," and depth == 0:
            arguments.append([])
            continue
        depth += nesting(text)
        arguments[-1].append(text)
    return [words for words in arguments if words]


def is_axis(words, positional):
    """Whether an argument names the axis of an array, which changes nothing here."""
    if words[1:2] == ["="] and words[0] in AXES:
        value = words[2:]
    elif words[1:2] == ["="] and words[0] in KEEP:
        return words[2:] in (["True"], ["False"], ["true"], ["false"])
    else:
        value = words if positional else []
    plain = [word for word in value if word not in ("(", ")", "[", "]", ",", "-")]
    return bool(plain) and all([word in INTEGERS or word == "None" for word in plain])


def fold_arguments(parser, name, positional):
    """Reads `, axis=-1`, `, (d, 1, D)` or `, d, 1, D`; returns the index and its size, or None."""
    arguments = extra_arguments(parser)
    if all([is_axis(words, positional) for words in arguments]):
        return None, None
    words = arguments[0] if len(arguments) == 1 else [",".join(part) for part in arguments]
    if len(arguments) > 1 and all([len(part) <= 3 for part in arguments]):
        words = ["("]
        for part in arguments:
            words += part + [","]
    letter = [word for word in words if word not in DOTS][:1]
    rest = "".join([word for word in words if word not in DOTS + ("=", "in")][1:])
    if letter and len(letter[0]) == 1 and letter[0].isalpha():
        return letter[0], limits_size(parser, letter[0], rest)
    shown = quote(" ".join(arguments[0]))
    hint = f"I cannot read {shown} in your {name}. Leave it out, or write sum_d."
    raise Unreadable("syntax", hint)


def limits_size(parser, letter, text):
    """The size up to which a sum runs, from limits such as `1D`, `0D-1` or none.

    Raises:
        Unreadable: If the letter is a quantity, or the limits do not cover all components.
    """
    names = parser.names
    if letter in names.symbols or letter in "xyzmsfe" or not letter.islower():
        hint = f"{letter} is no index: a sum runs over d or k. Write sum_d or sum_k."
        raise Unreadable("index", hint)
    if not text:
        return None
    for size in names.sizes():
        if text in ("1" + size, "0" + size + "-1", size):
            return size
    raise Unreadable(
        "limits",
        "Your sum has the limits {}. Let it run over all components, from 1 to {}.".format(
            quote(text[0] + " to " + text[1:] if text[0] in "012" and text[1:] else text),
            " or ".join(names.sizes()) or "the size",
        ),
    )


def check_size(parser, letter, size, body):
    """Refuses a sum over d that runs to K."""
    if size is None:
        return
    names = parser.names
    axis = fold_axis(letter, free(body, names), names)
    if names.symbols[size]["size"] != axis:
        raise Unreadable(
            "limits",
            f"Your sum over {letter} runs to {size}, but what it sums has the index {axis}, "
            f"which runs to {names.size_of(axis)}.",
        )


def sum_limits(parser):
    """Reads `_d`, `_{d=1}`, `_d=1` and `^D`, `^{D}`, in any order; returns index and size."""
    index, lower, upper = None, "", ""
    for _ in range(2):
        if index is None and parser.skip("_"):
            index, lower = _lower_limit(parser)
        elif not upper and parser.skip("^"):
            upper = "".join(_words(parser))
            if upper.startswith(str(index) + "="):
                upper = upper[len(index) + 1 :]
    if index is None:
        size = upper if upper in parser.names.sizes() else None
        if upper and size is None:
            raise Unreadable("limits", RANGE_HINT)
        return None, size
    if lower == "1" and not upper:
        lower = ""
    return index, limits_size(parser, index, (lower or "1") + upper if upper else lower)


def _words(parser):
    """Reads the words of a braced (or bracketed) group, or a single word."""
    if parser.at("{", "("):
        return parser.words_until(CLOSES[parser.advance()[1]])
    words = [parser.advance()[1]]
    if words[0] in parser.names.sizes() and parser.at("-") and parser.peek(1)[1] == "1":
        if not parser.peek()[2] and not parser.peek(1)[2]:  # sum_d=0^D-1, without a blank
            words += [parser.advance()[1], parser.advance()[1]]
    return words


def _lower_limit(parser):
    words = _words(parser)
    if parser.skip("="):  # typed without braces: sum_d=1^D
        words += ["=", parser.advance()[1]]
        while parser.at(".", ":") or words[-1] in (".", ":"):
            words.append(parser.advance()[1])
    index, rest = words[:1], words[1:]
    is_index = len(index) == 1 and len(index[0]) == 1 and index[0].isalpha()
    if not is_index or rest and rest[0] not in ("=", "in"):
        hint = "I cannot read the index of your sum. Write sum_d or \\sum_{d=1}^{D}."
        raise Unreadable("index", hint)
    return index[0], "".join([word for word in rest[1:] if word not in DOTS])


def generator_index(parser):
    """Reads `for d in range(D)`, `range(0, D)`, `range(1, D+1)`, `1:D`; returns index and size."""
    words = []
    depth = 0
    while depth > 0 or not parser.at(")", "]"):
        kind, text, spaced = parser.advance()
        if kind == "end" or len(words) > 16:
            raise Unreadable("syntax", LOOP_HINT)
        depth += nesting(text)
        words.append(text)
    if len(words) < 4 or words[2] != "in" or len(words[1]) != 1:
        raise Unreadable("syntax", LOOP_HINT)
    letter, source = words[1], words[3:]
    if source[:2] == ["range", "("] and source[-1] == ")":
        text = "".join(source[2:-1])
        text = text[2:] if text.startswith("0,") else text
        if text.startswith("len(") and text.endswith(")"):
            name = parser.names.find(text[4:-1])
            text = parser.names.size_of(parser.names.axis_of(name)) or text
        if text.startswith("1,") and text.endswith("+1"):
            text = text[2:-2]
        if text not in parser.names.sizes():
            text = "range(" + text + ")"
    else:
        text = "".join([word for word in source if word not in DOTS])
        text = text if text.startswith("1") else "in " + text
    return letter, limits_size(parser, letter, text)
