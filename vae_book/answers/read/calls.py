"""Reads what is called or carries limits: sums, functions, methods such as `.sum()`.

Each function takes the parser, which stands at the name (or, for a method, at the dot). Those
that read an expression are generators, as in `parser`.
"""

from .limits import Unreadable, quote
from .nodes import dot, multiply
from .spellings import FOLDS
from .symbols import index_text

ADD, MULTIPLY, POWER = 10, 20, 40
KEYWORDS = ("axis", "keepdims", "dim", "keepdim", "ord")


def parse_fold(parser):
    """Reads a sum, product or mean: `sum(a)`, `sum_d a`, `\\sum_{d=1}^{D} a`, `Sum(a, (d, 1, D))`.

    A plain name with a bracket directly behind it is a call and ends with the bracket. A sum
    sign takes the product that follows; `scope` decides how much more belongs to it.
    """
    kind, operation, spaced = parser.advance()
    is_call = kind == "name" and parser.at("(") and not parser.peek()[2]
    index = _limits(parser)
    if is_call:
        parser.advance()
        return (yield from _call_body(parser, operation))
    body = yield from parser.inside(MULTIPLY, parser.bar)
    return ("fold", operation, index, body, "closed" if body[0] == "group" else "open")


def _call_body(parser, operation):
    body = yield from parser.inside()
    if parser.at_name("for"):
        index = _generator_index(parser)
    else:
        index = _extra_arguments(parser)
    parser.expect(")")
    return ("fold", operation, index, body, "call")


def _limits(parser):
    """Reads `_d`, `_{d=1}`, `_d=1` and `^D`, `^{D}`; returns the index or None."""
    index, lower = None, "1"
    if parser.at("_"):
        parser.advance()
        index, lower = _lower_limit(parser)
    if parser.at("^"):
        parser.advance()
        upper = "".join(_words(parser))
        _check_upper_limit(parser, index, lower, upper)
    return index


def _words(parser):
    """Reads the words of a braced (or bracketed) group, or a single word."""
    if parser.at("{", "("):
        closing = "}" if parser.advance()[1] == "{" else ")"
        return parser.words_until(closing)
    return [parser.advance()[1]]


def _lower_limit(parser):
    words = _words(parser)
    if parser.at("="):  # typed without braces: sum_d=1^D
        parser.advance()
        words += ["=", parser.advance()[1]]
    index, rest = words[:1], words[1:]
    is_index = len(index) == 1 and len(index[0]) == 1 and index[0].isalpha()
    if not is_index or rest and rest[0] not in ("=", "in"):
        raise Unreadable(
            "index", "I cannot read the index of your sum. Write sum_d or \\sum_{d=1}^{D}."
        )
    return index[0], "".join(rest[1:]) or "1"


def _check_upper_limit(parser, index, lower, upper):
    """A sum over all components runs from 1 to the size, or from 0 to the size less 1."""
    sizes = parser.names.sizes()
    expected = [size + ("-1" if lower == "0" else "") for size in sizes]
    if upper not in expected or lower not in ("0", "1"):
        raise Unreadable(
            "limits",
            "Your sum runs from {} to {}. Let it run over all components, from 1 to {}.".format(
                quote(lower), quote(upper), " or ".join(sizes) or "the size"
            ),
        )


def _extra_arguments(parser):
    """Reads `, axis=-1`, `, (d, 1, D)` or `, d, 1, D`; returns the index or None."""
    if not parser.at(","):
        return None
    words = []
    depth = 0
    while depth > 0 or not parser.at(")"):
        kind, text, spaced = parser.advance()
        if kind == "end":
            raise Unreadable("brackets", "A bracket is never closed.")
        depth += {"(": 1, ")": -1}.get(text, 0)
        if kind in ("name", "tex"):
            words.append(text)
    if not words or words[0] in KEYWORDS:
        return None
    if len(words[0]) == 1 and all([word in parser.names.sizes() for word in words[1:]]):
        return words[0]
    raise Unreadable("syntax", "I cannot read the second argument of your sum. Write sum_d (...).")


def _generator_index(parser):
    """Reads `for d in range(D)`."""
    words = []
    while not parser.at(")") and parser.peek()[0] != "end":
        words.append(parser.advance()[1])
    if len(words) != 6 or words[2:5] != ["in", "range", "("]:
        raise Unreadable("syntax", "I cannot read your loop. Write sum_d (...).")
    parser.expect(")")
    return words[1]


def parse_function(parser):
    """Reads `log(a)`, `\\log a`, `log_2(a)`, `\\sqrt{a}`, `norm(a)`."""
    name = parser.advance()[1]
    name = _logarithm(parser) if name == "log" and parser.at("_") else name
    if parser.at("^"):
        raise Unreadable("syntax", f"Write ({name} a)^2 rather than {name}^2 a.")
    if parser.at("(", "[", "{"):
        argument = yield from _argument_in_brackets(parser)
    else:
        argument = yield from _open_argument(parser, name)
    if name == "norm":
        return ("norm", argument, 2)
    return ("call", name, argument)


def _logarithm(parser):
    base = index_text(parser)
    names = {"2": "log2", "10": "log10", "e": "log"}
    if base not in names:
        raise Unreadable("syntax", "I know the logarithms of base e, 2 and 10 only.")
    return names[base]


def _argument_in_brackets(parser):
    closing = {"(": ")", "[": "]", "{": "}"}[parser.advance()[1]]
    argument = yield from parser.inside()
    _extra_arguments(parser)
    parser.expect(closing)
    return argument


def _open_argument(parser, name):
    """Reads an argument without brackets: `log 2 pi sigma^2` takes the run of plain factors."""
    if parser.at_name() and parser.peek()[1] in FOLDS:
        return (yield from parse_fold(parser))
    argument = yield from parser.inside(POWER, parser.bar)
    while name != "sqrt" and _continues_argument(parser):
        factor = yield POWER
        argument = multiply(argument, factor)
    return argument


def _continues_argument(parser):
    kind, text, spaced = parser.peek()
    if kind == "number":
        return True
    return kind in ("name", "tex") and parser.names.find(text) is not None


def parse_two_arguments(parser):
    """Reads `dot(a, b)`, `power(a, 2)`, `multiply(a, b)` and their kin."""
    name = parser.advance()[1]
    parser.expect("(")
    left = yield from parser.inside()
    parser.expect(",")
    right = yield from parser.inside()
    _extra_arguments(parser)
    parser.expect(")")
    left, right = ("group", left), ("group", right)
    if name == "dot":
        return dot(left, right)
    if name == "power":
        parser.refuse_large_exponent(right)
        return ("pow", left, right)
    if name == "subtract":
        return ("group", ("add", (left, ("neg", right))))
    if name == "xlogy":
        return ("mul", (left, ("call", "log", right)))
    return {"multiply": ("mul", (left, right)), "add": ("group", ("add", (left, right)))}.get(
        name, ("div", left, right)
    )


def parse_method(parser, left):
    """Reads what follows a dot: `.T`, `.sum()`, `.mean()`, `.dot(b)`."""
    parser.advance()
    word = parser.advance()[1]
    if word == "T":
        return ("transpose", left)
    if not parser.at("("):
        raise Unreadable("syntax", "I cannot read what follows the dot.")
    parser.advance()
    if word == "dot":
        right = yield from parser.inside()
        parser.expect(")")
        return dot(left, ("group", right))
    if word in FOLDS:
        parser.words_until(")")
        return ("fold", word, None, left, "call")
    raise Unreadable("unknown_name", f"I do not know the method {quote(word)}.")
