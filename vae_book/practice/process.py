"""Judges a file in a process of its own, and outlives whatever the file does there."""

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time

from vae_book.practice.calling import Failed
from vae_book.practice.codes import finding
from vae_book.practice.examiner import PARTS, SECONDS, TRAINING_SECONDS
from vae_book.practice.submission import read

STATEMENT_SECONDS, LOADING_SECONDS = 10, 40
MEGABYTES = 4000
STARTING_SECONDS = 90  # TensorFlow on a busy machine
GRACE = 5  # what the worker gets to stop by itself
MAX_STARTS = 8


def judge_file(path, parts=PARTS, seconds=SECONDS, training_seconds=TRAINING_SECONDS):
    """Yields a finding for each part of a file, in order, whatever the file does.

    Args:
        path: A `.py` file or a notebook.
        parts: Which parts.
        seconds: Time limit of a part.
        training_seconds: Time limit of the training.
    """
    try:
        statements, broken = read(path)
    except Failed as failed:
        for part in parts:
            yield finding(part, [failed.code], **failed.details)
        return
    defined = {getattr(statement, "name", None) for statement in statements}
    found = _Examination(path, parts, seconds, training_seconds).run()
    for part in parts:
        result = found[part]
        if result["codes"] == ["no_torch"] and part not in defined:
            result = finding(part, ["missing"])
        if result["verdict"] == "missing" and part in broken:
            result = finding(part, ["syntax"], **broken[part])
        yield result


class _Examination:
    """The starts of a worker that it takes to judge all parts."""

    def __init__(self, path, parts, seconds, training_seconds):
        self.path, self.parts = os.path.abspath(path), list(parts)
        self.seconds, self.training_seconds = seconds, training_seconds
        self.skip, self.found, self.no_torch = [], {}, False

    def run(self):
        """A dictionary with a finding for each part."""
        for _ in range(MAX_STARTS):
            left = [part for part in self.parts if part not in self.found]
            if not left:
                break
            self._start(left)
        for part in self.parts:
            self.found.setdefault(part, finding(part, ["crash"]))
            if self.no_torch and self.found[part]["verdict"] == "missing":
                self.found[part] = finding(part, ["no_torch"])
        return self.found

    def _start(self, left):
        """Runs one worker until it ends, by itself or at a limit."""
        task = {
            "path": self.path,
            "parts": left,
            "skip": self.skip,
            "seconds": self.seconds,
            "training_seconds": self.training_seconds,
            "statement_seconds": STATEMENT_SECONDS,
            "memory": MEGABYTES,
        }
        with tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen(
                [sys.executable, "-m", "vae_book.practice.worker"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(task),
                cwd=folder,
                start_new_session=True,
            )
            try:
                self._follow(process)
            finally:
                _end(process)

    def _follow(self, process):
        lines = queue.Queue()
        threading.Thread(target=_forward, args=(process.stdout, lines), daemon=True).start()
        allowed, doing, loading = STARTING_SECONDS, None, None
        while True:
            try:
                record = json.loads(lines.get(timeout=allowed))
            except (queue.Empty, ValueError):
                return self._stopped(doing, "time")
            if not record:
                return self._stopped(doing, "crash")
            doing = record
            if record["event"] == "statement":
                loading = loading or time.monotonic()
                allowed = STATEMENT_SECONDS + GRACE
                if time.monotonic() - loading > LOADING_SECONDS:
                    return self._stopped(doing, "time")
            elif record["event"] == "loaded":
                self.no_torch = record["torch"]
                allowed = STARTING_SECONDS
            elif record["event"] == "part":
                trains = record["part"] == "train"
                allowed = GRACE + 30 + (self.training_seconds if trains else 4 * self.seconds)
            elif record["event"] == "finding":
                self.found[record["finding"]["part"]] = record["finding"]
                doing = None

    def _stopped(self, doing, code):
        """Notes what the worker was doing when it ended before its time."""
        if doing is None:
            return
        if doing["event"] == "statement":
            self.skip.append(doing["number"])
        elif doing["event"] == "part":
            part = doing["part"]
            seconds = self.training_seconds if part == "train" else self.seconds
            self.found[part] = finding(part, [code], seconds=seconds)


def _forward(stream, lines):
    """Puts each line of a stream into a queue, and `"{}"` at its end."""
    for line in stream:
        lines.put(line)
    lines.put("{}")


def _environment(task):
    """The worker's environment: no windows, no graphics card, few words, its task."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "BROWSER")}
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join([here, *filter(None, [os.environ.get("PYTHONPATH")])]),
        "MPLBACKEND": "Agg",
        "CUDA_VISIBLE_DEVICES": "",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "VAE_PRACTICE_TASK": json.dumps(task),
    }


def _end(process):
    """Ends a worker and all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
    process.stdout.close()
