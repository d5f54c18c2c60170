"""Take the answers out of a chapter: its texts, its cells and their outputs.

What counts as an answer is marked in the chapters:

- `<details class="answer">` in a text;
- a code cell with the tag `hide-output` or `hide-cell`: a step that the reader predicts first;
- a text that says a step: a paragraph that begins with a bold number, such as `**Step 1.**`, in
  any language, with the formulas after it;
- any cell with the tag `solution`.

A step's code without its text would give nothing away, and the text alone all: so a folded cell
that follows no step is an error, unless it has the tag `solution` as well.

A statement of such a code cell is kept if a later cell needs it: an import, a function, or a
name for something in `vae_lib`. A formula that a later cell needs is an error, because keeping it
would give the answer away: that cell needs the tag `solution` as well.
"""

import ast
import re

from vae_book.derivations.ledger.markdown import displayed

FOLDED = {"hide-cell", "hide-output"}
SOLUTION_TAGS = {*FOLDED, "solution"}
DETAILS = re.compile(r"^<details(?P<attributes>[^>]*)>|^</details>", re.MULTILINE)
SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
STEP = re.compile(r"^\*\*[^*$\n]*\d[^*$\n]*\*\*.*?(?=\n\n(?!\$\$)|\Z)", re.DOTALL | re.MULTILINE)
REFERENCE = re.compile(r'<details class="vae-reference">.*?</details>', re.DOTALL)
EQUATION = re.compile(r"\[(\([\w-]+\))\]\([^)]*#(eq-[^)]+)\)")
LEFT_OUT = "*Left out of this edition: {}.*"
STEPS = "the steps"


def answers(text):
    """The blocks `<details class="answer">` of a text as `(start, end)`.

    Raises:
        ValueError: If a block is not closed, or a block lies in another one.
    """
    found, start = [], None
    for match in DETAILS.finditer(text):
        opens = match["attributes"] is not None
        if opens and start is not None:
            raise ValueError(f"A <details> lies inside an answer: {text[start : start + 80]!r}")
        if opens and 'class="answer"' in match["attributes"]:
            start = match.start()
        elif not opens and start is not None:
            found.append((start, match.end()))
            start = None
    if start is not None:
        raise ValueError(f"An answer is not closed by </details>: {text[start : start + 80]!r}")
    return found


def strip_text(text):
    """A text without its answers and steps; a line in italics says what was there."""
    for start, end in reversed(answers(text)):
        summary = SUMMARY.search(text, start, end)
        name = summary[1].strip() if summary else "answer"
        text = text[:start] + LEFT_OUT.format(name[0].lower() + name[1:]) + text[end:]
    first, *rest = [*STEP.finditer(text)] or [None]
    for match in reversed(rest):
        text = text[: match.start()] + text[match.end() :]
    if first:
        text = text[: first.start()] + LEFT_OUT.format(STEPS) + text[first.end() :]
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def is_solution(cell):
    """Tell whether a cell as a whole is part of an answer."""
    return bool(SOLUTION_TAGS & set(cell.metadata.get("tags", [])))


def names(node, context):
    """The names that a piece of code loads or stores."""
    found = [name for name in ast.walk(node) if isinstance(name, ast.Name)]
    return {name.id for name in found if isinstance(name.ctx, context)}


def bound(node):
    """The names that a statement gives to the module."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    return names(node, ast.Store)


def used(node):
    """The names that a piece of code takes from the module."""
    own = {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
    loops = [n.target for n in ast.walk(node) if isinstance(n, (ast.comprehension, ast.For))]
    return names(node, ast.Load) - own - {name for target in loops for name in bound(target)}


def is_taken(value):
    """Tell whether an expression is taken from elsewhere: a call, an item, or their sum."""
    if isinstance(value, ast.BinOp):
        return is_taken(value.left) and is_taken(value.right)
    return isinstance(value, (ast.Call, ast.ListComp, ast.Subscript))


def may_stay(node):
    """Tell whether a needed statement gives no formula away."""
    named = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    return isinstance(node, named) or (isinstance(node, ast.Assign) and is_taken(node.value))


def needed_part(node, needed, lines):
    """The lines of a statement that bind needed names; of a `with`, only those statements.

    Raises:
        ValueError: If they hold a formula.
    """
    head = [lines[node.lineno - 1]] if isinstance(node, ast.With) else []
    inner = node.body if head else [node]
    kept = [part for part in inner if bound(part) & needed]
    given_away = [part for part in kept if not may_stay(part)]
    if given_away:
        formula = ", ".join(sorted(bound(given_away[0]) & needed))
        raise ValueError(
            f"A later cell needs the formula {formula}: tag that cell `solution`, too."
        )
    text = ["\n".join(lines[part.lineno - 1 : part.end_lineno]) for part in kept]
    return "\n".join([*head, *text])


def strip_code(cells):
    """Empty the code cells that are solutions, but for what later cells need.

    Raises:
        ValueError: If a later cell needs a formula.
    """
    needed = set()
    for cell in reversed([cell for cell in cells if cell.cell_type == "code"]):
        lines = cell.source.splitlines()
        kept = []
        for node in reversed(ast.parse(cell.source).body):
            if is_solution(cell):
                if not bound(node) & needed:
                    continue
                kept.append(needed_part(node, needed, lines))
            needed = (needed - bound(node)) | used(node)
        if is_solution(cell):
            cell.source = "\n".join(reversed(kept))
            cell.outputs = []
            cell.metadata["tags"] = ["hide-input"]


def strip_output(output, lost):
    """Take the folded answer and links to equations that are gone out of a shown output."""
    for kind in ("text/html", "image/svg+xml"):
        if kind in output.get("data", {}):
            html = REFERENCE.sub("", output.data[kind])
            output.data[kind] = re.sub(
                r'href="([^"#]*)#(eq-[^"]+)"',
                lambda match: f'href="{match[1]}"' if match[2] in lost else match[0],
                html,
            )


def labels(notebook):
    """The labels of the equations that a notebook displays."""
    texts = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return {label for text in texts for label, _ in displayed(text)}


def check_marks(cells):
    """Refuse a folded cell that follows a text in which no step is marked.

    Raises:
        ValueError: If there is one.
    """
    marked = False
    for cell in cells:
        tags = set(cell.metadata.get("tags", []))
        if cell.cell_type == "markdown":
            marked = bool(STEP.search(cell.source))
        elif tags & FOLDED and "solution" not in tags and not marked:
            raise ValueError(
                f"Cell {cell.id} is folded, but the text before it marks no step, so it would stay "
                "in the student edition. Begin it with a bold number, such as **Step 1.**, or give "
                f"the cell the tag `solution`: {cell.source[:60]!r}"
            )


def strip_notebook(notebook):
    """Take the answers out of a notebook, and return the labels that it no longer has."""
    check_marks(notebook.cells)
    before = labels(notebook)
    strip_code(notebook.cells)
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = LEFT_OUT.format(STEPS) if is_solution(cell) else strip_text(cell.source)
        said = cells and cells[-1].source.endswith(LEFT_OUT.format(STEPS))
        if cell.source and not (said and cell.source == LEFT_OUT.format(STEPS)):
            cells.append(cell)
    notebook.cells = cells
    return before - labels(notebook)


def drop_references(notebook, lost):
    """Write the number of an equation that is gone instead of a reference to it."""
    for kind in notebook.metadata.get("widgets", {}).values():
        for widget in kind.get("state", {}).values():
            if "html" in widget.get("state", {}):
                widget["state"]["html"] = REFERENCE.sub("", widget["state"]["html"])
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = EQUATION.sub(
                lambda match: match[1] if match[2] in lost else match[0],
                cell.source,
            )
        for output in cell.get("outputs", []):
            strip_output(output, lost)
