"""The last result of each benchmark: how it is written, and kept between two marks.

It stands in README.md, and in the chapters that show it.
"""

import datetime
import json
import os
import sys
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
from chromium import FLAGS, find_browser  # noqa: E402

README = Path(__file__).with_name("README.md")
CHAPTERS = README.parents[1] / "chapters"


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


def in_chromium(version):
    """When, with what and how busy a time in the browser was taken: one line above the table."""
    load = " / ".join(f"{value:.1f}" for value in os.getloadavg())
    today, cores = datetime.date.today().isoformat(), os.cpu_count()
    return f"{today}, Chromium {version}, {cores} cores, load average {load}, milliseconds"


def table_in_chromium(section, head, rows, texts=1, keep=None):
    """Print a table of what is measured in Chromium while it grows; keep it as a section.

    Args:
        section: Its name between the marks.
        head: Names of the columns, of which the first `texts` hold words.
        rows: Function of the browser that yields the lines of the table.
        keep: Whether it goes to `README.md`; by default, whether the command line has `--save`.
    """
    lines = []

    def tell(line):
        lines.append(line)
        print(line, flush=True)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        tell(f"{in_chromium(browser.version)}:\n")
        for line in (*heading(*head, texts=texts), *rows(browser)):
            tell(line)
        browser.close()
    if "--save" in sys.argv[1:] if keep is None else keep:
        save(section, "\n".join(lines))
