"""A question in JupyterLab: typing stays in its input, the browser checks, the answer stays."""

import pytest
from lab_page import ACTIVE_CELL, second_notebook

CELLS = (
    'from vae_book.widgets import AnswerBox, AnswerSheet\n\nAnswerBox("q2")',
    'AnswerBox("kl")',
    "AnswerSheet()",
)
CELL_COUNT = "window.jupyterapp.shell.currentWidget.content.widgets.length"
RUN_ALL = "window.jupyterapp.commands.execute('notebook:run-all-cells')"


@pytest.fixture(scope="module")
def answers_page(lab, page):
    """A notebook with two questions and the sheet, in a window of its own, all cells run."""
    with second_notebook(lab, page, "answers", CELLS) as answers_page:
        answers_page.get_by_role("group", name="Your answer sheet").wait_for()
        yield answers_page


def question(page, name):
    return page.locator(f'vae-answer[question="{name}"]')


def test_typing_stays_in_the_input(answers_page):
    """Each of these letters is a command of JupyterLab's command mode."""
    box = question(answers_page, "q2").get_by_role("textbox")
    box.click()
    answers_page.keyboard.press("Escape")
    count, active = answers_page.evaluate(CELL_COUNT), answers_page.evaluate(ACTIVE_CELL)
    answers_page.keyboard.type("abcddxyzmvjk00ii1")
    for key in ("ArrowUp", "ArrowDown", "Shift+Enter", "Home"):
        answers_page.keyboard.press(key)
    assert box.input_value() == "abcddxyzmvjk00ii1\n"
    assert answers_page.evaluate(CELL_COUNT) == count
    assert answers_page.evaluate(ACTIVE_CELL) == active


@pytest.mark.parametrize(
    "name, text, words",
    [
        ("q2", "sum(x*log(rho) + (1-x)*log(1-rho))", "Right."),
        ("q2", "sum(x*log(rho))", "Partly right."),
        ("kl", "1/2 sum(m^2 + s^2 - log s^2 - 1)", "Right."),
        ("kl", "<script>", "I cannot read this."),
    ],
)
def test_verdicts(answers_page, name, text, words):
    box = question(answers_page, name)
    box.get_by_role("textbox").fill(text)
    box.get_by_role("textbox").press("Enter")
    box.get_by_role("status").get_by_text(words).wait_for()


def test_a_new_run_keeps_the_answer(answers_page):
    box = question(answers_page, "kl").get_by_role("textbox")
    box.fill("m^2")
    old = box.element_handle()
    answers_page.evaluate(RUN_ALL)
    answers_page.wait_for_function("(old) => !old.isConnected", arg=old)
    box.wait_for()
    assert box.input_value() == "m^2"


def test_the_sheet(answers_page):
    question(answers_page, "q2").get_by_role("textbox").fill("sum(x*log(rho))")
    with answers_page.expect_download() as download:
        answers_page.get_by_role("button", name="My answers as LaTeX").click()
    sheet = download.value.path().read_text(encoding="utf-8")
    assert r"\section*{Question 2}" in sheet and r"\log" in sheet
