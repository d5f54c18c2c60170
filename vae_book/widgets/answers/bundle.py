"""Packs the answer checker into scripts that run in any page, also from the disk.

The checker is one JavaScript function that contains all it needs: MicroPython, the Python files
of `vae_book.answers` and the questions. A page turns that function into a worker, or calls it.
"""

import ast
import base64
import functools
import hashlib
import io
import json
import re
import tokenize
from pathlib import Path

import vae_book.answers
from vae_book.widgets.bundle import bundle
from vae_book.widgets.bundle import style as joined_style

HERE = Path(__file__).parent
ANSWERS = Path(vae_book.answers.__file__).parent
# The command line and the validator have nothing to do in a page.
LEFT_OUT = {"__main__.py", "schema.py"}
# Packed in this order they take the least room.
NEIGHBOURS = ("read", "write", "desk", "vae_book", "answers", "judge", "loss")
INDENT, DEDENT = "\x01", "\x02"
WORD = re.compile(r"\w")
# What makes MicroPython's ES module a classic script; each occurs in the locked version.
MODULE_ONLY = {
    "export default _createMicroPythonModule;export ": "",
    "import.meta.url": '""',
}
SCRIPT_COMMENT = re.compile(r"^ *(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)\n", re.MULTILINE | re.DOTALL)
# What a page has no use for: its command line, and messages about old browsers and builds.
UNUSED = (
    ("!function(){function humanReadable", "var Module=moduleArg"),
    ("if(globalThis.loadMicroPython=loadMicroPython,", "class PyProxy{"),
    ('["writeI53ToI64",', "Module._free=makeInvalid"),
)


@functools.cache
def checker_script():
    """The script that defines `globalThis.vaeAnswerChecker`."""
    return (
        "globalThis.vaeAnswerChecker = function () {\n"
        f"const payload = {json.dumps(_payload(), separators=(',', ':'))};\n"
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
    paths.sort(key=lambda path: NEIGHBOURS.index(path.parent.name))
    return {
        "wasm": base64.b64encode(wasm).decode("ascii"),
        "questions": _without(ANSWERS / "questions.json", ("prompt", "equation", "means")),
        "sheet": json.loads((ANSWERS / "tasks.json").read_text(encoding="utf-8"))["sheet"],
        "derivations": _without(
            ANSWERS / "derivations.json", ("prompt", "equation", "rule", "hints")
        ),
        "files": {
            path.relative_to(ANSWERS.parent).as_posix(): _lean(path.read_text(encoding="utf-8"))
            for path in paths
        },
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
    described = set()
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and len(body) > 1 else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            described |= set(range(first.lineno, (first.end_lineno or 0) + 1))
    lean, level, last = [], 0, "\n"
    for text, line in _words(source):
        if line in described:
            continue
        if text in (INDENT, DEDENT):
            level += 1 if text == INDENT else -1
            continue
        if last == "\n":
            lean.append(" " * level)
        elif WORD.match(last[-1]) and WORD.match(text[0]):
            lean.append(" ")
        if text[-1] == '"' and text.count('"') == 2 and "'" not in text and "\\" not in text:
            text = text.replace('"', "'")  # which JSON does not escape
        lean.append(text)
        last = text
    return "".join(lean)


def _words(source):
    """Each token of a Python file with its line; a formatted string is one."""
    lines = source.splitlines(keepends=True)
    formatted = []  # where those begin that are open; Python 3.12 and later tell their parts
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        kind = tokenize.tok_name[token.type]
        if kind == "FSTRING_START":
            formatted.append(token.start)
        elif kind == "FSTRING_END":
            (row, left), (end, right) = formatted.pop(), token.end
            if not formatted:
                text = "".join(lines[row - 1 : end])
                yield text[left : len(text) - len(lines[end - 1]) + right], row
        elif formatted or kind in ("COMMENT", "NL", "ENDMARKER"):
            continue
        elif kind in ("INDENT", "DEDENT"):
            yield (INDENT if kind == "INDENT" else DEDENT), 0
        else:
            yield ("\n" if kind == "NEWLINE" else token.string), token.start[0]


def _micropython():
    """MicroPython's loader, made fit for the inside of a function."""
    source = (ANSWERS / "vendor" / "micropython.mjs").read_text(encoding="utf-8")
    for part, replacement in MODULE_ONLY.items():
        if part not in source:
            raise ValueError(f"micropython.mjs has no {part!r}: adapt MODULE_ONLY to its version.")
        source = source.replace(part, replacement)
    for first, behind in UNUSED:
        source = source[: source.index(first)] + source[source.index(behind) :]
    return source
