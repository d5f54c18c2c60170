"""Fixtures for the sources of the book, the built book and small books made for one test."""

import re

import pytest
from book_page import ROOT
from bs4 import BeautifulSoup
from small_book import small_book

# Glyphs that a style draws in empty elements: most of a page. What they say follows as MathML.
GLYPHS = re.compile("<mjx-math .*?</mjx-math>", re.DOTALL)


@pytest.fixture
def root():
    """Top folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def pages(book):
    """All pages of the built book, parsed without the glyphs of formulas: path to soup."""
    paths = [path for path in book.rglob("*.html") if "_static" not in path.parts]
    texts = {path: GLYPHS.sub("", path.read_text(encoding="utf8")) for path in paths}
    return {path: BeautifulSoup(text, "html.parser") for path, text in texts.items()}


@pytest.fixture
def build(tmp_path):
    """A function that builds a small book, as `small_book` gives it."""
    with small_book(tmp_path / "source") as run:
        yield run
