"""Answers that readers type: read, compared with the derived result, and answered with a hint.

Pure Python with `math` alone, so that the same files run in CPython and in MicroPython, in the
page. Nothing that is typed is ever evaluated as code.
"""

from .judge.checker import check, read, step_hint
from .judge.question import Question, Questions
from .read.limits import Unreadable

__all__ = ["Question", "Questions", "Unreadable", "check", "load_questions", "read", "step_hint"]


def load_questions(path=None):
    """The questions of `questions.json`, or of the file at `path`.

    A host without a file system builds `Questions` from the parsed file instead.
    """
    import json

    if path is None:
        path = __file__.rsplit("/", 1)[0].rsplit("\\", 1)[0] + "/questions.json"
    with open(path, encoding="utf-8") as file:
        return Questions(json.load(file))
