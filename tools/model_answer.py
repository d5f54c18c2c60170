"""The model answer to Question 1, read from the chapter that shows it to the reader.

The chapter is the only source. Its Markdown becomes HTML: paragraphs with formulas.
"""

import json
import re
from html import escape
from pathlib import Path

from book_pages import FORMULA, words
from pybtex.database import parse_file

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = ROOT / "chapters" / "01-latent-variables.ipynb"
PROMPT = re.compile(r"## Question 1\n+(.+?)\n\n", re.DOTALL)
ANSWER = re.compile(r"<summary>Model answer</summary>\n+(.+?)\n+</details>", re.DOTALL)
EQUATION = re.compile(r"\[\(([\w-]+)\)\]\([^)]*#eq-[^)]+\)")
CITATION = re.compile(r"\[([^\]]+)\]\(references\.ipynb#\w+\)")
MARKUP = re.compile(r"[`*<>{}\[\]$]")


def question_1():
    """Returns `(prompt, answer)` as HTML."""
    cells = json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
    markdown = "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return paragraphs(found(PROMPT, markdown)), paragraphs(found(ANSWER, markdown))


def found(pattern, markdown):
    match = pattern.search(markdown)
    if match is None:
        raise ValueError(f"{CHAPTER.name} has no text of the form {pattern.pattern}")
    return match[1]


def paragraphs(markdown):
    markdown = EQUATION.sub(r"equation \1", markdown)
    markdown = CITATION.sub(r"\1", markdown)
    return "".join(f"<p>{pieces(paragraph)}</p>" for paragraph in markdown.split("\n\n"))


def cited(key):
    """Returns a citation such as `Kingma and Welling, 2014`."""
    entry = parse_file(ROOT / "references.bib").entries[key]
    authors = entry.persons["author"]
    names = [" ".join(author.prelast_names + author.last_names) for author in authors]
    shown = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    return f"{shown}, {entry.fields['year']}"


def pieces(paragraph):
    """Splits a paragraph at its dollar signs into text and formulas.

    Raises:
        ValueError: If the text has markup that would be printed as it stands.
    """
    parts = " ".join(paragraph.split()).split("$")
    for text in parts[::2]:
        if MARKUP.search(text):
            raise ValueError(f"Plain text and formulas can be printed, but not: {text}")
    return "".join(formula(part) if place % 2 else escape(part) for place, part in enumerate(parts))


def formula(latex, tag="span"):
    """Returns a formula for MathJax, in a line or, in a `div`, on a line of its own."""
    left, right = (r"\[", r"\]") if tag == "div" else (r"\(", r"\)")
    said = escape(FORMULA + words(latex))
    return f'<{tag} class="math" data-words="{said}">{left}{escape(latex)}{right}</{tag}>'
