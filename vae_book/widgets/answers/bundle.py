"""Packs the answer checker into scripts that run in any page, also from the disk.

The checker is one JavaScript function that contains all it needs: MicroPython, the Python files
of `vae_book.answers` and the questions. A page turns that function into a worker, or calls it.
"""

import ast
import base64
import functools
import hashlib
import json
import re
from pathlib import Path

import vae_book.answers
from vae_book.widgets.bundle import bundle
from vae_book.widgets.bundle import style as joined_style

HERE = Path(__file__).parent
ANSWERS = Path(vae_book.answers.__file__).parent
# The command line and the validator have nothing to do in a page.
LEFT_OUT = {"__main__.py", "schema.py"}
INDENT = re.compile("^ +", re.MULTILINE)
# What makes MicroPython's ES module a classic script; each occurs in the locked version.
MODULE_ONLY = {
    "export default _createMicroPythonModule;export ": "",
    "import.meta.url": '""',
}
SCRIPT_COMMENT = re.compile(r"^ *(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
# Its command line, which a page has no use for.
COMMAND_LINE = ("if(globalThis.loadMicroPython=loadMicroPython,", "class PyProxy{")


@functools.cache
def checker_script():
    """The script that defines `globalThis.vaeAnswerChecker`."""
    return (
        "globalThis.vaeAnswerChecker = function () {\n"
        f"const payload = {json.dumps(_payload())};\n"
        f"const loadPython = async () => {{\n{_micropython()}\nreturn loadMicroPython;\n}};\n"
        f"{_without_comments((HERE / 'host.js').read_text(encoding='utf-8'))}\n"
        "return createChecker(payload, loadPython);\n};\n"
    )


def page_script():
    """The small script of a static page: the elements, without the checker."""
    # With its own digest, a new checker never comes out of a browser's cache of old files.
    digest = hashlib.sha256(checker_script().encode()).hexdigest()[:8]
    name = f'const CHECKER_FILE = "checker.js?v={digest}";'
    return f"(() => {{\n{name}\n{_without_comments(bundle('answers/page.js'))}}})();\n"


@functools.cache
def widget_script():
    """The ES module of the notebook's widgets: the elements, without the checker."""
    return _without_comments(bundle("answers/widget.js"))


def style():
    """The style sheet of the elements."""
    return joined_style("answers/answers.css")


def write_page_files(folder):
    """Writes what a static page loads into a folder: elements, style and checker."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = {"answers.js": page_script(), "answers.css": style(), "checker.js": checker_script()}
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")


@functools.cache
def _payload():
    """The data that the checker starts from: WebAssembly (gzip), Python files, questions."""
    wasm = (ANSWERS / "vendor" / "micropython.wasm.gz").read_bytes()
    paths = sorted(path for path in ANSWERS.rglob("*.py") if path.name not in LEFT_OUT)
    paths.append(ANSWERS.parent / "finite.py")
    return {
        "wasm": base64.b64encode(wasm).decode("ascii"),
        "files": {
            path.relative_to(ANSWERS.parent).as_posix(): _lean(path.read_text(encoding="utf-8"))
            for path in paths
        },
        "derivations": _without(ANSWERS / "derivations.json", ("prompt", "equation", "rule")),
        "questions": _without(ANSWERS / "questions.json", ("prompt", "equation", "means")),
        "sheet": json.loads((ANSWERS / "tasks.json").read_text(encoding="utf-8"))["sheet"],
    }


def _without(path, fields):
    """The content of a JSON file without fields that only the HTML of a page shows."""

    def lean(item):
        # The hint of a step of the book's working is HTML, too.
        dropped = (*fields, "hint") if "form" in item and "rule" in item else fields
        return {name: item[name] for name in item if name not in dropped}

    return json.loads(path.read_text(encoding="utf-8"), object_hook=lean)


def _without_comments(script):
    """A script without its comments that begin a line."""
    return SCRIPT_COMMENT.sub("", script)


def _lean(source):
    """A Python file without docstrings, comments and needless blanks and lines."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list) or len(body) < 2 or not isinstance(body[0], ast.Expr):
            continue
        if isinstance(body[0].value, ast.Constant):
            del body[0]
    return INDENT.sub(lambda blanks: " " * (len(blanks[0]) // 4), ast.unparse(tree))


def _micropython():
    """MicroPython's loader, made fit for the inside of a function."""
    source = (ANSWERS / "vendor" / "micropython.mjs").read_text(encoding="utf-8")
    for part, replacement in MODULE_ONLY.items():
        if part not in source:
            raise ValueError(f"micropython.mjs has no {part!r}: adapt MODULE_ONLY to its version.")
        source = source.replace(part, replacement)
    before, _, rest = source.partition(COMMAND_LINE[0])
    return before + COMMAND_LINE[1] + rest.partition(COMMAND_LINE[1])[2]
