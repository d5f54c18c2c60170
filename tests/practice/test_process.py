"""A file in a process of its own: whatever it does, there is a finding for each part."""

import json
import subprocess
import sys

import planted
import pytest

from vae_book.practice import PARTS
from vae_book.practice.process import judge_file

KL = """
def kl(mean, logvar):
    return 0.5 * np.sum(mean**2 + np.exp(logvar) - logvar - 1, axis=-1)
"""
BAD = {
    "a loop outside": ("while True:\n    pass\n" + KL, "numpy"),
    "a loop inside": ("def kl(mean, logvar):\n    while True:\n        pass\n", "time"),
    "an exit outside": ("import sys\nsys.exit(1)\n" + KL, "numpy"),
    "an exit inside": ("def kl(mean, logvar):\n    raise SystemExit\n", "exit"),
    "the end of the process": ("import os\ndef kl(mean, logvar):\n    os._exit(0)\n", "crash"),
    "no Python": ("def kl(mean, logvar)\n    return 0\n", "syntax"),
    "no Python elsewhere": (KL + "\ndef sample(mean, logvar, epsilon)\n    return 0\n", "numpy"),
    "a question": ("def kl(mean, logvar):\n    return input('?')\n", "input"),
    "a name that is not there": ("def kl(mean, logvar):\n    return mu\n", "raised"),
    "too much memory": ("def kl(mean, logvar):\n    return np.ones((10**6, 10**6))\n", "memory"),
    "other arguments": ("def kl(mean):\n    return mean\n", "raised"),
    "another type": ("def kl(mean, logvar):\n    return 'no'\n", "type"),
    "prints": (KL.replace("    return", "    print('x' * 10**6)\n    return"), "numpy"),
    "changes the seed": (KL.replace("    return", "    np.random.seed(0)\n    return"), "numpy"),
    "torch": ("import torch\ndef kl(mean, logvar):\n    return torch.sum(mean)\n", "no_torch"),
    "nothing": ("", "missing"),
    "too big": ("# " + "x" * 1_100_000 + "\n" + KL, "too_big"),
}


def judged(path, parts=("kl",), **limits):
    return {found["part"]: found for found in judge_file(path, parts, **limits)}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_verdict_and_a_sentence(name, tmp_path):
    text, code = BAD[name]
    path = tmp_path / "mine.py"
    path.write_text("import numpy as np\n" + text, encoding="utf-8")
    found = judged(path, seconds=3)["kl"]
    assert found["codes"] == [code]
    assert found["hint"].endswith(".") and found["verdict"]


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    assert judged(tmp_path / "none.py")["kl"]["codes"] == ["no_file"]
    (tmp_path / "bytes.py").write_bytes(b"\xff\xfe\x00\xd8")
    (tmp_path / "broken.ipynb").write_text('{"cells": 3')
    for name in ("bytes.py", "broken.ipynb"):
        assert judged(tmp_path / name)["kl"]["codes"] == ["unreadable"]


def test_a_notebook_is_judged_cell_by_cell(tmp_path):
    cells = ["%matplotlib inline\nimport numpy as np", "def broken(:", KL, "!ls"]
    content = {"cells": [{"cell_type": "code", "source": [cell]} for cell in cells]}
    path = tmp_path / "mine.ipynb"
    path.write_text(json.dumps(content))
    assert judged(path)["kl"]["verdict"] == "right"


def test_the_command_line_writes_a_json_line_for_each_part(tmp_path):
    path = tmp_path / "mine.py"
    functions = [
        planted.function(part, bodies[0], "keras") for part, bodies in planted.RIGHT.items()
    ]
    path.write_text("\n".join([*functions, "model = 3"]), encoding="utf-8")
    command = [sys.executable, "-m", "vae_book.practice", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["part"] for line in lines] == list(PARTS)
    assert [line["verdict"] for line in lines] == ["right"] * 5 + ["missing"] * 4
    assert all(set(line) == {"part", "verdict", "codes", "hint"} for line in lines)
