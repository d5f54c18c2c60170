"""The page's worker gives the verdicts of CPython; nothing but its MathML enters the page."""

import ast
import json

import pytest
from answer_cases import DEVELOPMENT, SECOND, sample
from answer_harness import Box

from vae_book.answers import check
from vae_book.answers.write.sheet import sheet
from vae_book.widgets.answers.bundle import ANSWERS, _payload
from vae_book.widgets.answers.html import questions
from vae_book.widgets.answers.task import FOLDER
from vae_book.widgets.bundle import bundle

WORDS = {
    "right": "Right.",
    "partial": "Partly right.",
    "wrong": "Not right yet.",
    "unparsed": "I cannot read this.",
}
CHECK_ALL = """
async (cases) => {
  const found = [];
  for (const [question, text] of cases) {
    const box = document.querySelector(`vae-answer[question="${question}"]`);
    box.input.value = text;
    await box.check();
    found.push([box.verdict.dataset.verdict, box.verdict.textContent]);
  }
  return found;
}
"""
MATH = """
async ([script, source]) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { mathElement } = await import(url);
  try {
    return mathElement(source).outerHTML;
  } catch (error) {
    return error.message;
  }
}
"""

SOURCES = {
    "<math><mi>x</mi></math>": '<math display="block"><mi>x</mi></math>',
    '<math><mi onclick="a()" href="javascript:a()">x</mi></math>': (
        '<math display="block"><mi>x</mi></math>'
    ),
    "<math><script>a()</script></math>": "<script> is no MathML of ours.",
    "<math><mtext><img/></mtext></math>": "<img> is no MathML of ours.",
    "<math><annotation-xml/></math>": "<annotation-xml> is no MathML of ours.",
    "<p>x</p>": "This is no MathML.",
    "<math><mi>x</math>": "<parsererror> is no MathML of ours.",
}
SPEC = json.loads((FOLDER / "tasks.json").read_text(encoding="utf-8"))["sheet"]


@pytest.fixture
def page(browser, site):
    page = browser.new_page()
    page.goto(f"{site}/chapters/all.html")
    yield page
    page.close()


def expected(question, text):
    """The verdict and the words that the page must show at the first try."""
    found = check(questions()[question], text)
    word = WORDS[found["verdict"]]
    hint = found["hint"]
    return [found["verdict"], hint if hint.startswith(word) else f"{word} {hint}"]


def test_the_same_verdicts_as_in_cpython(page):
    """One answer to each question and of each verdict; test_answer_hosts.py has the others."""
    chosen = sample(DEVELOPMENT + SECOND, lambda case: {case[0], case[2]})
    cases = [list(case[:2]) for case in chosen]
    results = page.evaluate(CHECK_ALL, cases)
    for case, found in zip(cases, results, strict=True):
        assert found == expected(*case), case
    assert len(page.workers) == 1


def without_docstrings(tree):
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and len(body) > 1 and isinstance(body[0], ast.Expr):
            body[:1] = [] if isinstance(body[0].value, ast.Constant) else body[:1]
    return ast.dump(tree)


def test_the_short_files_are_the_same_programs():
    for path, short in _payload()["files"].items():
        source = ANSWERS.parent.joinpath(path).read_text(encoding="utf-8")
        whole, lean = (without_docstrings(ast.parse(text)) for text in (source, short))
        assert whole == lean, path
        assert len(short) < 0.9 * len(source) or len(source) < 300, path


def test_only_known_mathml_enters_the_page(page):
    script = bundle("answers/mathml.js")
    for source, result in SOURCES.items():
        assert page.evaluate(MATH, [script, source]).startswith(result)


def test_the_sheet_is_the_one_of_cpython(page, site):
    typed = {"q3": r"\input{secret} $", "q2": "sum(x*log(rho)) % Σ"}
    page.goto(f"{site}/chapters/one.html")
    for name, text in typed.items():
        Box(page, name).input.fill(text)
    with page.expect_download() as download:
        page.get_by_role("button", name="My answers as LaTeX").click()
    assert download.value.suggested_filename == "my-answers.tex"
    made = download.value.path().read_text(encoding="utf-8")
    assert made == sheet(questions(), typed, SPEC)["tex"]
    page.get_by_text("my-answers.tex has been handed to your browser's downloads.").wait_for()


def test_a_sheet_without_answers(page, site):
    page.goto(f"{site}/chapters/two.html")
    page.get_by_role("button", name="My answers as LaTeX").click()
    sheet_box = page.locator("vae-answer-sheet")
    assert "nothing to write down yet" in sheet_box.get_by_role("status").inner_text()
    assert "Question 1: open. Question 2: open." in sheet_box.inner_text()
