"""Limits on what is typed, and the one error that says that a formula cannot be read.

Readers type whatever they like. The limits below keep every check short, in CPython and in
MicroPython (4 MB of heap), and are far above any sensible answer.
"""

MAX_CHARACTERS = 600
MAX_DEPTH = 80  # expressions inside one another; the parser keeps them in a list
# MicroPython's stack, which its WebAssembly fixes, holds trees at least 51 deep (nested fractions).
MAX_TREE_DEPTH = 44
MAX_NODES = 300
MAX_DIGITS = 20
MAX_EXPONENT = 16
SMALLEST_NUMBER = 1e-5  # below this, a term would hide under the tolerance of the comparison
LARGEST_NUMBER = 1e5
MAX_WORK = 6000  # node evaluations at one test point
TOO_DEEP = "There are too many brackets inside one another."


class Unreadable(Exception):
    """A formula that cannot be read.

    Args:
        code: Short name of the reason, such as `"unknown_name"`.
        hint: One or two plain sentences that say what to do.
    """

    def __init__(self, code, hint):
        super().__init__(hint)
        self.code = code
        self.hint = hint


def quote(text):
    """A short, quoted form of `text` for a hint (plain text, not HTML)."""
    return "'" + (text if len(text) <= 24 else text[:24] + "...") + "'"
