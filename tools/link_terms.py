"""Link each term of the glossary where a chapter first uses it.

    python tools/link_terms.py          link, and say where
    python tools/link_terms.py --check  change nothing; exit code 1 where a link is missing

Headings, tables, formulas, code, links and HTML are left alone.
"""

import argparse
import re
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "ext"))

from plain_references import glossary_terms  # noqa: E402

CHAPTERS = ROOT / "chapters"
GLOSSARY = CHAPTERS / "glossary.ipynb"

# How a term may look in a text, where that is more than the term and its plural.
SPELLINGS = {
    "active unit": r"active (?:latent )?units?",
    "beta": r"weight(?= \$\\beta\$)",
    "ELBO": r"evidence lower bound|ELBO",
    "evidence": r"evidence(?! lower bound)",
    "Kullback-Leibler divergence": r"Kullback-Leibler divergence|KL",
    "latent variables": r"latent variables?",
    "posterior collapse": r"posterior collapse|collapsed?|collapses",
    "reparametrisation": r"reparametris(?:ation|ed)",
    "score function": r"score[- ]function",
}
# What is no running text.
KEPT = re.compile(
    r"""
      ```.*?```                       # fences
    | \$\$.*?\$\$                      # displayed formulas
    | ^\#.*?$ | ^\|.*?$ | ^<.*?$      # headings, rows of tables, lines of HTML
    | `[^`]*`                         # code
    | \$[^$]*\$                       # formulas in a line
    | !?\[[^\]]*\]\([^)]*\)           # links and pictures
    | <[^>\n]*>                       # HTML in a line
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def terms():
    """The glossary's terms, longest first."""
    return sorted(glossary_terms(GLOSSARY).values(), key=len)[::-1]


def pattern(term):
    """What finds a term in running text."""
    spelling = SPELLINGS.get(term, re.escape(term) + "s?")
    return re.compile(rf"(?<![\w-])(?:{spelling})(?![\w-])", re.IGNORECASE)


def address(term):
    """Where the glossary explains a term, as Sphinx makes it."""
    return "glossary.ipynb#term-" + re.sub(r"\W+", "-", term)


def link_first(text, term):
    """Link the first use of a term in a text; None if there is none.

    A formula keeps its place while the text is searched, as a character that no term has.
    """
    masked = KEPT.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), text)
    if term == "beta":
        masked = text  # it is told by its formula
    match = pattern(term).search(masked)
    if match is None:
        return None
    return f"{text[: match.start()]}[{match[0]}]({address(term)}){text[match.end() :]}"


def link_chapter(texts, names):
    """Link the first use of each term in the texts of a chapter, in place; returns the terms."""
    added = []
    for term in names:
        if any(f"]({address(term)})" in text for text in texts):
            continue
        for i, text in enumerate(texts):
            new = link_first(text, term)
            if new is not None:
                texts[i] = new
                added.append(term)
                break
    return added


def link_file(path, names, check):
    """Link the terms of one chapter; with `check` only tell which would be."""
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    texts = [cell.source for cell in cells]
    added = link_chapter(texts, names)
    if added and not check:
        for cell, text in zip(cells, texts, strict=True):
            cell.source = text
        nbformat.write(notebook, path)
    return added


def main(arguments=None):
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args(arguments).check
    missing = 0
    for path in sorted(CHAPTERS.glob("[0-9][0-9]-*.ipynb")):
        added = link_file(path, terms(), check)
        missing += len(added)
        if added:
            print(f"{path.stem}: {', '.join(added)}")
    return 1 if check and missing else 0


if __name__ == "__main__":
    sys.exit(main())
