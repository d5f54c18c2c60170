"""Reads what is called or carries limits: sums, functions, methods such as `.sum()`.

Each function takes the parser, which stands at the name (or, for a method, at the dot). Those
that read an expression are generators, as in `parser`.
"""

from .arguments import (
    check_size,
    extra_arguments,
    fold_arguments,
    generator_index,
    is_axis,
    sum_limits,
)
from .cursor import CLOSES, nesting
from .libraries import LIBRARY
from .limits import Unreadable, quote
from .nodes import dot, multiply, number
from .spellings import FOLDS, FUNCTIONS, NO_CHANGE, TWO_ARGUMENTS
from .symbols import index_text

ADD, MULTIPLY, POWER = 10, 20, 40
BASES = {"2": "log2", "10": "log10", "e": "log", "math.e": "log", "np.e": "log", "E": "log"}


def parse_fold(parser, qualified=False):
    r"""Reads a sum, product or mean: `sum(a)`, `sum_d a`, `\sum_{d=1}^{D} a`, `Sum(a, (d, 1, D))`.

    A plain name with a bracket directly behind it is a call and ends with the bracket; in code,
    a blank may stand between. A sum sign takes the product that follows; `scope` decides how
    much more belongs to it.
    """
    kind, operation, spaced = parser.advance()
    attached = parser.code or not parser.peek()[2]
    if kind == "name" and parser.at("(", "[") and attached:
        closing = CLOSES[parser.advance()[1]]
        return (yield from _call_body(parser, operation, closing, qualified))
    index, size = sum_limits(parser)
    body = yield from parser.inside(MULTIPLY, parser.bar)
    check_size(parser, index, size, body)
    return ("fold", operation, index, body, "closed" if body[0] == "group" else "open")


def _call_body(parser, operation, closing, qualified):
    listed = parser.at("[") and _is_loop(parser)
    parser.place += 1 if listed else 0
    body = yield from parser.inside()
    index, size = generator_index(parser) if parser.at_name("for") else (None, None)
    if listed:
        parser.expect("]")
    if not parser.at(closing):
        if index is not None:
            raise Unreadable("syntax", "I cannot read what follows your loop. Write sum_d (...).")
        if closing == "]":
            index, size = _braced_limits(parser)
        else:
            index, size = fold_arguments(parser, operation, qualified)
    parser.expect(closing)
    check_size(parser, index, size, body)
    return ("fold", operation, index, body, "call")


def _braced_limits(parser):
    """Reads `, {d, 1, D}` of Mathematica, which closes with a square bracket."""
    parser.expect(",")
    parser.tokens.insert(parser.place, ("sign", ",", False))
    end = parser.place
    while end < len(parser.tokens) and parser.tokens[end][1] != "]":
        end += 1
    parser.tokens.insert(end, ("sign", ")", False))
    found = fold_arguments(parser, "sum", False)
    parser.expect(")")
    return found


def _is_loop(parser):
    """Whether a list such as `[a for d in range(D)]` starts here."""
    depth = 0
    for token in parser.tokens[parser.place :]:
        depth += nesting(token[1])
        if depth == 1 and token[1] == "for" or depth == 0:
            return token[1] == "for"
    return False


def parse_function(parser):
    r"""Reads `log(a)`, `log(a, 2)`, `\log a`, `log_2(a)`, `\sqrt[2]{a}`, `norm(a)`."""
    kind, name, spaced = parser.advance()
    name = _logarithm(parser) if name == "log" and parser.at("_") else name
    if parser.at("^"):
        raise Unreadable("syntax", f"Write ({name} a)^2 rather than {name}^2 a.")
    if name == "sqrt" and kind == "tex" and parser.at("["):
        _square_root_only(parser)
    if parser.reading == "ratio" and name == "log":
        argument = yield from parser.inside(MULTIPLY, parser.bar)
        argument = argument[1] if argument[0] == "group" else argument
    elif parser.at("(", "[", "{"):
        argument, name = yield from _argument_in_brackets(parser, name)
    else:
        argument = yield from _open_argument(parser, name)
    if name.startswith("norm"):
        return ("norm", argument, 1 if name == "norm1" else 2)
    return ("call", name, argument)


def _square_root_only(parser):
    parser.advance()
    words = parser.words_until("]")
    if words != ["2"] or not parser.at("{", "("):
        hint = "I read square roots only. Write other roots as powers, a^(1/3)."
        raise Unreadable("syntax", hint)


def _logarithm(parser):
    base = index_text(parser)
    if base not in BASES:
        raise Unreadable("syntax", "I know the logarithms of base e, 2 and 10 only.")
    return BASES[base]


def _argument_in_brackets(parser, name):
    """The argument, and the name of the function that a second argument makes of it."""
    closing = CLOSES[parser.advance()[1]]
    argument = yield from parser.inside()
    further = extra_arguments(parser, closing)
    if name == "norm":
        further = [words for words in further if not is_axis(words, False)]
    if further:
        value = further[0][2:] if further[0][1:2] == ["="] else further[0]
        known = further[0][1:2] != ["="] or further[0][0] in ("ord", "p", "base")
        text = "".join(value) if known and len(further) == 1 else "?"
        if name == "log" and text in BASES:
            name = BASES[text]
        elif name == "norm" and text in ("1", "2"):
            name += text
        else:
            raise Unreadable(
                "syntax",
                f"I cannot read {quote(' '.join(further[0]))}, the second argument of your {name}. "
                "Leave it out, or write what it does.",
            )
    parser.expect(closing)
    return argument, name


def _open_argument(parser, name):
    """Reads an argument without brackets: `log 2 pi sigma^2` takes the run of plain factors."""
    if parser.at_name() and parser.peek()[1] in FOLDS:
        return (yield from parse_fold(parser))
    if parser.reading == "wide" and name == "log":
        return (yield from parser.inside(ADD, parser.bar))
    argument = yield from parser.inside(POWER, parser.bar)
    while name != "sqrt" and _continues_argument(parser):
        factor = yield POWER
        argument = multiply(argument, factor)
    return argument


def _continues_argument(parser):
    kind, text, spaced = parser.peek()
    if parser.reading == "product" and text in ("(", "["):
        return True
    if kind == "number":
        return True
    return kind in ("name", "tex") and parser.names.find(text) is not None


def parse_two_arguments(parser):
    """Reads `dot(a, b)`, `power(a, 2)`, `multiply(a, b)` and their kin."""
    name = parser.advance()[1]
    if not parser.at("(", "["):
        raise Unreadable("brackets", f"I expected '(' after {name}.")
    closing = CLOSES[parser.advance()[1]]
    left = yield from parser.inside()
    parser.expect(",")
    right = yield from parser.inside()
    if parser.at(","):
        raise Unreadable("syntax", f"I read two arguments of {name} only.")
    parser.expect(closing)
    return _combined(parser, name, ("group", left), ("group", right))


def _combined(parser, name, left, right):
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
    """Reads what follows a dot: `.T`, `.sum()`, `.mean()`, `.dot(b)`, `.exp()`, `.pow(2)`."""
    parser.advance()
    word = parser.advance()[1]
    if word == "T":
        if parser.at("(") and parser.peek(1)[1] == ")":
            parser.place += 2
        return ("transpose", left)
    if not parser.skip("("):
        raise Unreadable("syntax", "I cannot read what follows the dot.")
    if word in TWO_ARGUMENTS and word != "xlogy":
        right = yield from parser.inside()
        parser.expect(")")
        return _combined(parser, word, left, ("group", right))
    shown = "power" if word == "pow" else word
    if word.lower() in LIBRARY or word not in FUNCTIONS | FOLDS | NO_CHANGE | {"norm", "t"}:
        raise Unreadable("unknown_name", f"I do not know the method {quote(shown)}.")
    arguments = _method_arguments(parser)
    if word in FOLDS and all([is_axis(words, True) for words in arguments]):
        return ("fold", word, None, left, "call")
    if arguments:
        raise Unreadable("syntax", f"I cannot read what stands in the brackets of .{word}().")
    if word == "norm":
        return ("norm", left, 2)
    if word == "t":
        return ("transpose", left)
    return left if word in NO_CHANGE else ("call", word, left)


def _method_arguments(parser):
    """Reads the arguments of a method up to its closing bracket."""
    parser.place -= 1
    parser.tokens[parser.place] = ("sign", ",", False)
    arguments = extra_arguments(parser)
    parser.expect(")")
    return arguments


def parse_length(parser):
    """Reads `len(x)`, the size of a vector."""
    parser.advance()
    words = [parser.peek(step)[1] for step in range(3)]
    size = parser.names.size_of(parser.names.axis_of(parser.names.find(words[1])))
    if words[0] != "(" or words[2] != ")" or size is None:
        raise Unreadable("syntax", "I cannot read this length. Write D or K.")
    parser.place += 3
    return ("symbol", size, None)


def parse_rational(parser):
    """Reads SymPy's `S(1)` and `S.Half`."""
    parser.advance()
    if parser.skip("."):
        if parser.advance()[1] != "Half":
            raise Unreadable("syntax", "I know S.Half and S(1) only.")
        return ("group", ("div", number("1"), number("2")))
    return (yield from parser.group())
