"""The questions of the built book: each is ready in its page, and one page's are answered.

That each question takes its own answer is tested without a book, from the disk with the copy.
"""

import re

from book_page import BOOK, PRINT, each_page, look, page_names

from vae_book.answers import load_questions

QUESTIONS = load_questions()
CHECKER = "/_static/answers/checker.js"
MANY = "chapters/06-kl.html"
QUESTION = re.compile(r"<vae-answer (?!data-plain)")  # that of a loss has no answer


def pages_with_questions():
    """The pages that contain a question, which are read as text: no script has run."""
    texts = {name: (BOOK / name).read_text(encoding="utf8") for name in page_names()}
    return [name for name, text in texts.items() if QUESTION.search(text)]


def boxes(page):
    """All questions of a page, with their entries."""
    found = page.locator("vae-answer").all()
    return [(box, QUESTIONS[box.get_attribute("question")].entry) for box in found]


def test_some_page_asks(book):
    assert pages_with_questions(), f"No page of {book} has a question."


@each_page(pages_with_questions())
def test_each_question_is_ready_and_the_checker_waits_for_the_reader(asked):
    page, requests = asked
    for box, entry in boxes(page):
        group = page.get_by_role("group", name=entry["title"], exact=True).first
        assert group.get_by_role("textbox").evaluate("(input) => input.labels.length") == 1
        assert group.get_by_role("status").get_attribute("aria-live") == "polite"
        assert box.get_by_role("button", name="Check", exact=True).is_enabled()
    assert not [url for url in requests if CHECKER in url]  # it is loaded on the first focus


@each_page([MANY])
def test_answers_are_judged_fit_a_phone_and_are_kept(visit):
    page = visit
    look(page, width="phone")
    page.evaluate(PRINT, "beforeprint")
    for box, entry in boxes(page):
        box.get_by_role("textbox").fill(entry["answer"])
        box.get_by_role("textbox").press("Enter")
        box.locator("[data-verdict=right]").wait_for()
        assert box.locator(".vae-reading math").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.reload()
    box, entry = boxes(page)[0]
    assert box.get_by_role("textbox").input_value() == entry["answer"]
    box.locator("[data-verdict=right]").wait_for()
