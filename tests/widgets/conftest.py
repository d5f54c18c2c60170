"""A real browser, and a bare page that mounts figures as anywidget does."""

import pytest
from chromium import FLAGS, MISSING, find_browser
from formula_harness import show
from playwright.sync_api import sync_playwright


def chromium_path():
    """The browser's program, or an error that says what to install."""
    path = find_browser()
    if path is None:
        raise FileNotFoundError(MISSING)
    return path


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser):
    """Makes pages in contexts of their own; the test fails on any error of a script in one."""
    contexts, errors = [], []

    def new_page(width, init_script="", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.on("console", lambda line: line.type == "error" and errors.append(line.text))
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.add_init_script(init_script)
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert not errors, errors


@pytest.fixture
def open_figures(new_page):
    """Opens pages with figures of one class."""

    def open_figures(*figures, width=1000, init_script="", options=(), **choices):
        page = new_page(width, init_script, **dict(options))
        show(page, *figures, **choices)
        return page

    return open_figures
