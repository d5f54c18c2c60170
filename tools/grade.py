"""Judge a folder of handed-in files: `make grade FOLDER=handed-in`.

Each file, and each folder with one, gets a line in `grades.csv`, whatever is in it; the page
`grades.html` beside it shows the table and the commonest slips. Nothing leaves this machine.
"""

import argparse
import collections
import csv
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jinja2 import Template

from vae_book.practice.codes import SENTENCES
from vae_book.practice.examiner import PARTS
from vae_book.practice.process import judge_file

KINDS = {".py", ".ipynb"}
WORKERS = 2
NO_SLIPS = {"ok", "numpy", "missing", "no_model"}
MARKS = {"right": "✓ right", "partial": "~ partial", "wrong": "✗ wrong"}
PAGE = Template(
    """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Grades</title>
<meta name="viewport" content="width=device-width"><style>
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem }
div { overflow-x: auto } table { border-collapse: collapse }
th, td { border: 1px solid; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top }
</style></head><body><h1>Write it yourself: {{ rows | length }} handed in</h1>
<h2>The commonest slips</h2><div tabindex="0"><table>
<tr><th scope="col">Files</th><th scope="col">Slip</th><th scope="col">What it says</th></tr>
{% for count, code, sentence in slips -%}
<tr><td>{{ count }}</td><td>{{ code }}</td><td>{{ sentence }}</td></tr>
{% endfor %}</table></div>
<h2>Every file</h2><div tabindex="0"><table><tr><th scope="col">File</th>
<th scope="col">Right</th>{% for part in parts %}<th scope="col">{{ part }}</th>{% endfor %}</tr>
{% for row, findings in rows -%}
<tr><th scope="row">{{ row.file }}</th><td>{{ row.right }}</td>
{%- for found in findings -%}
<td title="{{ found.hint }}">{{ marks.get(found.verdict, found.verdict) }}<br>
<small>{{ found.codes | reject("equalto", "ok") | join(" ") }}</small></td>
{%- endfor %}</tr>
{% endfor %}</table></div></body></html>
""",
    autoescape=True,
)


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
    """How many files have each code, the commonest first, with what it says."""
    found = collections.Counter()
    for findings in results:
        found.update({code for finding in findings for code in finding["codes"]} - NO_SLIPS)
    for code, count in found.most_common():
        yield count, code, re.sub("{.*?}", "...", SENTENCES.get(code, ""))


def page(rows, results):
    """The page as HTML."""
    handed_in = list(zip(rows, results, strict=True))
    return PAGE.render(rows=handed_in, slips=slips(results), parts=PARTS, marks=MARKS)


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
    rows, results = [], []
    with ThreadPoolExecutor(WORKERS) as pool:
        judged = pool.map(lambda item: list(judge_file(item[1], parts)), found)
        for (name, _), findings in zip(found, judged, strict=True):
            line = row(name, findings)
            print(f"{name}: {line['right']} of {len(parts)} right. {line['codes']}", flush=True)
            rows.append(line)
            results.append(findings)
    with open(folder / "grades.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["file", "right", *parts, "codes"])
        writer.writeheader()
        writer.writerows(rows)
    (folder / "grades.html").write_text(page(rows, results), encoding="utf-8")
    print(f"Written: {folder / 'grades.csv'} and {folder / 'grades.html'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Judge a folder of handed-in files.")
    parser.add_argument("folder")
    grade(parser.parse_args().folder)
