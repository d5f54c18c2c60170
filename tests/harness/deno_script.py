"""Runs a figure's modules without a browser, in Deno."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from vae_book.widgets.bundle import bundle

DENO = Path(sys.executable).with_name("deno")
HELPERS = """
const show = (x) => console.log(JSON.stringify(x));
const floats = (text) => new Float32Array(Uint8Array.fromBase64(text).buffer);
const asText = (numbers) => new Uint8Array(Float32Array.from(numbers).buffer).toBase64();
"""


def as_text(array):
    """Numbers as float32 in base64: 400,000 as text take seconds to write and to read."""
    return base64.b64encode(np.float32(array).tobytes()).decode()


def as_array(text):
    return np.frombuffer(base64.b64decode(text), "float32")


def run(entry, script, **values):
    """What a script prints as JSON.

    Args:
        entry: Module below `vae_book/widgets`; its names are known to the script.
        script: JavaScript, in which `values` is an object and `show(x)` prints the result. There
            `floats` and `asText` are what `as_array` and `as_text` are here.
        values: Whatever JSON can hold.
    """
    source = f"{bundle(entry)}\n{HELPERS}\nconst values = {json.dumps(values)};\n{script}"
    command = [DENO, "run", "--quiet", "--ext=js", "--allow-read", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
