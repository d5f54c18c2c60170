"""The house stands as it is drawn: who may import whom, and where the rooms have moved from."""

import ast
import posixpath
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WIDGETS = ROOT / "vae_book" / "widgets"
FIGURES = sorted(path.parent.name for path in WIDGETS.glob("*/still.py")) + ["explorer"]
# Each room may import those that stand before it in its row, and itself.
FLOORS = {
    "vae_book/answers": ["read", "write", "judge", "desk"],
    "vae_book/derivations": ["language", "proof", "sections", "ledger"],
}
IMPORT = re.compile(r"""^(?:import|export) [^"]*?from "(\.[^"]+)";""", re.MULTILINE)


def imported(path):
    """The modules that a Python file imports, by their full names."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def below(name, package):
    """Tell whether a module is a package or lies in it."""
    return name == package or name.startswith(package + ".")


def test_the_library_does_not_know_the_book():
    users = [
        path.name
        for path in (ROOT / "vae_lib").rglob("*.py")
        for name in imported(path)
        if below(name, "vae_book")
    ]
    assert not users


@pytest.mark.parametrize("package", FLOORS)
def test_a_floor_stands_on_those_below_it(package):
    floors = FLOORS[package]
    for number, floor in enumerate(floors):
        above = [f"{package}/{name}".replace("/", ".") for name in floors[number + 1 :]]
        for path in (ROOT / package / floor).rglob("*.py"):
            wrong = [name for name in imported(path) if any(below(name, room) for room in above)]
            assert not wrong, f"{path.relative_to(ROOT)} imports from above: {wrong}"


@pytest.mark.parametrize(
    ("package", "heavy"),
    [
        ("vae_book.derivations", {"tensorflow", "keras"}),
        ("vae_book.answers", {"tensorflow", "keras", "numpy", "sympy"}),
    ],
)
def test_what_is_heavy_stays_outside(package, heavy):
    code = f"import sys, {package}; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def rooms(path):
    """The folders below the widgets from which a script imports."""
    folder = path.relative_to(WIDGETS).parent.as_posix()
    for address in IMPORT.findall(path.read_text(encoding="utf-8")):
        yield posixpath.normpath(posixpath.join(folder, address)).split("/")[0]


def test_there_are_figures():
    assert len(FIGURES) > 8


@pytest.mark.parametrize("room", sorted(path.name for path in WIDGETS.iterdir() if path.is_dir()))
def test_a_figure_imports_no_other_figure(room):
    allowed = {
        "maths": {"maths"},
        "network": {"network", "maths"},
        "page": {"page", "maths", "network"},
        "answers": {"answers", "page"},
    }.get(room, {room, "page", "maths", "network"})
    for path in (WIDGETS / room).rglob("*.js"):
        assert set(rooms(path)) <= allowed, path.relative_to(ROOT)
    for path in (WIDGETS / room).rglob("*.py"):
        others = [f"vae_book.widgets.{name}" for name in set(FIGURES) - {room}]
        wrong = [name for name in imported(path) if any(below(name, other) for other in others)]
        assert not wrong, f"{path.relative_to(ROOT)} imports {wrong}"


@pytest.mark.parametrize("old", ["derivations", "answers", "widgets", "figures"])
def test_an_old_import_path_names_the_new_one(old):
    message = f"vae_lib.{old} has moved: import vae_book.{old}."
    for line in (f"import vae_lib.{old}", f"from vae_lib import {old}"):
        with pytest.raises(ModuleNotFoundError, match=message.replace(".", r"\.")):
            exec(line)


@pytest.mark.parametrize(
    "chapter", sorted((ROOT / "chapters").glob("*.ipynb")), ids=lambda p: p.stem
)
def test_a_chapter_takes_the_working_words_from_one_place(chapter):
    lines = re.findall(r'"from (vae_book\.derivations[\w.]*) import', chapter.read_text("utf-8"))
    assert len(lines) <= 2 and set(lines) <= {"vae_book.derivations"}
