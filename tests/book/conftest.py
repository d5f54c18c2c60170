"""Fixtures for the sources of the book, the built book and small books made for one test."""

import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_book import small_book

ROOT = Path(__file__).resolve().parents[2]
BOOK = Path(os.environ.get("BOOK_HTML", ROOT / "_build" / "html")).resolve()


@pytest.fixture
def root():
    """Top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def book():
    """Path of the built book; a missing book is a failure."""
    if not BOOK.joinpath("index.html").is_file():
        pytest.fail(f"There is no built book in {BOOK}: run `make html` first.")
    return BOOK


@pytest.fixture(scope="session")
def pages(book):
    """All pages of the built book, parsed: path to soup."""
    paths = [path for path in book.rglob("*.html") if "_static" not in path.parts]
    return {path: BeautifulSoup(path.read_text(encoding="utf8"), "html.parser") for path in paths}


@pytest.fixture
def build(tmp_path):
    """A function that builds a small book, as `small_book` gives it."""
    with small_book(tmp_path / "source") as run:
        yield run
