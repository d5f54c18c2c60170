"""Choose new versions for constraints.txt: `make lock`.

uv resolves once for every Python and platform that the book supports, which pip cannot. It is
fetched into a throw-away environment, since nobody needs it to read or build the book.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = """\
# The versions that CI and Binder use, for Python 3.11 to 3.13 on every platform.
# Made by `make lock` from requirements.txt, requirements-print.txt and requirements-test.txt;
# not edited by hand.
"""


def resolve(folder):
    """Lines `name==version ; marker`, one a package."""
    venv.create(folder, with_pip=True)
    uv = Path(folder, "Scripts" if sys.platform == "win32" else "bin", "uv")
    subprocess.run([uv.with_name("python"), "-m", "pip", "install", "-q", "uv"], check=True)
    command = [uv, "pip", "compile", "-q", "--universal", "--python-version", "3.11"]
    plain = ["--no-header", "--no-annotate", "--no-emit-index-url"]
    inputs = ["requirements.txt", "requirements-print.txt", "requirements-test.txt"]
    done = subprocess.run(
        command + plain + inputs, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [line for line in done.stdout.splitlines() if "==" in line]


def main():
    with tempfile.TemporaryDirectory() as folder:
        lines = resolve(folder)
    (ROOT / "constraints.txt").write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"constraints.txt pins {len(lines)} packages.")


if __name__ == "__main__":
    main()
