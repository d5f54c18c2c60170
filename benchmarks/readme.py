"""The last result of each benchmark: how it is written, and kept between two marks in README.md."""

import datetime
import os
from pathlib import Path

README = Path(__file__).with_name("README.md")


def save(section, result):
    """Put a benchmark's result, as Markdown, between the marks of its section."""
    first, last = f"<!-- {section} -->", f"<!-- end of {section} -->"
    before, rest = README.read_text(encoding="utf-8").split(first)
    after = rest.split(last)[1]
    README.write_text(f"{before}{first}\n\n{result}\n\n{last}{after}", encoding="utf-8")


def row(*cells):
    """A line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def heading(*names, texts=1):
    """The first two lines of a Markdown table: `texts` columns of words, then numbers."""
    return [row(*names), row(*["---"] * texts, *["---:"] * (len(names) - texts))]


def in_chromium(version):
    """When, with what and how busy a time in the browser was taken: one line above the table."""
    load = " / ".join(f"{value:.1f}" for value in os.getloadavg())
    today, cores = datetime.date.today().isoformat(), os.cpu_count()
    return f"{today}, Chromium {version}, {cores} cores, load average {load}, milliseconds"
