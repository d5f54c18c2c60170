"""The page's worker gives the verdicts of CPython; nothing but its MathML enters the page."""

import json

from answer_cases import DEVELOPMENT, SECOND, sample
from answer_harness import Box

from vae_book.answers import check
from vae_book.answers.write.sheet import sheet
from vae_book.widgets.answers.html import questions
from vae_book.widgets.answers.task import FOLDER
from vae_book.widgets.bundle import bundle

PAGE = "all"
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


def test_only_known_mathml_enters_the_page(page):
    script = bundle("answers/mathml.js")
    for source, result in SOURCES.items():
        assert page.evaluate(MATH, [script, source]).startswith(result)


def test_the_sheet_is_the_one_of_cpython(page, site):
    page.goto(f"{site}/chapters/one.html")
    download_it = page.get_by_role("button", name="My answers as LaTeX")
    download_it.click()
    sheet_box = page.locator("vae-answer-sheet")
    assert "nothing to write down yet" in sheet_box.get_by_role("status").inner_text()
    assert "Question 1: open. Question 2: open." in sheet_box.inner_text()
    typed = {"q3": r"\input{secret} $", "q2": "sum(x*log(rho)) % Σ"}
    for name, text in typed.items():
        Box(page, name).input.fill(text)
    with page.expect_download() as download:
        download_it.click()
    assert download.value.suggested_filename == "my-answers.tex"
    made = download.value.path().read_text(encoding="utf-8")
    assert made == sheet(questions(), typed, SPEC)["tex"]
    page.get_by_text("my-answers.tex has been handed to your browser's downloads.").wait_for()
