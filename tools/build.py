"""Build the book: `make html`, or `python tools/build.py` where there is no make.

What is stale is made anew. jupyter-cache compares the cells of a chapter only: when the library,
images or pins have changed, every output is stale; when the Sphinx side or a figure's script has,
every page is. A failed or interrupted build leaves no cache entry for the chapter it was in, and
the next run takes up there. It makes all pages anew: one may be half written, and Sphinx gives its
warnings only for the pages that it reads.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import check_python
import settings

ROOT = Path(__file__).resolve().parents[1]
OUTPUTS = ("vae_book/**/*.py", "vae_book/**/*.json", "vae_book/figures/*", "vae_lib/**/*")
OUTPUTS += ("chapters/*.npz", "constraints.txt", "requirements.txt", "tools/execute.py")
PAGES = ("_config.yml", "_toc.yml", "ext/*.py", "ext/*.*js*", "ext/*.html", "_static/*")
PAGES += ("vae_book/**/*",)
SPHINX = (7, 9)  # those that the book is tested with
COLOUR = re.compile(r"\x1b\[[\d;]*m")
NEEDED = 200  # MB that a build writes
QUIET = {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}
QUIET |= {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def newer(stamp, patterns):
    """Tell whether a file of these patterns has changed since the stamp was set, and set it."""
    files = [path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()]
    dates = [path.stat().st_mtime for path in files if "__pycache__" not in path.parts]
    changed = not stamp.exists() or max(dates) > stamp.stat().st_mtime
    if changed:
        stamp.touch()
    return changed


def forget(folder):
    """Remove from the folder `_build` what is stale."""
    folder.mkdir(exist_ok=True)
    outputs = newer(folder / ".library", OUTPUTS)
    stale = ["html", ".doctrees"] if newer(folder / ".pages", PAGES) or outputs else []
    if (folder / ".unfinished").exists():
        stale = ["html", ".doctrees"]
    for name in [*stale, *([".jupyter_cache"] if outputs else [])]:
        shutil.rmtree(folder / name, ignore_errors=True)


def environment():
    """The variables of a command: quiet libraries, and the place of the book's extensions."""
    paths = [str(ROOT / "ext"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**QUIET, **os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def run(*command, silent=False):
    """Tell whether a command of this environment succeeds; a silent one speaks if it does not."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} if silent else {}
    options = {"env": environment(), "encoding": "utf-8", "errors": "replace", **streams}
    done = subprocess.run(command, cwd=ROOT, **options)
    if done.returncode:
        print(COLOUR.sub("", done.stdout or ""), end="", flush=True)
    return done.returncode == 0


def commands(major):
    """The commands that make the pages: Jupyter Book's with Sphinx 7, else Sphinx's own."""
    book = shutil.which("jupyter-book", path=str(Path(sys.executable).parent)) or "jupyter-book"
    options = ("-q", "-W", "-n", "--keep-going")
    if major == 7:
        return [(book, "build", *options, ".")]
    cache = "nb_execution_cache_path=_build/.jupyter_cache"
    folders = ("-d", "_build/.doctrees", ".", "_build/html")
    return [
        (book, "config", "sphinx", "."),
        (sys.executable, "-m", "sphinx", *options, "-D", cache, *folders),
    ]


def place(report):
    """Where a chapter failed, from the report that MyST-NB has left: its cell and the error."""
    text = COLOUR.sub("", report.read_text(encoding="utf-8")).strip()
    name = report.name.removesuffix(".err.log")
    source = re.search(r"following cell:\n-+\n(.*?)\n-+\n", text, re.DOTALL)
    where = ""
    for path in [*ROOT.glob(f"chapters/{name}.ipynb"), *ROOT.glob(f"{name}.ipynb")]:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if source and "".join(cell["source"]).strip() == source[1].strip():
                where = f", cell {cell['id']}, {source[1].strip().splitlines()[0]!r}"
    return f"{name}{where}: {text.splitlines()[-1]}"


def reason(folder):
    """Why the book was not built, in a sentence."""
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < NEEDED:
        return (
            f"the disk has {free} MB left, and a build needs {NEEDED} MB. "
            "Make room and run the same command again."
        )
    reports = sorted(folder.glob("html/reports/**/*.err.log"))
    return " ".join(map(place, reports)) or "see the messages above."


def main():
    """Build, or end with a sentence.

    Raises:
        SystemExit: If the book was not built.
    """
    check_python.check()
    sphinx = version("sphinx")
    if int(sphinx.split(".")[0]) not in SPHINX:
        sys.exit(f"The book is built by Sphinx {' or '.join(map(str, SPHINX))}, not {sphinx}.")
    settings.check(ROOT)
    settings.install()
    folder = ROOT / "_build"
    forget(folder)
    (folder / ".unfinished").touch()
    pages = commands(int(sphinx.split(".")[0]))
    done = run(sys.executable, "tools/execute.py")
    if not (done and all(run(*command, silent=True) for command in pages)):
        sys.exit(f"The book was not built: {reason(folder)}")
    (folder / ".unfinished").unlink()


if __name__ == "__main__":
    main()
