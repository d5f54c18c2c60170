"""What the benchmarks share: where they import from, and how a result is written and kept.

The last result of each stands between two marks in README.md, and in the chapters that show it.
"""

import datetime
import json
import os
import sys
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SHARED = ("", "tools", "tests/harness", "tests/answers")
sys.path[:0] = [str(ROOT / folder) for folder in SHARED]  # a benchmark imports this module first
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from chromium import FLAGS, find_browser  # noqa: E402

README = ROOT / "benchmarks" / "README.md"
CHAPTERS = ROOT / "chapters"


def save(section, result):
    """Put a benchmark's result, as Markdown, between the marks of its section."""
    README.write_text(put(section, result, README.read_text(encoding="utf-8")), encoding="utf-8")
    for path in CHAPTERS.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            text = put(section, result, "".join(cell["source"]))
            cell["source"] = text.splitlines(keepends=True)
        text = json.dumps(notebook, indent=1, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")


def save_if_asked(section, lines):
    """Put the lines of a result there, if the command line has `--save`."""
    if "--save" in sys.argv[1:]:
        save(section, "\n".join(lines))


def put(section, result, text):
    """A text with a result between the marks of its section; the text itself without marks."""
    first, last = f"<!-- {section} -->", f"<!-- end of {section} -->"
    if first not in text:
        return text
    before, rest = text.split(first)
    return f"{before}{first}\n\n{result}\n\n{last}{rest.split(last)[1]}"


def row(*cells):
    """A line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def with_error(values, digits=2):
    """The mean and its standard error, as text."""
    error = np.std(values, ddof=1) / np.sqrt(len(values))
    space = "\N{NO-BREAK SPACE}"
    return f"{np.mean(values):.{digits}f}{space}±{space}{error:.{digits}f}"


def heading(*names, texts=1):
    """The first two lines of a Markdown table: `texts` columns of words, then numbers."""
    return [row(*names), row(*["---"] * texts, *["---:"] * (len(names) - texts))]


def conditions(*tools):
    """When, with what and on how busy a machine something was measured."""
    load = " / ".join(f"{value:.1f}" for value in os.getloadavg())
    machine = f"{os.cpu_count()} cores", f"load average {load}"
    return ", ".join([datetime.date.today().isoformat(), *tools, *machine])


def table_in_chromium(section, head, rows, texts=1):
    """Print a table of what is measured in Chromium while it grows; keep it if that was asked for.

    Args:
        section: Its name between the marks.
        head: Names of the columns, of which the first `texts` hold words.
        rows: Function of the browser that yields the lines of the table.
    """
    lines = []

    def tell(line):
        lines.append(line)
        print(line, flush=True)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        tell(f"{conditions(f'Chromium {browser.version}')}, milliseconds:\n")
        for line in (*heading(*head, texts=texts), *rows(browser)):
            tell(line)
        browser.close()
    save_if_asked(section, lines)
