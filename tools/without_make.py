"""Do in a fresh clone what README.md says to those without make: once a week, on Windows, too."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def commands(readme, windows):
    """The README's lines for a system, each as the words of a command."""
    lines = readme.split("Without make:")[1].split("```")[1].strip()
    if windows:
        assert "On Windows write `.venv\\Scripts\\` for `.venv/bin/`" in readme
        lines = lines.replace(".venv/bin/", ".venv/Scripts/")
    found = [shlex.split(line) for line in lines.splitlines()]
    found[0][0] = sys.executable
    return found


def main():
    """Run the lines; the last one serves the book, which is opened.

    Raises:
        SystemExit: If a line fails; it is named.
    """
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        subprocess.run(["git", "clone", "-q", ROOT, folder], check=True)
        *steps, serve = [
            [str(Path(folder, first)), *rest] if first.startswith(".venv") else [first, *rest]
            for first, *rest in commands(readme, os.name == "nt")
        ]
        for step in steps:
            print("+", *step, flush=True)
            if subprocess.run(step, cwd=folder).returncode:
                sys.exit(f"A reader without make would be stopped by: {' '.join(step)}")
        with subprocess.Popen(serve, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
            said = server.stdout.readline()
            address = re.search(r"http://\S+", said)
            if not address or urllib.request.urlopen(address[0]).status != 200:
                sys.exit(f"The book is not served: {said}")
            server.terminate()
        print("The book is served:", said.strip())


if __name__ == "__main__":
    main()
