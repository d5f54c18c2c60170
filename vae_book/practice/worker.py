"""The process in which a student's file is executed: `python -m vae_book.practice.worker`.

It writes a JSON line on its first output before each statement and each part, so that the process
that waits knows where it hangs, and one with each finding. What the student's code prints goes
nowhere. Reads its task as one JSON object from the environment variable `VAE_PRACTICE_TASK`.
"""

import ast
import builtins
import contextlib
import json
import os
import sys
import types
from unittest import mock

from vae_book.practice.calling import Failed, failures
from vae_book.practice.codes import finding
from vae_book.practice.submission import read


class TrainingSkipped(Exception):
    """Raised by `fit` while the file is loaded: the examiner trains by itself."""


def main():
    task = json.loads(os.environ.pop("VAE_PRACTICE_TASK"))
    report = _channel()
    limit_memory(task["memory"])
    builtins.input = _no_input
    names = load(task, report)
    from vae_book.practice import examiner

    report({"event": "loaded", "torch": names.pop("__no_torch__", False)})
    for part in task["parts"]:
        report({"event": "part", "part": part})
        _reset()
        try:
            found = examiner.judge(part, names, task["seconds"], task["training_seconds"])
        except MemoryError:
            found = finding(part, ["memory"])
        report({"event": "finding", "finding": found})


def _channel():
    """Keeps the first output for reports, and sends all that is printed to nowhere."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)

    def report(record):
        stream.write(json.dumps(record) + "\n")
        stream.flush()

    return report


def limit_memory(megabytes):
    """Lets the process have no more memory, where the system can say so."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50 * 2**20,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _no_input(*_):
    raise EOFError("nobody is there to answer")


def _reset():
    """Undoes what a file may have changed for all: precision, working folder, plots."""
    if "keras" in sys.modules:
        import keras

        keras.config.set_floatx("float32")
        keras.config.set_dtype_policy("float32")
        if "tensorflow" in sys.modules:
            sys.modules["tensorflow"].config.run_functions_eagerly(False)


def load(task, report):
    """The names that the file defines, statement by statement, as in a notebook.

    A statement that fails is left out; so is one that the waiting process says hangs. `fit` does
    nothing here.
    """
    statements, _ = read(task["path"])
    module = types.ModuleType("student")
    module.__file__ = task["path"]
    sys.modules["student"] = module
    names = module.__dict__
    with _without_training(statements):
        for number, statement in enumerate(statements):
            if number in task["skip"]:
                continue
            report({"event": "statement", "number": number})
            code = compile(ast.Module([statement], []), task["path"], "exec")
            try:
                with failures(task["statement_seconds"]):
                    exec(code, names)
            except Failed as failed:
                if failed.code == "no_torch":
                    names["__no_torch__"] = True
    return names


@contextlib.contextmanager
def _without_training(statements):
    """Makes `fit` and the book's own `check` do nothing while the statements are executed."""
    imported = {
        name.split(".")[0]
        for statement in statements
        for node in ast.walk(statement)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or node.names[0].name]
    }
    if not imported & {"keras", "tensorflow", "vae_book", "vae_lib"}:
        yield  # and need not wait for TensorFlow
        return
    import keras

    from vae_book import practice

    nothing = mock.Mock(return_value=None)
    book = mock.patch.multiple(practice, check=nothing, diagnose=nothing)
    with book, mock.patch.object(keras.Model, "fit", side_effect=TrainingSkipped):
        yield


if __name__ == "__main__":
    main()
