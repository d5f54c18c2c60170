"""Which side of an equation is the answer, and what the other sides say about it.

One rule: the answer is the last side that is no name of a quantity, such as `KL(q||p)`, and no
bound behind a `>=` or `<=`. What stands left of it is a name, which may carry a sign or a number,
or a formula, which must have the same values.
"""

from .claims import OTHER_HINT, refuse_other
from .cursor import split_at_relations
from .limits import Unreadable, quote
from .nodes import number
from .quantities import signature, undecorated

ABOUT_HINT = "You wrote {}, and the answer is exact: use =, or write the formula alone."
BOUND_HINT = (
    "You wrote an inequality. The question asks what it is equal to: use =, or write the formula "
    "alone."
)


class Equation:
    """The parts of a typed equation.

    Args:
        tokens: The tokens of the whole.
        names: `Names` of the question.
        is_formula: A function that says whether tokens can be read as a formula.

    Attributes:
        answer: The tokens of the answer.
        scale: What the answer is multiplied by in it: -1 for `-KL = ...`.
        claims: The scales that its sides state where they name the quantity asked for.
        lefts: Lists of tokens of the sides that may be formulas of the same value.
        named: Lists of tokens of these sides.
        bounds: Pairs `(relation, tokens)` of what follows: `>= 0`.

    Raises:
        Unreadable: If a sign or factor on the left side has no meaning here.
    """

    def __init__(self, tokens, names, is_formula):
        found, relations = split_at_relations(tokens)
        last = len(found) - 1
        self.bounds = []
        while last > 0 and relations[last - 1] in (">=", "<=") and _is_number(found[last]):
            self.bounds.append((relations[last - 1], found[last]))
            last -= 1
        allowed = ("=",) + ((">=",) if names.bounded else ()) + (("≈",) if names.sampled else ())
        for sign in relations[:last]:
            if sign in ("≈", "∝") and sign not in allowed:
                raise Unreadable("inexact", ABOUT_HINT.format(sign))
            if sign not in allowed:
                raise Unreadable("inequality", BOUND_HINT)
        sides = found[: last + 1]
        formulas = [place for place in range(last + 1) if not _is_name(sides[place], names)]
        last = formulas[-1] if formulas else last
        self.answer = found[last]
        sides = [undecorated(side) for side in sides]
        self.lefts = [side for side in sides[:last] + sides[last + 1 :] if side]
        self.scale, self.claims, self.named = 1.0, [], []
        for place, side in enumerate(self.lefts):
            self._weigh(side, names, is_formula, place == 0)
        for place in range(last):
            side = sides[place]
            if relations[place] == ">=":
                _refuse_other_bound(side)
            elif not is_formula(side):
                refuse_other(_named(side, names)[1], self.answer, names)

    def _weigh(self, side, names, is_formula, first):
        factor, rest = _named(side, names)
        quantity = names.quantity_of(rest)
        if quantity:
            self.named.append(side)
            self.claims.append(1.0 / (factor * quantity))
            self.scale = self.claims[-1] if first and factor != 1.0 else self.scale
        elif first and not is_formula(side):
            self.scale = 1.0 / factor if rest else 1.0


def _refuse_other_bound(side):
    """Refuses to call the bound one of anything else than log p(x)."""
    name = signature(side)
    if name not in ("logp(x)", ""):
        raise Unreadable("left_side", OTHER_HINT.format(quote(name)))


def _is_name(tokens, names):
    return names.quantity_of(_named(tokens, names)[1]) != 0


def _named(tokens, names):
    """The sign and number in front of a name, and the name, which may have a sign of its own."""
    return (1.0, tokens) if names.quantity_of(tokens) else _scaled(tokens)


def _is_number(tokens):
    return len(tokens) == 1 and tokens[0][0] == "number"


def _scaled(tokens):
    """The sign and number in front of (or under) a name, and the name."""
    factor, place = 1.0, 0
    while place < len(tokens) and tokens[place][:2] in (("sign", "-"), ("sign", "+")):
        factor = -factor if tokens[place][1] == "-" else factor
        place += 1
    texts = [token[1] for token in tokens[place : place + 7]]
    if texts[:1] == ["frac"] and texts[1::3] == ["{", "{"] and texts[3::3] == ["}", "}"]:
        numbers = [token for token in tokens[place : place + 7] if token[0] == "number"]
        if len(numbers) == 2:
            factor *= number(numbers[0][1])[1] / (number(numbers[1][1])[1] or 1.0)
            place += 7
    elif place < len(tokens) and tokens[place][0] == "number":
        factor *= number(tokens[place][1])[1]
        place += 1
        if texts[1:2] == ["/"] and len(texts) > 2 and tokens[place + 1][0] == "number":
            factor /= number(texts[2])[1] or 1.0
            place += 2
    if place and tokens[place : place + 1] and tokens[place][1] in ("*", "·"):
        place += 1
    rest = tokens[place:]
    if len(rest) > 2 and rest[-2][:2] == ("sign", "/") and rest[-1][0] == "number":
        factor /= number(rest[-1][1])[1] or 1.0
        rest = rest[:-2]
    return factor or 1.0, rest
