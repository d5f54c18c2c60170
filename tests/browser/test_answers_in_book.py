"""The questions of the built book: each is checked in its page, served and from the disk."""

import json
import re

from book_page import BOOK, PRINT, each_page, look, page_names

from vae_book.answers import load_questions

QUESTIONS = load_questions()
QUESTION = re.compile(r"<vae-answer (?!data-plain)")  # that of a loss has no answer


def pages_with_questions():
    """The pages that contain a question, which are read as text: no script has run."""
    texts = {name: (BOOK / name).read_text(encoding="utf8") for name in page_names()}
    return [name for name, text in texts.items() if QUESTION.search(text)]


def boxes(page):
    """All questions of a page, with their identifiers."""
    found = page.locator("vae-answer").all()
    return [(box, box.get_attribute("question")) for box in found]


def answer(box, text):
    """Types an answer, presses Enter and returns the verdict."""
    box.get_by_role("textbox").fill(text)
    box.get_by_role("status").evaluate("(status) => delete status.dataset.verdict")
    box.get_by_role("textbox").press("Enter")
    verdict = box.locator("[data-verdict]")
    verdict.wait_for()
    return verdict.get_attribute("data-verdict")


CHECKER = "/_static/answers/checker.js"


def check_page(page, asked):
    """Assert that questions of a page take their own answers and refuse a script."""
    for box, identifier in asked:
        assert answer(box, QUESTIONS[identifier].entry["answer"]) == "right"
        assert box.locator(".vae-reading math").is_visible()
    box.get_by_role("textbox").fill("<script>window.pwned = 1</script>")
    box.get_by_role("button", name="Check", exact=True).click()
    box.locator("[data-verdict=unparsed]").wait_for()
    assert page.evaluate("window.pwned") is None


def test_some_page_asks(book):
    assert pages_with_questions(), f"No page of {book} has a question."


@each_page(pages_with_questions())
def test_questions_of_a_served_page_on_a_phone_are_kept_and_cleared(asked):
    page, requests = asked
    look(page, width="phone")
    asked = boxes(page)
    for box, identifier in asked:
        title = QUESTIONS[identifier].entry["title"]
        group = page.get_by_role("group", name=title, exact=True).first
        assert group.get_by_role("textbox").evaluate("(input) => input.labels.length") == 1
        assert group.get_by_role("status").get_attribute("aria-live") == "polite"
        assert box.get_by_role("button", name="Check", exact=True).is_enabled()
    assert not [url for url in requests if CHECKER in url]  # it is loaded on the first focus
    with page.expect_request(lambda request: CHECKER in request.url):
        asked[0][0].get_by_role("textbox").focus()
    check_page(page, asked)

    page.evaluate(PRINT, "beforeprint")
    box, identifier = asked[0]
    text = QUESTIONS[identifier].entry["answer"]
    answer(box, text)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.reload()
    assert box.get_by_role("textbox").input_value() == text
    box.locator("[data-verdict=right]").wait_for()
    kept = page.evaluate("Object.entries(localStorage)")
    assert text in [json.loads(value)["text"] for key, value in kept if "vae-answers" in key]
    box.get_by_role("button", name="Clear this answer").click()
    box.get_by_role("button", name="Yes, clear it").click()
    assert box.get_by_role("status").inner_text() == "Cleared."
    assert box.get_by_role("textbox").input_value() == ""


@each_page(pages_with_questions())
def test_a_question_of_a_page_from_the_disk(file_visit, book, page_name):
    html = (book / page_name).read_text(encoding="utf8")
    assert "vaeAnswerChecker" not in html and "answers/answers.js" in html
    check_page(file_visit, boxes(file_visit)[:1])
