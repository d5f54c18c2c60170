"""Joins the modules and the style sheets of a figure into the two texts that anywidget loads.

anywidget imports a figure's script from a `blob:` address, where relative imports cannot work.
Each module becomes a function that is called once, so its private names stay private. A module
named `worker.js` becomes the text of a script of its own, all that it imports included.
"""

import base64
import functools
import posixpath
import re
from pathlib import Path

HERE = Path(__file__).parent
IMPORT = re.compile(r'^import (\{[^}]*\}|\w+) from "(\.[./\w]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?:class|const|function|async function) (\w+)", re.MULTILINE)
LEAVES = (".wasm", "/worker.js")  # imported as what they hold
STYLE_IMPORT = re.compile(r'^@import "(\.[./\w]+)";\n', re.MULTILINE)


def bundle(entry):
    """The source of a module with all it imports.

    The entry keeps its own `export`s, so the result is itself an ES module.

    Args:
        entry: Path below this folder, for example `"kl/kl.js"`.

    Returns:
        One string of JavaScript.
    """
    modules = {name: _as_function(name) for name in _in_order(entry, IMPORT) if name != entry}
    return "\n".join([*modules.values(), _bind_imports(entry)])


def style(*entries):
    """Style sheets as one, each after what it imports.

    Args:
        entries: Paths below this folder, for example `"kl/kl.css"`.

    Returns:
        One string of CSS.
    """
    names = {}
    for entry in entries:
        names |= dict.fromkeys(_in_order(entry, STYLE_IMPORT))
    return "\n".join(STYLE_IMPORT.sub("", _read(name)) for name in names)


def _in_order(name, pattern, seen=None):
    """The names of a file and of all that it imports, each after its own imports."""
    first, seen = seen is None, {} if seen is None else seen
    if name not in seen:
        if first or not name.endswith(LEAVES):
            for match in pattern.finditer(_read(name)):
                _in_order(_target(name, match[match.lastindex]), pattern, seen)
        seen[name] = None
    return list(seen)


def _target(importer, address):
    """The path below this folder of what `importer` imports from `address`."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), address))


def _as_function(name):
    """A module as a constant: its exports, or the bytes of a WebAssembly file in base64."""
    if name.endswith(".wasm"):
        code = base64.b64encode((HERE / name).read_bytes()).decode("ascii")
        return f'const {_variable(name)} = "{code}";'
    if name.endswith("/worker.js"):
        return f"const {_variable(name)} = `(${{() => {{\n{bundle(name)}}}}})()`;"
    exports = ", ".join(EXPORT.findall(_read(name)))
    body = re.sub(r"^export ", "", _bind_imports(name), flags=re.MULTILINE)
    return f"const {_variable(name)} = (() => {{\n{body}return {{ {exports} }};\n}})();"


def _bind_imports(name):
    """The source of a module with constants in place of its imports."""
    return IMPORT.sub(
        lambda match: (
            f"const {match[1].replace(' as ', ': ')} = {_variable(_target(name, match[2]))};\n"
        ),
        _read(name),
    )


def _variable(name):
    return "module_" + re.sub(r"\W", "_", name)


@functools.cache
def _read(name):
    return (HERE / name).read_text(encoding="utf-8")
