"""Judge a folder of handed-in files: `make grade FOLDER=handed-in`.

Each file, and each folder with one, gets a line in `grades.csv`, whatever is in it; the page
`grades.html` beside it shows the table and the commonest slips. Nothing leaves this machine.
"""

import argparse
import collections
import csv
import html
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from vae_book.practice.codes import SENTENCES
from vae_book.practice.examiner import PARTS
from vae_book.practice.process import judge_file

KINDS = {".py", ".ipynb"}
WORKERS = 2
NO_SLIPS = {"ok", "numpy", "missing", "no_model"}
MARKS = {"right": "✓ right", "partial": "~ partial", "wrong": "✗ wrong"}
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Grades</title>
<meta name="viewport" content="width=device-width"><style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem }}
div {{ overflow-x: auto }} table {{ border-collapse: collapse }}
th, td {{ border: 1px solid; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top }}
</style></head><body><h1>Write it yourself: {count} handed in</h1>
<h2>The commonest slips</h2><div tabindex="0"><table>
<tr><th scope="col">Files</th><th scope="col">Slip</th><th scope="col">What it says</th></tr>
{slips}</table></div>
<h2>Every file</h2><div tabindex="0"><table><tr><th scope="col">File</th>
<th scope="col">Right</th>{heads}</tr>
{rows}</table></div></body></html>
"""


def handed_in(folder):
    """Pairs of a name and a path for what lies in a folder; a folder without a file counts too."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "grades.")):
            continue
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix in KINDS)
            yield path.name, (inside or [path / "nothing.py"])[0]
        elif path.suffix in KINDS:
            yield path.name, path


def row(name, findings):
    """One line of the table as a dictionary."""
    verdicts = {found["part"]: found["verdict"] for found in findings}
    codes = [
        f"{found['part']}: {' '.join(found['codes'])}"
        for found in findings
        if found["codes"] != ["ok"]
    ]
    right = sum(verdict == "right" for verdict in verdicts.values())
    return {"file": name, "right": right, **verdicts, "codes": "; ".join(codes)}


def slips(results):
    """How many files have each code, the commonest first."""
    found = collections.Counter()
    for findings in results:
        found.update({code for finding in findings for code in finding["codes"]} - NO_SLIPS)
    return found.most_common()


def page(names, results):
    """The page as HTML."""

    def cells(*texts):
        return "".join(f"<td>{html.escape(str(text))}</td>" for text in texts)

    rows = ""
    for name, findings in zip(names, results, strict=True):
        right = sum(found["verdict"] == "right" for found in findings)
        said = [
            f'<td title="{html.escape(found["hint"], quote=True)}">'
            f"{MARKS.get(found['verdict'], found['verdict'])}<br>"
            f"<small>{html.escape(' '.join(code for code in found['codes'] if code != 'ok'))}"
            "</small></td>"
            for found in findings
        ]
        rows += f'<tr><th scope="row">{html.escape(name)}</th>{cells(right)}{"".join(said)}</tr>\n'
    listed = "".join(
        f"<tr>{cells(count, code, re.sub('{.*?}', '...', SENTENCES.get(code, '')))}</tr>\n"
        for code, count in slips(results)
    )
    heads = "".join(f'<th scope="col">{part}</th>' for part in PARTS)
    return PAGE.format(count=len(names), slips=listed, heads=heads, rows=rows)


def grade(folder, parts=PARTS):
    """Write `grades.csv` and `grades.html` into a folder.

    Raises:
        SystemExit: If there is no such folder, or nothing in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        sys.exit(f"There is no folder {folder}. Say which one: make grade FOLDER=handed-in")
    found = list(handed_in(folder))
    if not found:
        sys.exit(f"In {folder} there is no .py file, no notebook and no folder.")
    names = [name for name, _ in found]
    results = []
    with ThreadPoolExecutor(WORKERS) as pool:
        judged = pool.map(lambda item: list(judge_file(item[1], parts)), found)
        for name, findings in zip(names, judged, strict=True):
            results.append(findings)
            line = row(name, findings)
            print(f"{name}: {line['right']} of {len(parts)} right. {line['codes']}", flush=True)
    with open(folder / "grades.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["file", "right", *parts, "codes"])
        writer.writeheader()
        writer.writerows(map(row, names, results))
    (folder / "grades.html").write_text(page(names, results), encoding="utf-8")
    print(f"Written: {folder / 'grades.csv'} and {folder / 'grades.html'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Judge a folder of handed-in files.")
    parser.add_argument("folder")
    grade(parser.parse_args().folder)
