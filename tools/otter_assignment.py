"""Make an assignment for Otter-Grader: `python tools/otter_assignment.py FOLDER`.

The folder gets "Write it yourself" without its solutions, and `tests/` with a question for each
part, in the form of Otter. `otter.Notebook().check("kl")` then says in a notebook what `check(kl)`
says, and `otter generate` makes the autograder, which has to be able to install the book.
"""

import argparse
from pathlib import Path

import nbformat
from without_answers import strip_text

from vae_book.practice.examiner import PARTS

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = ROOT / "chapters" / "write-it-yourself.ipynb"
TEST = '''\
OK_FORMAT = True

test = {{
    "name": "{part}",
    "points": 1,
    "suites": [
        {{
            "type": "doctest",
            "scored": True,
            "setup": "",
            "teardown": "",
            "cases": [
                {{
                    "code": r"""
                    >>> from vae_book.practice.examiner import judge
                    >>> found = judge("{part}", globals())
                    >>> print("right" if found["verdict"] == "right" else found["hint"])
                    right
                    """,
                    "hidden": False,
                    "locked": False,
                }}
            ],
        }}
    ],
}}
'''


def export(folder, requirement):
    """Write the assignment into a folder, which is made if it is not there.

    Args:
        folder: Where to.
        requirement: How pip gets the book, as in a line of `requirements.txt`.
    """
    tests = Path(folder) / "tests"
    tests.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        (tests / f"{part}.py").write_text(TEST.format(part=part), encoding="utf-8")
    (Path(folder) / "requirements.txt").write_text(requirement + "\n", encoding="utf-8")
    notebook = nbformat.read(CHAPTER, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = strip_text(cell.source)
    nbformat.write(notebook, Path(folder) / CHAPTER.name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--book", default="vae-lib", help="how pip gets the book")
    options = parser.parse_args()
    export(options.folder, options.book)
    print(f"Written: {options.folder}. Next: otter generate, in that folder.")
