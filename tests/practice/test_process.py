"""A file in a process of its own: whatever it does, there is a finding for each part."""

import json
import subprocess
import sys

import planted
import pytest

from vae_book.practice import PARTS, process

KL = """
def kl(mean, logvar):
    return 0.5 * np.sum(mean**2 + np.exp(logvar) - logvar - 1, axis=-1)
"""
SAMPLE = """
def sample(mean, logvar, epsilon):
    return mean + np.exp(logvar / 2) * epsilon
"""
# A file each, with the codes of its parts.
BAD = {
    "functions that never return, or end more than themselves": (
        {
            "log_bernoulli": ("x, logits", "[x for _ in iter(int, 1)]", "time"),
            "log_gaussian": ("x, mu, sigma", "sys.exit(1)", "exit"),
            "kl": ("mean, logvar", "input('?')", "input"),
            "sample": ("mean, logvar, epsilon", "np.ones((10**6, 10**6))", "memory"),
            "elbo": ("x, logits, mean, logvar", "os._exit(0)", "crash"),
        },
        "",
    ),
    "functions of another kind": (
        {
            "log_bernoulli": ("x", "x.sum(-1)", "raised"),
            "log_gaussian": ("x, mu, sigma", "'no'", "type"),
            "kl": ("v, m", "0.5 * np.sum(m**2 + np.exp(v) - v - 1, axis=-1)", "order"),
            "sample": ("mean, logvar, epsilon", "torch.randn(3)", "no_torch"),
            "elbo": ("x, logits, mean, logvar", ") no Python", "syntax"),
        },
        "import torch",
    ),
    "statements that hang, end, fail, and change what all share": (
        {
            "kl": ("q, w", "print('x' * 10**6) or kl_of(q, w)", "numpy"),
            "sample": ("mean, logvar, epsilon", "np.random.seed(0) or draw(mean, logvar, epsilon)",
                       "numpy"),
            "elbo": None,
        },
        "import time\ntime.sleep(1000)\nsys.exit(1)\n1 / 0\nos.chdir('/')\n"
        "np.seterr(all='raise')\nnp.random.seed(1)\nimport tkinter\ntkinter.Tk()\n"
        + KL.replace("kl(", "kl_of(") + SAMPLE.replace("sample(", "draw("),
    ),
}  # fmt: skip


def judged(path, parts=("kl",), **limits):
    return {found["part"]: found for found in process.judge_file(path, parts, **limits)}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_verdict_and_a_sentence_and_the_rest_is_judged(
    name, tmp_path, monkeypatch
):
    parts, before = BAD[name]
    path = tmp_path / "mine.py"
    functions = [
        f"def {part}({what[0]}):\n    return {what[1]}\n" for part, what in parts.items() if what
    ]
    text = "\n".join(["import os, sys\nimport numpy as np", before, *functions])
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(process, "STATEMENT_SECONDS", 3)
    found = judged(path, parts, seconds=3)
    codes = {part: what[2] if what else "missing" for part, what in parts.items()}
    assert {part: finding["codes"] for part, finding in found.items()} == {
        part: [code] for part, code in codes.items()
    }
    assert all(finding["hint"].endswith(".") for finding in found.values())


def test_a_file_that_is_not_there_too_big_or_no_text(tmp_path):
    assert judged(tmp_path / "none.py")["kl"]["codes"] == ["no_file"]
    (tmp_path / "big.py").write_text("# " + "x" * 1_100_000 + "\n" + KL)
    assert judged(tmp_path / "big.py")["kl"]["codes"] == ["too_big"]
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
    # What a file changes for all, and a window, harm no part.
    policy = "keras.config.set_dtype_policy('mixed_float16')\nkeras.config.set_floatx('float64')"
    window = "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()"
    path.write_text("\n".join([*functions, policy, window, "model = 3"]), encoding="utf-8")
    command = [sys.executable, "-m", "vae_book.practice", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["part"] for line in lines] == list(PARTS)
    assert [line["verdict"] for line in lines] == ["right"] * 5 + ["missing"] * 4
    assert all(set(line) == {"part", "verdict", "codes", "hint"} for line in lines)
