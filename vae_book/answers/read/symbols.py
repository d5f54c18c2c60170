"""Reads symbols with what belongs to them: an index, an argument, a sample label.

Each function takes the parser, which stands at the symbol, or at what follows it.
"""

from .limits import Unreadable, quote

PARAMETERS = ("theta", "phi")


def is_indexable(node):
    """Whether an index may follow: after a symbol without one, or after its power."""
    base = node[1] if node[0] == "pow" else node
    return base[0] == "symbol" and base[2] is None and base[1] not in ("pi", "e")


def is_norm(node):
    """Whether the node is a norm, or its square, whose order may follow: `||x||^2_2`."""
    return (node[1] if node[0] == "pow" else node)[0] == "norm"


def norm_order(parser):
    """Reads the order of a norm."""
    order = index_text(parser)
    if order not in ("1", "2"):
        raise Unreadable("norm", "I know the norms ||.||_1 and ||.||_2 only.")
    return int(order)


def skip_sample_label(parser):
    """Skips a label such as `^{(l)}`, which numbers samples or data points."""
    start = parser.place
    braces = parser.skip("{")
    words = [parser.peek(step)[1] for step in range(3)]
    label = words[0] == "(" and words[2] == ")" and words[1] in ("l", "n", "i")
    if label and words[1] not in parser.names.symbols:
        parser.place += 3
        if not braces or parser.skip("}"):
            return True
    parser.place = start
    return False


def read_symbol(parser, word):
    name = parser.names.find(word)
    parser.advance()
    if name in ("pi", "e"):
        return ("symbol", name, None)
    index = read_index(parser) if parser.at("_") or _is_subscript(parser) else None
    if parser.at("^") and parser.peek(1)[1] in ("(", "{"):
        parser.advance()
        if not skip_sample_label(parser):
            parser.place -= 1
    index = _argument(parser, name, index)
    if index is None and parser.at("_"):
        index = read_index(parser)
    return ("symbol", name, index)


def _is_subscript(parser):
    """Whether `[d]` or `[[d]]` follows, an index, and not a bracket such as `[z - m]`."""
    words = [parser.peek(step)[1] for step in range(4)]
    if words[0] == "[" and words[1] == "-" and words[3] == "]":  # m[-1] of Python
        return parser.peek(2)[0] == "number"
    return words[0] == "[" and (words[1] == "[" or len(words[1]) <= 1 and words[2] == "]")


def skip_argument(parser, name):
    """Skips the argument of `rho(z)`, the network output as a function of its input."""
    words = [parser.peek(step)[1] for step in range(3)]
    if words == ["(", parser.names.input_of(name), ")"]:
        parser.place += 3


def _argument(parser, name, index):
    """Skips the argument, or reads `x(d)`, an index."""
    skip_argument(parser, name)
    words = [parser.peek(step)[1] for step in range(3)]
    if index is None and words == ["(", parser.names.axis_of(name), ")"]:
        parser.place += 3
        return words[1]
    return index


def late_index(parser, left):
    r"""Reads the index of `s^2_k` or `\mathbf{x}_d`, which comes after the power or bracket."""
    if is_norm(left):
        base = left[1] if left[0] == "pow" else left
        base = ("norm", base[1], norm_order(parser))
        return ("pow", base, left[2]) if left[0] == "pow" else base
    if left[0] == "pow":
        return ("pow", ("symbol", left[1][1], read_index(parser)), left[2])
    return ("symbol", left[1], read_index(parser))


def read_index(parser):
    """Reads `_d`, `_{d}` or `[d]`; the parameters theta and phi are dropped."""
    text = index_text(parser)
    if len(text) > 1 or text in parser.names.sizes():
        axis = (parser.names.axes or ["k"])[0]
        hint = f"I cannot read the index {quote(text)}. Use one letter that counts, such as {axis}."
        raise Unreadable("index", hint)
    return text or None


def index_text(parser):
    opening = parser.advance()[1]
    if opening == "_" and not parser.at("{"):
        words = [parser.advance()[1]]
    else:
        parser.place += 0 if opening == "[" else 1
        double = opening == "[" and parser.skip("[")
        words = parser.words_until("]" if opening == "[" else "}")
        if double:
            parser.expect("]")
    kept = [word for word in words if word not in PARAMETERS]
    return "".join(kept if len(kept) == len(words) else [word for word in kept if word != ","])


def split_name(parser, word):
    """Splits a run such as `xlog` or `xd` into tokens of known names, or refuses it."""
    spaced = parser.peek()[2]
    pair = parser.names.indexed(word)
    parts = parser.names.split(word)
    if pair:
        found = [("name", pair[0], spaced), ("sign", "_", False), ("name", pair[1], False)]
    elif parts:
        found = [("name", part, spaced) for part in parts]
    else:
        raise Unreadable("unknown_name", parser.names.explain(word))
    parser.tokens[parser.place : parser.place + 1] = found
