"""Fixtures that drive the built book. A missing book or browser is a failure, never a skip."""

import zipfile

import pytest
from book_page import BOOK, FLAGS, find_browser, page_names, serve, watched_page
from playwright.sync_api import sync_playwright


def pytest_generate_tests(metafunc):
    """Run a test that asks for `page_name` once for every page of the book."""
    if "page_name" in metafunc.fixturenames:
        metafunc.parametrize("page_name", page_names() or ["no-book-was-built"])


@pytest.fixture(scope="session")
def book():
    """Path of the built book."""
    if not page_names():
        pytest.fail(f"There is no built book in {BOOK}: run `make html` first.")
    return BOOK


@pytest.fixture(scope="session")
def site(book):
    """Address of the served book, without a last slash."""
    with serve(book) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole session."""
    executable = find_browser()
    if executable is None:
        pytest.fail("Chromium was not found: install it, or set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, site):
    """A page for the served book; the test fails if it steps outside or reports an error."""
    yield from watched_page(browser, site)


@pytest.fixture
def file_page(browser, book):
    """The same for the book opened from the disk."""
    yield from watched_page(browser, book.as_uri())


@pytest.fixture(scope="session")
def copy(book, tmp_path_factory):
    """The folder that a reader gets from the zip."""
    folder = tmp_path_factory.mktemp("a reader's folder")
    with zipfile.ZipFile(book / "vae-book-offline.zip") as archive:
        archive.extractall(folder)
    [unpacked] = folder.iterdir()
    return unpacked
