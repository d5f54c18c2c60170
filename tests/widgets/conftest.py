"""Bare pages that mount figures as anywidget does."""

import pytest
from book_page import Watcher
from widget_harness import ADDRESS, PAGE, show

TELEPHONE = {"has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def tabs(browser):
    """A tab of a computer, one of a telephone, and what watches them; a new one takes 0.3 s."""
    contexts = [browser.new_context(**options) for options in ({}, TELEPHONE)]
    for context in contexts:
        context.set_default_timeout(10_000)
        context.route(
            f"{ADDRESS}**", lambda route: route.fulfill(body=PAGE, content_type="text/html")
        )
    yield [(context.new_page(), Watcher(context, ADDRESS[:-1])) for context in contexts]
    for context in contexts:
        context.close()


@pytest.fixture
def open_figures(tabs):
    """Opens figures of one class on an empty page; the test fails on any error of a script."""

    def open_figures(*figures, width=1000, phone=False, motion="no-preference", **choices):
        page, _ = tabs[phone]
        page.set_viewport_size({"width": 390 if phone else width, "height": 900})
        page.emulate_media(reduced_motion=motion)
        page.mouse.move(0, 0)
        show(page, *figures, **choices)
        return page

    yield open_figures
    for _, watcher in tabs:
        problems = watcher.problems.copy()
        watcher.problems.clear()
        assert not problems, "\n".join(problems)
