"""The examiner of "Write it yourself": says what is right about the reader's own code.

    check(kl)                                 in a notebook
    python -m vae_book.practice FILE.py       a JSON line for each part
    diagnose(loss)                            which objective is this loss?

The reader's code is judged by its values and gradients at random points, by shapes, and by what
goes through the reader's networks in a step of `fit`, never by its text.
"""

from vae_book.practice.doctor import diagnose
from vae_book.practice.examiner import PARTS, Finding, check, written

__all__ = ["PARTS", "Finding", "check", "diagnose", "written"]
