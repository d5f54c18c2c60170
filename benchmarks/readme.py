"""The last result of each benchmark, kept between two marks in README.md."""

from pathlib import Path

README = Path(__file__).with_name("README.md")


def save(section, result):
    """Put a benchmark's result, as Markdown, between the marks of its section."""
    first, last = f"<!-- {section} -->", f"<!-- end of {section} -->"
    before, rest = README.read_text(encoding="utf-8").split(first)
    after = rest.split(last)[1]
    README.write_text(f"{before}{first}\n\n{result}\n\n{last}{after}", encoding="utf-8")
