"""The extension completes the questions of a page, and loads their scripts there only."""

import os

import answers
import pytest
from small_book import small_book
from sphinx.errors import ExtensionError

from vae_book.widgets.answers import STATIC_PAGE
from vae_book.widgets.answers.html import SHEET_HTML, answer_html, derivation_html

EXTENSIONS = ("myst_nb", "answers")
QUESTION = '# Page\n\n<vae-answer question="kl"></vae-answer>\n\nText.\n'
SHEET = "# Page\n\n<vae-answer-sheet></vae-answer-sheet>\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A book of a page without questions, one with a question and one with the sheet.

    The build sets a variable for the kernels; it must not reach the next test.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATIC_PAGE, "")
        with small_book(tmp_path_factory.mktemp("answers")) as build:
            folder = build("# Page\n\nText.\n", QUESTION, SHEET, extensions=EXTENSIONS).outdir
            assert os.environ[STATIC_PAGE]  # the chapters know that a page is made
            yield folder


def html(book, name):
    return book.joinpath(f"{name}.html").read_text(encoding="utf8")


def test_only_a_page_with_a_question_loads_the_scripts(book):
    assert "answers/answers" not in html(book, "index")
    for name in ("second", "third"):
        assert '<script defer="defer" src="_static/answers/answers.js' in html(book, name)
        assert 'href="_static/answers/answers.css' in html(book, name)
    scripts = book.joinpath("_static", "answers").iterdir()
    assert {path.name for path in scripts} == {"answers.js", "answers.css", "checker.js"}


def test_bare_elements_are_completed(book):
    assert answer_html("kl") in html(book, "second")
    assert f"<p>{answer_html('kl')}" not in html(book, "second")  # a paragraph could not hold it
    assert SHEET_HTML in html(book, "third")


def test_a_bare_derivation_is_completed_or_refused():
    bare = '<p><vae-derivation derivation="elbo"></vae-derivation></p>'
    assert answers.complete(bare) == derivation_html("elbo")
    with pytest.raises(ExtensionError, match="no derivation 'e9'"):
        answers.complete(bare.replace("elbo", "e9"))


def test_an_unknown_question_stops_the_build():
    with pytest.raises(ExtensionError, match="no question 'q9'. The questions: q2, "):
        answers.complete('<p><vae-answer question="q9"></vae-answer></p>')
