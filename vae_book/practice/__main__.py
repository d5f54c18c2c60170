"""Judges a file on the command line: a JSON line for each part, in order.

    python -m vae_book.practice FILE.py
    python -m vae_book.practice notebook.ipynb --parts kl sample

Each line is `{"part", "verdict", "codes", "hint"}`, whatever the file holds.
"""

import argparse
import json
import sys

from vae_book.practice.examiner import PARTS
from vae_book.practice.process import judge_file


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m vae_book.practice", description=__doc__)
    parser.add_argument("file", help="a .py file or a notebook")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args(arguments)
    for found in judge_file(options.file, options.parts):
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
