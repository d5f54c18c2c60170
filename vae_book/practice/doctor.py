"""Says which objective a loss function is: `diagnose(loss)` for what is written in a notebook."""

import inspect

import numpy as np

from vae_book.answers.loss import Roles, add_notes, reply
from vae_book.answers.loss.terms import SIZES, powers
from vae_book.answers.loss.verdict import Objective
from vae_book.answers.read.limits import Unreadable
from vae_book.practice.calling import Failed, Reader
from vae_book.practice.codes import finding
from vae_book.practice.examiner import Finding

ORDER = ("x", "params", "mean", "third")


def diagnose(loss):
    """Which objective a loss is, and by which slip.

    The loss is called with small random arrays, and its values are explained by the terms that
    occur in the losses of VAEs. Its arguments are known by their names: `x`, `x_hat` or `logits`,
    `mean`, `logvar`, in any order; names that say nothing count in this order.

    Args:
        loss: Function of an image, the decoder's output, the mean and the log-variance. It may be
            written in NumPy, TensorFlow, Keras or PyTorch, and return a number or one per image.

    Returns:
        `Finding`, with the codes of `vae_book.answers.loss.verdict`.

    Raises:
        ValueError: If it does not take four arguments.
    """
    names = [p.name for p in inspect.signature(loss).parameters.values() if p.default is p.empty]
    if len(names) != len(ORDER):
        raise ValueError(
            "The loss must take four arguments, as in loss(x, logits, mean, logvar). Received "
            f"{len(names)}: {', '.join(names)}."
        )
    roles = Roles(names)
    places = _places(names, roles)
    reader = Reader(loss)

    def value(point):
        shapes = {"x": "D", "params": "D", "mean": "K", "third": "K"}
        arrays = {
            role: np.float32(point[role]).reshape(point["B"], point[size])
            for role, size in shapes.items()
        }
        return float(np.mean(reader.values(*[arrays[role] for role in places])))

    try:
        measured = powers(value, tolerance=3e-6)
    except Failed as failed:
        return Finding(finding("loss", [failed.code], **failed.details))
    objective = None
    if measured is not None:
        found, exponents = measured
        objective = Objective(found, exponents, roles.kind(roles.third), SIZES[0])
        objective.judge()
        add_notes(objective, roles, set())
    return Finding({"part": "loss", **reply(objective)})


def _places(names, roles):
    """The role of each argument, by its name; in the usual order where a name says nothing."""
    found = []
    for name in names:
        try:
            found.append(roles.of(name))
        except Unreadable:
            found.append(None)
    return found if sorted(map(str, found)) == sorted(ORDER) else list(ORDER)
