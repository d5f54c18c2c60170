"""A question in JupyterLab: typing stays in its input, the browser checks, the answer stays."""

import pytest
from lab_page import ACTIVE_CELL, RUN_ALL

CELL_COUNT = "window.jupyterapp.shell.currentWidget.content.widgets.length"


def question(page, name):
    return page.locator(f'vae-answer[question="{name}"]')


def test_typing_stays_in_the_input(page):
    """Each of these letters is a command of JupyterLab's command mode."""
    box = question(page, "q2").get_by_role("textbox")
    box.click()
    page.keyboard.press("Escape")
    count, active = page.evaluate(CELL_COUNT), page.evaluate(ACTIVE_CELL)
    page.keyboard.type("abcddxyzmvjk00ii1")
    for key in ("ArrowUp", "ArrowDown", "Shift+Enter", "Home"):
        page.keyboard.press(key)
    assert box.input_value() == "abcddxyzmvjk00ii1\n"
    assert page.evaluate(CELL_COUNT) == count
    assert page.evaluate(ACTIVE_CELL) == active


@pytest.mark.parametrize(
    "name, text, words",
    [
        ("q2", "sum(x*log(rho) + (1-x)*log(1-rho))", "Right."),
        ("q2", "sum(x*log(rho))", "Partly right."),
        ("kl", "1/2 sum(m^2 + s^2 - log s^2 - 1)", "Right."),
        ("kl", "<script>", "I cannot read this."),
    ],
)
def test_verdicts(page, name, text, words):
    box = question(page, name)
    box.get_by_role("textbox").fill(text)
    box.get_by_role("textbox").press("Enter")
    box.get_by_role("status").get_by_text(words).wait_for()


def test_a_new_run_keeps_the_answer(page):
    box = question(page, "kl").get_by_role("textbox")
    box.fill("m^2")
    old = box.element_handle()
    page.evaluate(RUN_ALL)
    page.wait_for_function("(old) => !old.isConnected", arg=old)
    box.wait_for()
    assert box.input_value() == "m^2"


def test_the_sheet(page):
    question(page, "q2").get_by_role("textbox").fill("sum(x*log(rho))")
    with page.expect_download() as download:
        page.get_by_role("button", name="My answers as LaTeX").click()
    sheet = download.value.path().read_text(encoding="utf-8")
    assert r"\section*{Question 2}" in sheet and r"\log" in sheet
