"""One entrance to all parts: `check` in a notebook, `judge` for the command line."""

import sys

from vae_book.practice import functions
from vae_book.practice.calling import Failed, said
from vae_book.practice.codes import finding

PARTS = (*functions.ARGUMENTS, "MyVAE", "train", "reconstruct", "generate")
SECONDS, TRAINING_SECONDS = 10, 120
WORDS = {
    "right": "",
    "partial": "Nearly. ",
    "wrong": "Not right yet. ",
    "missing": "",
    "error": "It cannot be judged. ",
}


class Finding:
    """What the examiner says about a part, as a sentence.

    Attributes:
        part, verdict, codes, hint: As in the JSON line of the command line.
    """

    def __init__(self, found):
        self.part, self.verdict = found["part"], found["verdict"]
        self.codes, self.hint = found["codes"], found["hint"]

    def __repr__(self):
        hint = self.hint if self.verdict != "missing" else "not written yet."
        return f"{self.part}: {WORDS[self.verdict]}{hint}"


def check(code, part=None):
    """The finding on one part of the reader's code, to be shown by a notebook.

    Args:
        code: One of the reader's functions, or the class `MyVAE`.
        part: Which part it is; by default its own name.

    Returns:
        `Finding`.

    Raises:
        ValueError: If there is no such part.
    """
    part = part or getattr(code, "__name__", None)
    if part not in PARTS:
        raise ValueError(
            f"There is no part {part!r}. The parts: {', '.join(PARTS)}. Write "
            'check(your_function, "kl") if yours has another name.'
        )
    names = getattr(code, "__globals__", None) or vars(sys.modules.get(code.__module__, code))
    return Finding(judge(part, {**names, part: code}))


def judge(part, names, seconds=SECONDS, training_seconds=TRAINING_SECONDS):
    """The finding on one part, as a dictionary (see `codes.finding`).

    Args:
        part: One of `PARTS`.
        names: The reader's names: a dictionary such as a module's.
        seconds: Time limit of a call.
        training_seconds: Time limit of the training.
    """
    code = names.get(part)
    if code is None or code is Ellipsis:
        return finding(part, ["missing"])
    if not callable(code):
        return finding(part, ["type"], type=type(code).__name__)
    if part in functions.ARGUMENTS:
        return functions.judge(part, code, seconds, names)
    try:
        codes, details = _judge_model(part, names, seconds, training_seconds)
    except Failed as failed:
        return finding(part, [failed.code], **failed.details)
    except Exception as error:  # what a model is cannot be foreseen
        return finding(part, ["raised"], error=said(error))
    return finding(part, codes, **details)


def _judge_model(part, names, seconds, training_seconds):
    from vae_book.practice import model, training

    kind = names.get("MyVAE")
    if not written(kind):
        raise Failed("missing" if part == "MyVAE" else "no_model")
    if part == "MyVAE":
        return model.judge_model(kind, training.digits(), seconds)
    if part == "train":
        return training.judge_training(kind, names[part], training_seconds)
    return training.judge_images(part, kind, names[part], seconds)


def written(kind):
    """Whether a class `MyVAE` has its encoder and its decoder, so that it can be tried."""
    from vae_book.practice.recording import make

    try:
        vae = make(kind)
    except (Failed, AttributeError, TypeError, ValueError):
        return callable(kind) and kind is not Ellipsis
    return all(getattr(vae, name, ...) is not ... for name in ("encoder", "decoder"))
