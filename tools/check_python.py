"""Say in one sentence when this Python is not one that the book runs on."""

import sys

if not (3, 10) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        f"The book needs Python 3.10 to 3.13; this one is {sys.version.split()[0]}. "
        "Install one of them and name it: PYTHON=python3.12 make book"
    )
