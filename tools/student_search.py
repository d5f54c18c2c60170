"""Search a built book, its downloads and its zip for the text of every answer."""

import html
import json
import re
import zipfile
from io import BytesIO

import nbformat
from notebooks import chapters
from without_answers import STEP, answers

from vae_book.answers import load_questions

TEXT = {".html", ".js", ".json", ".ipynb", ".txt", ".py", ".xml", ".md", ".tex"}
# The checker compares what is typed with the reference, so it has to hold it.
CHECKER = "answers/checker.js"
TAGS = re.compile(r"<[^>]+>")
MARKUP = re.compile(r"\$[^$]*\$|\[[^\]]*\]\([^)]*\)|</?\w[^>]*>|[`*_|]")
LEAST = 30  # bytes of letters; a shorter piece may stand elsewhere by chance


def letters(text):
    """A text as its letters alone, so that neither markup nor line ends matter."""
    return "".join(filter(str.isalpha, text.lower()))


def compact(tex):
    """A formula without spaces."""
    return re.sub(r"\s+", "", tex)


def secrets():
    """What must not be found: `(prose, formulas, typed)` of all answers of the book."""
    prose, formulas = {}, {}
    for path in chapters():
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "markdown":
                continue
            steps = [match[0] for match in STEP.finditer(cell.source)]
            for block in [cell.source[start:end] for start, end in answers(cell.source)]:
                for tex in re.findall(r"\$\$(.*?)(?:\\tag\{.*?\}\s*)?\$\$", block, re.DOTALL):
                    formulas[compact(tex).rstrip(".,")] = f"{path.stem}: {tex.strip()[:60]}"
                steps.append(block)
            for piece in MARKUP.split(
                "\n\n".join(
                    re.sub(r"\$\$.*?\$\$", "\n\n", block, flags=re.DOTALL) for block in steps
                )
            ):
                for line in piece.split("\n\n"):
                    if len(letters(line).encode()) >= LEAST:
                        prose[letters(line)] = f"{path.stem}: {line.strip()[:60]}"
    questions = load_questions()
    typed = {questions[name].entry["answer"]: name for name in questions.identifiers()}
    return prose, formulas, {key: name for key, name in typed.items() if len(key) >= 8}


def files(book):
    """Yield the name and the content of all text files, those in a zip included."""
    for path in sorted(book.rglob("*")):
        name = path.relative_to(book).as_posix()
        if path.suffix == ".zip":
            with zipfile.ZipFile(BytesIO(path.read_bytes())) as archive:
                for member in archive.namelist():
                    if "." + member.rsplit(".", 1)[-1] in TEXT:
                        yield f"{name}/{member}", archive.read(member).decode("utf-8", "replace")
        elif path.suffix in TEXT:
            yield name, path.read_text(encoding="utf-8", errors="replace")


def searchable(name, content):
    """The text of a file as a reader of it sees it: without tags, escapes and JSON strings."""
    if name.endswith(".ipynb"):
        cells = json.loads(content)["cells"]
        shown = ["".join(cell["source"]) + json.dumps(cell.get("outputs")) for cell in cells]
        return "\n".join(shown)
    if not name.endswith(".html"):
        return content
    formulas = "\n".join(re.findall(r'data-tex="([^"]*)"', content))
    return html.unescape(f"{TAGS.sub('', content)}\n{formulas}")


def findings(book, secret):
    """Lines that say which answer stands in which file of the folder `book`."""
    prose, formulas, typed = secret
    found = []
    for name, content in files(book):
        if name.endswith(CHECKER) or "/vendor/" in name or "_static/offline/" in name:
            continue
        text = searchable(name, content)
        plain, tight = letters(text), compact(text)
        found += [f"{name}: {prose[key]}" for key in prose if key in plain]
        found += [f"{name}: {formulas[key]}" for key in formulas if key in tight]
        found += [f"{name}: the answer to {typed[key]}" for key in typed if key in text]
    return found
