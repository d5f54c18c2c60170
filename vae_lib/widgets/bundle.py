"""Joins ES modules into the single file that anywidget loads.

anywidget imports a figure's script from a `blob:` address, where relative imports cannot work.
Each module becomes a function that is called once, so its private names stay private.
"""

import base64
import functools
import re
from pathlib import Path

HERE = Path(__file__).parent
IMPORT = re.compile(r'^import (\{[^}]*\}|\w+) from "\./([\w.]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?:class|const|function|async function) (\w+)", re.MULTILINE)


def bundle(entry):
    """Returns the source of `entry` (a file beside this one) with all it imports.

    The entry keeps its own `export`s, so the result is itself an ES module.

    Args:
        entry: File name, for example `"explorer.js"`.

    Returns:
        One string of JavaScript.
    """
    source = _read(entry)
    modules = {}
    for match in IMPORT.finditer(source):
        _collect(match[2], modules)
    return "\n".join([*modules.values(), _bind_imports(source)])


def _collect(name, modules):
    """Adds module `name` to `modules`, after the modules that it imports itself."""
    if name in modules:
        return
    if name.endswith(".wasm"):
        code = base64.b64encode((HERE / name).read_bytes()).decode("ascii")
        modules[name] = f'const {_variable(name)} = "{code}";'
        return
    source = _read(name)
    for match in IMPORT.finditer(source):
        _collect(match[2], modules)
    names = ", ".join(EXPORT.findall(source))
    body = re.sub(r"^export ", "", _bind_imports(source), flags=re.MULTILINE)
    modules[name] = f"const {_variable(name)} = (() => {{\n{body}return {{ {names} }};\n}})();"


def _bind_imports(source):
    return IMPORT.sub(lambda match: f"const {match[1]} = {_variable(match[2])};\n", source)


def _variable(name):
    return "module_" + name.replace(".", "_")


@functools.cache
def _read(name):
    return (HERE / name).read_text(encoding="utf-8")
