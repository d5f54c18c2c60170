"""A bare page that mounts figures as anywidget does."""

import pytest
from formula_harness import show


@pytest.fixture(scope="session")
def bare_page(browser):
    """A page for all tests that ask for nothing special; a new one takes a quarter of a second."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def new_page(browser, bare_page):
    """Makes pages; the test fails on any error of a script in one.

    A test's first page is the one that the others had, emptied, unless it has options.
    """
    contexts, errors, free = [], [], [bare_page]

    def on_error(error):
        errors.append(str(error.error))

    def on_console(line):
        if line.type == "error":
            errors.append(line.text)

    def new_page(width, init_script="", **options):
        shared = free and not init_script and not options
        viewport = {"width": width, "height": 900}
        if shared:
            page = free.pop()
            page.unroute_all()
            page.goto("about:blank")
            page.mouse.move(0, 0)
            page.context.clear_permissions()
            page.set_viewport_size(viewport)
        else:
            page = browser.new_context(viewport=viewport, **options).new_page()
            page.add_init_script(init_script)
        contexts.append(page.context)
        page.context.on("weberror", on_error)
        page.context.on("console", on_console)
        page.set_default_timeout(10_000)
        return page

    yield new_page
    for context in contexts:
        context.remove_listener("weberror", on_error)
        context.remove_listener("console", on_console)
        if context is not bare_page.context:
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
