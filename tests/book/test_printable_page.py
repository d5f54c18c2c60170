"""The page from which the book is printed holds all equations, and each of its links works."""

from pathlib import Path

import pytest
from book_pages import one_page, read

from vae_book.derivations.ledger.places import places

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def page(book):
    return one_page(*read(ROOT), {})


def test_every_equation_can_be_reached(page):
    labels = places(ROOT / "chapters")
    assert {f"eq-{number}" for number in range(1, 30)} <= set(labels)
    missing = [label for label in labels if f'--equation-{label}"' not in page]
    assert missing == []


def test_no_reference_is_open(page):
    assert "??" not in page


def test_nothing_live_is_left(page):
    assert "<details" not in page and "<button" not in page and "widget-view" not in page
