"""Give the project its next version: `make release VERSION=0.2.0`.

The version goes into the package and the citation, and the section *Unreleased* of the changelog
gets its number and today's date. Nothing is committed: look at the change first.
"""

import datetime
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VERSION = re.compile(r"\d+\.\d+\.\d+")
PLACES = {
    "pyproject.toml": r'^version = "(.*)"$',
    "vae_lib/__init__.py": r'^__version__ = "(.*)"$',
    "CITATION.cff": r"^version: (.*)$",
}
RELEASED = re.compile(r'(?<=^date-released: ").*(?="$)', re.MULTILINE)


def numbers(version):
    return tuple(map(int, version.split(".")))


def refuse(version, changelog):
    """Say in one sentence why there can be no such release.

    Raises:
        SystemExit: If there is a reason.
    """
    if not VERSION.fullmatch(version):
        sys.exit(f"A version is three numbers, as in VERSION=0.2.0. Received: VERSION={version}.")
    released = re.findall(r"^## \[(\d.*?)\]", changelog, re.MULTILINE)
    if released and numbers(version) <= numbers(released[0]):
        sys.exit(f"The last version is {released[0]}. Received: VERSION={version}.")
    if not re.search(r"^## \[Unreleased\]\n+(?!## )\S", changelog, re.MULTILINE):
        sys.exit("The section Unreleased of CHANGELOG.md is empty: say what has changed first.")


def release(root, version, date):
    """Write a version into the files of the folder `root`."""
    path = root / "CHANGELOG.md"
    changelog = path.read_text(encoding="utf-8")
    refuse(version, changelog)
    heading = f"## [Unreleased]\n\n## [{version}] - {date}"
    path.write_text(changelog.replace("## [Unreleased]", heading, 1), encoding="utf-8")
    for name, pattern in PLACES.items():
        text = (root / name).read_text(encoding="utf-8")
        match = re.search(pattern, text, re.MULTILINE)
        text = text[: match.start(1)] + version + text[match.end(1) :]
        (root / name).write_text(RELEASED.sub(date, text), encoding="utf-8")


def main():
    version = sys.argv[1] if sys.argv[1:] else ""
    release(ROOT, version, datetime.date.today().isoformat())
    print(f"Version {version} is written. Look at it, commit it, and tag it v{version}.")


if __name__ == "__main__":
    main()
