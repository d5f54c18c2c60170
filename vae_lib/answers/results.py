"""The result of a check."""

RANKS = ("right", "partial", "wrong")


def result(verdict, codes, hint):
    return {"verdict": verdict, "codes": codes, "hint": hint}


def rank(found):
    """Returns 0 for a right answer, 1 for a partly right one, 2 for a wrong one."""
    return RANKS.index(found["verdict"])
