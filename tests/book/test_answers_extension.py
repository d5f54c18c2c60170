"""The extension completes the questions of a page, and loads their scripts there only."""

import os

import answers
import pytest
from sphinx.errors import ExtensionError

from vae_book.widgets.answers import STATIC_PAGE
from vae_book.widgets.answers.html import SHEET_HTML, answer_html, derivation_html

EXTENSIONS = ("myst_nb", "answers")
QUESTION = '# Page\n\n<vae-answer question="kl"></vae-answer>\n\nText.\n'
SHEET = "# Page\n\n<vae-answer-sheet></vae-answer-sheet>\n"


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """The build sets a variable for the kernels; it must not reach the next test."""
    monkeypatch.setenv(STATIC_PAGE, "")


def html(app, name="index"):
    return app.outdir.joinpath(f"{name}.html").read_text(encoding="utf8")


def test_only_a_page_with_a_question_loads_the_scripts(build):
    app = build("# Page\n\nText.\n", QUESTION, SHEET, extensions=EXTENSIONS)
    assert "answers/answers" not in html(app)
    for name in ("second", "third"):
        assert '<script defer="defer" src="_static/answers/answers.js' in html(app, name)
        assert 'href="_static/answers/answers.css' in html(app, name)


def test_bare_elements_are_completed(build):
    app = build(QUESTION, SHEET, extensions=EXTENSIONS)
    assert answer_html("kl") in html(app)
    assert f"<p>{answer_html('kl')}" not in html(app)  # a paragraph could not hold it
    assert SHEET_HTML in html(app, "second")


def test_the_scripts_are_in_the_book(build):
    app = build("# Page\n", extensions=EXTENSIONS)
    folder = app.outdir / "_static" / "answers"
    assert {path.name for path in folder.iterdir()} == {"answers.js", "answers.css", "checker.js"}


def test_the_chapters_know_that_a_page_is_made(build):
    build("# Page\n", extensions=EXTENSIONS)
    assert os.environ[STATIC_PAGE]


def test_a_bare_derivation_is_completed_or_refused():
    bare = '<p><vae-derivation derivation="elbo"></vae-derivation></p>'
    assert answers.complete(bare) == derivation_html("elbo")
    with pytest.raises(ExtensionError, match="no derivation 'e9'"):
        answers.complete(bare.replace("elbo", "e9"))


def test_an_unknown_question_stops_the_build():
    with pytest.raises(ExtensionError, match="no question 'q9'. The questions: q2, "):
        answers.complete('<p><vae-answer question="q9"></vae-answer></p>')
