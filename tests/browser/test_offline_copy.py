"""The book works from the disk, as the copy to take along, and in a folder of a site."""

import pytest
from book_page import SETTLED, open_page, serve, watched_page

from vae_book.answers import load_questions

PIXELS = "[...document.querySelector('.vae-explorer').vaeExplorer.pixels()]"


@pytest.fixture(params=["from the disk", "in a folder of a site"])
def root(request, book, copy, tmp_path):
    """Address of the copy, or of the book published below others."""
    if request.param == "from the disk":
        yield copy.as_uri()
    else:
        (tmp_path / "teaching").mkdir()
        (tmp_path / "teaching" / "vae").symlink_to(book)
        with serve(tmp_path) as site:
            yield f"{site}/teaching/vae"


@pytest.fixture
def page(browser, root):
    """A page that may read the copy alone."""
    with watched_page(browser, root) as page:
        yield page


def test_a_figure_moves_an_answer_is_checked_and_the_search_leads_to_a_section(page, root):
    page.goto(f"{root}/index.html")
    page.wait_for_url("**/intro.html")
    page.evaluate(SETTLED)
    before = page.evaluate(PIXELS)
    page.get_by_label("z1", exact=True).first.press("PageUp")
    page.wait_for_function(
        f"(before) => {PIXELS}.some((grey, k) => grey !== before[k])", arg=before
    )

    open_page(page, f"{root}/chapters/03-bernoulli-likelihood.html")
    box = page.locator('vae-answer[question="q2"]')
    box.get_by_role("textbox").fill(load_questions()["q2"].entry["answer"])
    box.get_by_role("textbox").press("Enter")
    box.locator("[data-verdict=right]").wait_for()

    page.goto(f"{root}/search.html?q=posterior+collapse")
    page.locator("#search-results a[href*='glossary.html#term-posterior-collapse']").first.click()
    page.wait_for_url(f"{root}/**/glossary.html#term-posterior-collapse")
    assert page.locator("dt#term-posterior-collapse").is_visible()
