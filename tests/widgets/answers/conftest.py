"""One small book with questions, and one tab, for all tests of the answer boxes."""

import pytest
from answer_harness import write_book
from book_page import Watcher, as_if_new, serve


@pytest.fixture(scope="session")
def book(tmp_path_factory):
    return write_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="session")
def site(book):
    with serve(book) as address:
        yield address


@pytest.fixture(scope="session")
def tab(browser, site):
    """A tab for all tests, and what watches it: in a new one the checker takes a second to load."""
    context = browser.new_context()
    yield context.new_page(), Watcher(context, site)
    context.close()


@pytest.fixture
def page(tab, site, request):
    """The module's page in a tab that remembers nothing; fails as `watched_page` does."""
    with as_if_new(*tab) as page:
        page.set_viewport_size({"width": 1280, "height": 720})
        page.goto(f"{site}/chapters/{request.module.PAGE}.html")
        yield page
        page.emulate_media(forced_colors="null")
        for other in page.context.pages[1:]:
            other.close()
