"""Put the book's settings of Jupyter and IPython where this environment looks for them.

`pyproject.toml` lists them as data files, which a wheel brings along and `pip install -e` does not.
"""

import shutil
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def install(prefix=sys.prefix):
    """Copy the settings below the folder of an environment."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for folder, names in project["tool"]["setuptools"]["data-files"].items():
        target = Path(prefix, folder)
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.copy(ROOT / name, target)


if __name__ == "__main__":
    install()
