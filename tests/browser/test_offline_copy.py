"""The copy to take along: unpacked, it works from the disk, figures and answers included."""

import pytest
from book_page import Watcher, open_page

from vae_book.answers import load_questions


@pytest.fixture
def page(browser, copy):
    """A page that may read the copy alone."""
    context = browser.new_context(service_workers="block")
    watcher = Watcher(context, copy.as_uri())
    yield context.new_page()
    context.close()
    assert not watcher.problems, "\n".join(watcher.problems)


def test_its_index_leads_to_a_figure_that_moves(page, copy):
    page.goto((copy / "index.html").as_uri())
    page.wait_for_url("**/intro.html")
    explorer = page.locator(".vae-explorer").first
    explorer.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.vae-explorer').dataset.painted")
    before = page.evaluate("[...document.querySelector('.vae-explorer').vaeExplorer.pixels()]")
    page.get_by_label("z1", exact=True).first.focus()
    page.keyboard.press("PageUp")
    page.wait_for_function(
        "(before) => document.querySelector('.vae-explorer').vaeExplorer.pixels()"
        ".some((grey, k) => grey !== before[k])",
        arg=before,
    )


def test_an_answer_is_checked(page, copy):
    open_page(page, (copy / "chapters" / "03-bernoulli-likelihood.html").as_uri())
    box = page.locator('vae-answer[question="q2"]')
    box.get_by_role("textbox").fill(load_questions()["q2"].entry["answer"])
    box.get_by_role("textbox").press("Enter")
    box.locator("[data-verdict=right]").wait_for()
