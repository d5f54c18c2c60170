"""Environments of the peers' own, in `_build/peers`, made when first asked for."""

import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "torch": ["torch==2.13.0", "numpy"],
    "jax": ["jax==0.10.2", "numpy"],
}


def python_of(environment):
    """The Python of an environment, which is made and filled first where it is missing."""
    if environment is None:
        return sys.executable
    folder = ROOT / "_build" / "peers" / environment
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES[environment]], check=True)
        (folder / "ready").touch()
    return python
