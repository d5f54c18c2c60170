"""The result of a check."""

RANKS = ("right", "partial", "wrong")
UNKNOWN = ("different", "undefined")


def result(verdict, codes, hint):
    return {"verdict": verdict, "codes": codes, "hint": hint}


def rank(found):
    """0 for right, 1 for partly right, 2 for wrong in a known way, 3 for wrong."""
    known = not any([code in UNKNOWN for code in found["codes"]])
    return RANKS.index(found["verdict"]) + (0 if known or found["verdict"] != "wrong" else 1)
