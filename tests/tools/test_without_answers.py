"""The student edition: what counts as an answer, and that nothing of it is left."""

import argparse
import re
import zipfile
from pathlib import Path

import nbformat
import pytest
import student
from jupyter_cache import get_cache
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from notebooks import chapters
from student_search import compact, findings, letters, secrets
from without_answers import answers, drop_references, strip_notebook, strip_text

from vae_book.widgets.answers import html as answer_html

ROOT = Path(__file__).resolve().parents[2]

ANSWER = '<details class="answer">\n<summary>Full answer</summary>\n\nIt is $x$.\n\n</details>'
HINT = '<details class="hint">\n<summary>Hint</summary>\n\nLook.\n\n</details>'


def code(source, *tags):
    output = new_output("stream", text="shown")
    return new_code_cell(source, outputs=[output], metadata={"tags": list(tags)})


@pytest.fixture(scope="module")
def edition():
    """All chapters of the book, stripped, with the outputs that are stored."""
    notebooks = [nbformat.read(path, as_version=4) for path in chapters()]
    lost = set().union(*[strip_notebook(notebook) for notebook in notebooks])
    for notebook in notebooks:
        drop_references(notebook, lost)
    return notebooks


def test_an_answer_becomes_one_line_and_a_hint_stays():
    text = strip_text(f"Why?\n\n{HINT}\n\n{ANSWER}\n\nNext.")
    assert text == f"Why?\n\n{HINT}\n\n*Left out of this edition: full answer.*\n\nNext."


def test_steps_go_with_their_displays():
    text = strip_text("Before.\n\n**Step 1.** The rule:\n\n$$\na\n$$\n\n**Step 2.** Sum.\n\nAfter.")
    assert text == "Before.\n\n*Left out of this edition: the steps.*\n\nAfter."


@pytest.mark.parametrize("step", ["Schritt 1.", "Шаг 1.", "Βήμα 1.", "第 1 步。", "الخطوة ١."])
def test_a_step_is_known_by_its_number_in_any_language(step):
    text = f"**{step}** Die Determinante ist das Produkt.\n\nWeiter."
    assert strip_text(text) == "*Left out of this edition: the steps.*\n\nWeiter."
    cells = [new_markdown_cell(text), code("show(1)", "hide-output")]
    assert strip_notebook(new_notebook(cells=cells)) == set()


def test_a_fold_without_a_mark_is_refused():
    cells = [new_markdown_cell("**Erstens.** Alles."), code("show(1)", "hide-output")]
    with pytest.raises(ValueError, match=r"marks no step.*bold number.*'show\(1\)'"):
        strip_notebook(new_notebook(cells=cells))


def test_letters_of_every_script_are_searched_for():
    assert letters("Ἡ *ὁρίζουσα*, 行列式 1") == "ἡὁρίζουσα行列式"


@pytest.mark.parametrize("text", [ANSWER[:-10], ANSWER.replace("It is $x$.", HINT)])
def test_an_answer_without_an_end_is_refused(text):
    with pytest.raises(ValueError, match="closed by|inside an answer"):
        answers(text)


def test_of_a_solution_only_what_later_cells_need_stays():
    step = "import a\nfrom b import c, d\ne = c()\nf = c()\nshow(e)"
    cells = [code(step, "hide-output", "solution"), code("print(a, e)")]
    strip_notebook(notebook := new_notebook(cells=cells))
    first, second = notebook.cells
    assert first.source == "import a\nfrom b import c, d\ne = c()" and not first.outputs
    assert second.source == "print(a, e)" and second.outputs


def test_a_parameter_of_the_same_name_needs_nothing():
    cells = [code("f = x + 1", "solution"), code("g = [f for f in (1, 2)]\nh = lambda f: f")]
    strip_notebook(notebook := new_notebook(cells=cells))
    assert [cell.source for cell in notebook.cells] == [cells[1].source]


def test_a_formula_that_a_later_cell_needs_is_an_error():
    cells = [code("with written():\n    f = x**2 / 2", "solution"), code("print(f)")]
    with pytest.raises(ValueError, match="needs the formula f: tag that cell `solution`"):
        strip_notebook(new_notebook(cells=cells))


def test_a_reference_to_what_is_gone_becomes_its_number():
    display = ANSWER.replace("$x$", "\n\n$$\nx \\tag{Q2}\n$$\n\n")
    output = new_output("display_data", {"text/html": '<a href="03.ipynb#eq-q2">Q2</a>'})
    seen = "See [(Q2)](03.ipynb#eq-q2) and [(7)](#eq-7)."
    cells = [new_markdown_cell(display), new_markdown_cell(seen)]
    notebook = new_notebook(cells=[*cells, new_code_cell("x", outputs=[output])])
    lost = strip_notebook(notebook)
    drop_references(notebook, lost)
    assert lost == {"eq-q2"}
    assert notebook.cells[1].source == "See (Q2) and [(7)](#eq-7)."
    assert output.data["text/html"] == '<a href="03.ipynb">Q2</a>'


def test_no_chapter_keeps_an_answer(edition):
    prose, formulas, typed = secrets()
    assert len(prose) > 50 and len(formulas) > 10
    texts = "\n\n".join(cell.source for notebook in edition for cell in notebook.cells)
    plain, tight = letters(texts), compact(texts)
    assert [name for piece, name in prose.items() if piece in plain] == []
    assert [name for tex, name in formulas.items() if tex in tight] == []
    assert [name for answer, name in typed.items() if answer in texts] == []
    assert '\n<details class="answer"' not in texts


def test_no_chapter_is_executed_again(monkeypatch, tmp_path):
    """The cache knows a notebook by its code and all metadata of its cells."""
    monkeypatch.setattr(student, "executed", lambda path: nbformat.read(path, as_version=4))
    (tmp_path / "chapters").mkdir()
    student.write_chapters(tmp_path, "https://github.com/teacher/book")
    cache = get_cache(tmp_path / "_build" / ".jupyter_cache")
    written = [tmp_path / "intro.ipynb", *(tmp_path / "chapters").glob("*.ipynb")]
    assert len(written) > 20
    for path in written:
        cache.match_cache_notebook(nbformat.read(path, as_version=4))  # or a KeyError


def test_every_chapter_stays_a_notebook_that_compiles(edition):
    for notebook in edition:
        nbformat.validate(notebook)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                compile(cell.source, cell.id, "exec")


def test_answers_are_found_in_every_format(tmp_path):
    secret = (
        {letters("The product becomes a sum of logs"): "1"},
        {r"\sumx": "2"},
        {"sum_d x": "3"},
    )
    files = {
        "a.html": "<p>The <em>product</em>\nbecomes a sum of&nbsp;logs</p>",
        "b.js": r"x = '\sum x'",
        "c.txt": "sum_d x",
        "answers/checker.js": "sum_d x",
        "d.html": "The product becomes",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr("f.html", files["a.html"])
    assert findings(tmp_path, secret) == [
        "a.html: 1",
        "b.js: 2",
        "c.txt: the answer to 3",
        "e.zip/f.html: 1",
    ]


def test_withheld_questions_show_no_answer(monkeypatch, tmp_path):
    path = tmp_path / "questions.json"
    path.write_text((ROOT / "vae_book/answers/questions.json").read_text("utf-8"), "utf-8")
    student.withhold(path)
    withheld = answer_html.load_questions(path)
    monkeypatch.setattr(answer_html, "questions", lambda: withheld)
    for name in withheld.identifiers():
        # The keys of a telephone are no answer.
        html = re.sub(r' data-symbols="[^"]*"', "", answer_html.answer_html(name))
        assert "vae-reference" not in html and withheld[name].entry["answer"] not in html
        assert withheld[name].entry["prompt"] and withheld[name].entry["hints"]


def test_what_a_chapter_reads_from_its_folder_comes_along(tmp_path):
    folder, target = tmp_path / "chapters", tmp_path / "edition"
    for path in (folder, target, folder / ".ipynb_checkpoints"):
        path.mkdir()
    for name in ("bars.npz", "plot.png", "01-a.ipynb", "notes.md"):
        (folder / name).touch()
    student.copy_data(folder, target)
    assert {path.name for path in target.iterdir()} == {"bars.npz", "plot.png"}


def test_the_edition_can_be_a_repository(tmp_path):
    student.add_files(tmp_path)
    for name in ("README.md", "Makefile", ".gitignore", ".github/workflows/pages.yml"):
        assert (tmp_path / name).is_file()
    assert "run: make html" in (tmp_path / ".github/workflows/pages.yml").read_text("utf-8")
    assert "\nhtml:\n" in (tmp_path / "Makefile").read_text("utf-8")


def test_an_address_gets_its_slash_and_must_be_whole():
    assert student.whole_address("https://a.org/b") == "https://a.org/b/"
    assert student.whole_address("https://a.org/b/") == "https://a.org/b/"
    with pytest.raises(argparse.ArgumentTypeError, match="'a.org/b': write it whole"):
        student.whole_address("a.org/b")


def test_without_a_place_of_its_own_nothing_leads_to_the_full_book():
    full = {
        "title": "T",
        "repository": {"url": "https://full"},
        "launch_buttons": {"binderhub_url": "https://binder"},
        "html": {"baseurl": "https://pages", "use_repository_button": True},
        "sphinx": {"local_extensions": {"answers": "ext", "page_head": "ext"}},
    }
    assert student.configuration(full) == {
        "title": "T (student edition)",
        "html": {"use_repository_button": False},
        "sphinx": {"local_extensions": {"answers": "ext"}},
    }
    own = student.configuration(full, "https://own", "https://own-pages")
    assert own["repository"]["url"] == "https://own" and own["launch_buttons"]
    assert own["html"]["baseurl"] == "https://own-pages" and own["sphinx"] == full["sphinx"]
