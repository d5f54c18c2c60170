"""The Python side of a question: what it stores, what it refuses, how big its scripts are."""

import ast
import gzip
import json
import re
from pathlib import Path

import pytest

from vae_book.answers import Questions
from vae_book.figures.still import NOT_RUN
from vae_book.widgets import AnswerBox, AnswerSheet
from vae_book.widgets.answers import STATIC_PAGE, _HTMLWidget
from vae_book.widgets.answers.bundle import (
    _payload,
    checker_script,
    page_script,
    style,
    write_page_files,
)
from vae_book.widgets.answers.html import answer_html, questions, typeset

VIEW = "application/vnd.jupyter.widget-view+json"


def test_unknown_question():
    with pytest.raises(ValueError, match=r"no question 'q9'.*q2, q2_loss, q2_gap"):
        AnswerBox("q9")


@pytest.mark.parametrize("shown", [AnswerBox("q2"), AnswerSheet()])
def test_in_a_notebook_it_is_a_widget(shown, monkeypatch):
    monkeypatch.delenv(STATIC_PAGE, raising=False)
    data, _ = shown._repr_mimebundle_()
    assert set(data) == {"text/plain", VIEW}
    assert data["text/plain"] == f"{shown!r} {NOT_RUN}"


def test_the_boxes_of_a_notebook_share_one_checker():
    first, second = (_HTMLWidget(answer_html(name)) for name in ("q2", "kl"))
    assert first.checker is second.checker
    assert first.checker.script == checker_script()
    assert first.get_state()["checker"] == f"anywidget:{first.checker.model_id}"
    assert len(first.get_state()["_esm"]) < 60_000
    first.checker.close()
    assert _HTMLWidget(answer_html("q3")).checker is not second.checker


def test_in_a_page_it_is_plain_html(monkeypatch):
    monkeypatch.setenv(STATIC_PAGE, "1")
    data = AnswerBox("q2")._repr_mimebundle_()
    assert data == {"text/plain": f"AnswerBox: q2 {NOT_RUN}", "text/html": answer_html("q2")}
    assert len(data["text/html"]) < 4000


def test_every_question_has_its_html():
    for name in questions().identifiers():
        html = answer_html(name)
        assert html.count("<math") == 1
        assert "<summary>Show the answer</summary>" in html
        assert "_" not in re.sub(r"<code>.*?</code>|<[^>]*>", "", html)


def test_prompts_are_set_as_formulas():
    assert typeset("rho_d^x_d") == "<i>ρ</i><sub>d</sub><sup><i>x</i><sub>d</sub></sup>"
    assert typeset("a^(1 - s) log-variance") == "a<sup>1 − <i>s</i></sup> log-variance"
    assert typeset("the encoder's <b>") == "the encoder&#x27;s &lt;b&gt;"


def test_everything_is_at_most_340_kilobytes():
    scripts = (page_script(), style(), checker_script())
    sizes = [len(gzip.compress(script.encode(), 9)) for script in scripts]
    assert sum(sizes) <= 340_000, sizes


def test_the_checker_is_the_one_of_this_package(tmp_path):
    write_page_files(tmp_path)
    script = tmp_path.joinpath("checker.js").read_text(encoding="utf-8")
    payload = json.loads(re.search(r"^const payload = (.*);$", script, re.MULTILINE)[1])
    assert [part["heading"] for part in payload["sheet"]][0] == "Question 1"
    assert list(payload["questions"]["questions"]) == list(questions().content["questions"])
    lean = payload["questions"]["questions"]["q2"]
    assert {**questions().content["questions"]["q2"], **lean} == questions().content["questions"][
        "q2"
    ]
    assert "prompt" not in lean and lean["answer"] and lean["hints"]
    assert {"answers/judge/checker.py", "answers/read/parser.py", "answers/write/sheet.py"} <= set(
        payload["files"]
    )
    assert not {"__main__.py", "schema.py"} & set(payload["files"])


def test_packing_changes_no_file():
    """The packed Python files differ by docstrings, comments and blanks only."""
    for name, source in _payload()["files"].items():
        tree = ast.parse(Path("vae_book", name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list) and len(body) > 1 and isinstance(body[0], ast.Expr):
                del body[: isinstance(body[0].value, ast.Constant)]
        assert ast.dump(ast.parse(source)) == ast.dump(tree), name
        assert len(source) < max(300, 0.9 * Path("vae_book", name).stat().st_size), name


def test_the_page_names_its_checker_by_content():
    assert re.search(r'CHECKER_FILE = "checker\.js\?v=[0-9a-f]{8}"', page_script())


def test_a_packed_question_lacks_nothing_that_its_check_reads():
    packed = Questions(_payload()["questions"])
    for name in packed.identifiers():
        assert packed[name].readings == questions()[name].readings
        assert packed[name].terms == questions()[name].terms
