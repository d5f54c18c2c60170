"""The model answers for print: every question, on few pages, tagged for screen readers."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import answers_pdf
import book_pdf
import pytest
from formulas import spoken
from pypdf import PdfReader

from vae_book.answers import check, load_questions
from vae_book.derivations import EQUATIONS, latex

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    root = tmp_path_factory.mktemp("print")
    (root / "_build" / "html" / "_static").mkdir(parents=True)
    (root / "_build" / "html" / "_static" / "offline").symlink_to(ROOT / "ext" / "vendor")
    # In a thread of its own: the browser of the figures' tests may live in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(answers_pdf.build, root, root / "answers.pdf").result()
    return PdfReader(root / "answers.pdf")


def plain(text):
    """The text without the places where lines end, and without ligatures."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_every_question_is_printed(pdf):
    assert pdf.metadata.title == answers_pdf.TITLE
    text = plain("".join(page.extract_text() for page in pdf.pages))
    questions = load_questions()
    for name in questions.identifiers():
        entry = questions[name].entry
        assert plain(entry["title"]) in text, name
        assert plain(entry["prompt"]) in text, name
    assert plain("Images are high-dimensional.") in text
    assert plain("The price is the integral over z.") in text


def test_at_least_three_answers_a_page(pdf):
    assert 2 <= len(pdf.pages) <= len(load_questions().identifiers()) // 3


def test_headings_and_formulas_are_tagged(pdf):
    found = list(book_pdf.elements(pdf.root_object["/StructTreeRoot"]))
    kinds = [element.get("/S") for element in found]
    questions = len(load_questions().identifiers())
    assert kinds.count("/H3") == questions + 1
    formulas = [element for element in found if element.get("/S") == "/Formula"]
    assert len(formulas) >= questions
    assert all(formula["/Alt"] for formula in formulas)


@pytest.mark.parametrize(("name", "number"), answers_pdf.WHOLE.items())
def test_an_equation_stands_for_the_answer_it_equals(name, number):
    found = check(load_questions()[name], latex(EQUATIONS[number].rhs))
    assert found["verdict"] == "right", found


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"p_{\theta}(\boldsymbol{x})", "p sub theta open bracket bold x close bracket"),
        (r"\frac{1}{2}", "1 over 2"),
        (r"\sum_{k=1}^{K} {s_{k}}^{2}", "the sum from k equals 1 to K of s sub k squared"),
        (
            r"\frac{x_{d} - \mu_{d}}{\sigma}",
            "the fraction x sub d minus mu sub d over sigma, end fraction,",
        ),
        (r"2^{784}", "2 to the power 784, end power,"),
    ],
)
def test_a_formula_in_words(tex, words):
    assert spoken(tex) == words


@pytest.mark.parametrize("tex", [r"\oint x", "x # y", r"\frac{1}", "{x"])
def test_what_is_not_known_is_refused(tex):
    with pytest.raises(ValueError, match="formula"):
        spoken(tex)


def test_questions_among_the_hints_are_left_out():
    assert answers_pdf.steps(["A.", "Take the log. And then?", "Sum."]) == "Take the log. Sum."
