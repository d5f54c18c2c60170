"""Fixtures that drive the built book."""

import zipfile

import pytest
from book_page import Watcher, as_if_new, look, open_page, serve, watched_page

READ = "scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })"


@pytest.fixture(scope="session")
def site(book):
    """Address of the served book, without a last slash."""
    with serve(book) as address:
        yield address


@pytest.fixture
def page(browser, site):
    """A page for the served book; the test fails if it steps outside or reports an error."""
    with watched_page(browser, site) as page:
        yield page


@pytest.fixture(scope="session")
def served_tab(browser, site):
    """A tab for page after page, for most of the work of opening one is a new tab's.

    What one page has loaded, the next one loads again.
    """
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    yield page, Watcher(context, site)
    context.close()


@pytest.fixture(scope="session")
def asked(served_tab, site, page_name):
    """A page opened once for all its tests, and the addresses it asked for while it was read."""
    with as_if_new(*served_tab) as page:
        requests = []

        def note(request):
            requests.append(request.url)

        page.on("request", note)
        open_page(page, f"{site}/{page_name}", width="phone")
        page.evaluate(READ)
        page.wait_for_load_state("networkidle")
        page.remove_listener("request", note)
        yield page, requests


@pytest.fixture
def visit(asked):
    """The page in the light, on a desktop. What a test opens or moves there, it puts back."""
    look(asked[0])
    return asked[0]


@pytest.fixture(scope="session")
def copy(book, tmp_path_factory):
    """The folder that a reader gets from the zip."""
    folder = tmp_path_factory.mktemp("a reader's folder")
    with zipfile.ZipFile(book / "vae-book-offline.zip") as archive:
        archive.extractall(folder)
    [unpacked] = folder.iterdir()
    return unpacked
