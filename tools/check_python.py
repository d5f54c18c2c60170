"""Say in one sentence when this Python is not one that the book runs on."""

import platform
import sys


def check():
    """End with a sentence, if this Python or machine cannot run the book.

    Raises:
        SystemExit: If so.
    """
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(
            f"The book needs Python 3.11 to 3.13; this one is {sys.version.split()[0]}. "
            "Install one of them and name it: PYTHON=python3.12 make book"
        )
    if (sys.platform, platform.machine()) == ("darwin", "x86_64"):
        sys.exit(
            "TensorFlow has no release for Macs with an Intel processor. Read the book's pages or "
            "its offline copy, or run the chapters on Binder: its button is on each page."
        )


if __name__ == "__main__":
    check()
