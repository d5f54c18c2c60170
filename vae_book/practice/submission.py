"""Reads what a student handed in: the statements of a `.py` file or of a notebook's cells."""

import ast
import json
import re
from pathlib import Path

from vae_book.practice.calling import Failed

MAX_CODE = 1_000_000  # bytes of code; a notebook's outputs may be larger
MAX_FILE = 100_000_000
DEFINED = re.compile(r"^(?:async\s+)?(?:def|class)\s+(\w+)", re.MULTILINE)
# A line that continues the statement before it, although it is not indented.
CONTINUES = re.compile(r"^(?:[)\]}#@]|else|elif|except|finally|$)")


def read(path):
    """The statements of a file, and what of it is no Python.

    Args:
        path: A `.py` file or a notebook.

    Returns:
        A pair: the list of `ast` statements, and a dictionary from the names that broken parts
        would define (or `""`) to `{"line", "error"}`.

    Raises:
        Failed: If there is no such file, or it cannot be read.
    """
    path = Path(path)
    if not path.is_file():
        raise Failed("no_file")
    if path.stat().st_size > (MAX_FILE if path.suffix == ".ipynb" else MAX_CODE):
        raise Failed("too_big", megabytes=MAX_CODE // 10**6)
    try:
        text = path.read_text(encoding="utf-8-sig")
        blocks = _cells(text) if path.suffix == ".ipynb" else [text]
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Failed("unreadable", error=f"{type(error).__name__}: {error}"[:160]) from None
    if sum(map(len, blocks)) > MAX_CODE:
        raise Failed("too_big", megabytes=MAX_CODE // 10**6)
    statements, broken = [], {}
    for block in blocks:
        _parse(block, statements, broken)
    return statements, broken


def _cells(text):
    """The code cells of a notebook, without magic commands."""
    cells = json.loads(text)["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [re.sub(r"(?m)^\s*[%!?].*$", "pass", source) for source in sources]


def _parse(block, statements, broken):
    """Parses a block whole; if it is broken, piece by piece."""
    try:
        statements += ast.parse(block).body
        return
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    for first, piece in _pieces(block):
        try:
            statements += ast.parse(piece).body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = first + (getattr(error, "lineno", None) or 1)
            said = getattr(error, "msg", None) or type(error).__name__
            for name in DEFINED.findall(piece) or [""]:
                broken[name] = {"line": line, "error": said}


def _pieces(block):
    """Pairs of the lines before and the text, cut where a line is not indented."""
    piece, first = [], 0
    for number, line in enumerate(block.splitlines()):
        starts = line[:1].strip() and not CONTINUES.match(line)
        decorated = piece and piece[-1].startswith("@")
        if starts and piece and not decorated:
            yield first, "\n".join(piece)
            piece, first = [], number
        piece.append(line)
    if piece:
        yield first, "\n".join(piece)
