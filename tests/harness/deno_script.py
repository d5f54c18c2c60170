"""Runs a figure's modules without a browser, in Deno."""

import json
import subprocess
import sys
from pathlib import Path

from vae_book.widgets.bundle import bundle

DENO = Path(sys.executable).with_name("deno")


def run(entry, script, **values):
    """What a script prints as JSON.

    Args:
        entry: Module below `vae_book/widgets`; its names are known to the script.
        script: JavaScript, in which `values` is an object and `show(x)` prints the result.
        values: Whatever JSON can hold.
    """
    given = (
        f"const values = {json.dumps(values)};\nconst show = (x) => console.log(JSON.stringify(x));"
    )
    source = f"{bundle(entry)}\n{given}\n{script}"
    command = [DENO, "run", "--quiet", "--ext=js", "--allow-read", "-"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)
