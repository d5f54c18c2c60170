"""One small book with questions for all tests of the answer boxes."""

import pytest
from answer_harness import write_book
from book_page import serve


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    return write_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def site(book):
    with serve(book) as address:
        yield address
