"""Packs the answer checker into scripts that run in any page, also from the disk.

The checker is one JavaScript function that contains all it needs: MicroPython, the Python files
of `vae_book.answers` and the questions. A page turns that function into a worker, or calls it.
"""

import ast
import base64
import functools
import gzip
import hashlib
import json
from pathlib import Path

import vae_book.answers
from vae_book.widgets.bundle import bundle

HERE = Path(__file__).parent
ANSWERS = Path(vae_book.answers.__file__).parent
# The command line and the validator have nothing to do in a page.
LEFT_OUT = {"__main__.py", "schema.py"}
# What makes MicroPython's ES module a classic script; each occurs in the locked version.
MODULE_ONLY = {
    "export default _createMicroPythonModule;export ": "",
    "import.meta.url": '""',
}


@functools.cache
def checker_script():
    """The script that defines `globalThis.vaeAnswerChecker`."""
    return (
        "globalThis.vaeAnswerChecker = function () {\n"
        f"const payload = {json.dumps(_payload())};\n"
        f"const loadPython = async () => {{\n{_micropython()}\nreturn loadMicroPython;\n}};\n"
        f"{(HERE / 'host.js').read_text(encoding='utf-8')}\n"
        "return createChecker(payload, loadPython);\n};\n"
    )


def page_script():
    """The small script of a static page: the elements, without the checker."""
    # With its own digest, a new checker never comes out of a browser's cache of old files.
    digest = hashlib.sha256(checker_script().encode()).hexdigest()[:8]
    name = f'const CHECKER_FILE = "checker.js?v={digest}";'
    return f"(() => {{\n{name}\n{bundle('answers/page.js')}}})();\n"


@functools.cache
def widget_script():
    """The ES module of the notebook's widgets: the elements, without the checker."""
    return bundle("answers/widget.js")


def style():
    """The style sheet of the elements."""
    return (HERE / "answers.css").read_text(encoding="utf-8")


def write_page_files(folder):
    """Writes what a static page loads into a folder: elements, style and checker."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = {"answers.js": page_script(), "answers.css": style(), "checker.js": checker_script()}
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")


def _payload():
    """The data that the checker starts from: WebAssembly (gzip), Python files, questions."""
    wasm = gzip.compress((ANSWERS / "vendor" / "micropython.wasm").read_bytes(), 9, mtime=0)
    paths = sorted(path for path in ANSWERS.rglob("*.py") if path.name not in LEFT_OUT)
    paths.append(ANSWERS.parent / "finite.py")
    derivations = json.loads((ANSWERS / "derivations.json").read_text(encoding="utf-8"))
    tasks = json.loads((ANSWERS / "tasks.json").read_text(encoding="utf-8"))
    questions = json.loads((ANSWERS / "questions.json").read_text(encoding="utf-8"))
    return {
        "wasm": base64.b64encode(wasm).decode("ascii"),
        "files": {
            path.relative_to(ANSWERS.parent).as_posix(): _lean(path.read_text(encoding="utf-8"))
            for path in paths
        },
        "derivations": json.dumps(derivations, separators=(",", ":"), ensure_ascii=False),
        "questions": json.dumps(questions, separators=(",", ":")),
        "sheet": json.dumps(tasks["sheet"], separators=(",", ":")),
    }


def _lean(source):
    """A Python file without docstrings, comments and empty lines."""
    lines = source.splitlines()
    dropped, kept = set(), set()
    for node in ast.walk(ast.parse(source)):
        first = getattr(node, "body", [None])
        first = first[0] if isinstance(first, list) and len(first) > 1 else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            dropped |= set(range(first.lineno, (first.end_lineno or 0) + 1))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            kept |= set(range(node.lineno, (node.end_lineno or 0) + 1))
    return "\n".join(
        line
        for number, line in enumerate(lines, 1)
        if number not in dropped
        and (number in kept or line.strip() and not line.lstrip().startswith("#"))
    )


def _micropython():
    """MicroPython's loader, made fit for the inside of a function."""
    source = (ANSWERS / "vendor" / "micropython.mjs").read_text(encoding="utf-8")
    for part, replacement in MODULE_ONLY.items():
        if part not in source:
            raise ValueError(f"micropython.mjs has no {part!r}: adapt MODULE_ONLY to its version.")
        source = source.replace(part, replacement)
    return source
