"""Each chapter with code sets itself up on Colab, and the cell that does so is inert elsewhere."""

import copy
import os
import subprocess
import sys
import types
from pathlib import Path

import execute
import nbformat
import pytest
import yaml
from address import cite, elsewhere, with_address
from colab_cell import METADATA, is_setup, repository, source
from notebooks import chapters, refresh
from student import point_colab

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def commands(monkeypatch):
    """The commands that the cell runs, none of which is really run."""
    run = []
    monkeypatch.setattr(subprocess, "run", lambda command, check: run.append((command, check)))
    return run


@pytest.fixture
def colab(monkeypatch):
    """Pretend to be on Colab; return how often its widget manager was enabled."""
    enabled = []
    output = types.ModuleType("google.colab.output")
    output.enable_custom_widget_manager = lambda: enabled.append(True)
    host = types.ModuleType("google.colab")
    host.output = output
    monkeypatch.setitem(sys.modules, "google.colab", host)
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    return enabled


def test_at_home_it_keeps_tensorflow_quiet_and_does_nothing_else(commands, monkeypatch):
    assert "google.colab" not in sys.modules
    monkeypatch.setattr(os, "environ", settings := {})
    exec(source(**repository()), {})
    assert commands == []
    assert settings == {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0"}


def test_on_colab_it_installs_the_books_branch_and_lets_widgets_in(commands, colab):
    exec(source(**repository()), {})
    [(command, check)] = commands
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    address = "git+{url}@{branch}".format(**settings["repository"])
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert command[-1] == f"vae-lib @ {address}"
    assert check and colab == [True]


def test_a_branch_may_be_left_out_and_the_book_lie_in_a_folder():
    assert 'git+https://a.org/b"' in source("https://a.org/b")
    assert "git+https://a.org/b@dev#subdirectory=docs/book" in source(
        "https://a.org/b", "dev", "docs/book/"
    )


def test_the_package_replaces_nothing_that_colab_brings():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    dependencies = project.split("dependencies = [")[1].split("]")[0]
    assert "keras" in dependencies  # it is the list that is read
    assert "tensorflow" not in dependencies and "ipywidgets" not in dependencies


def notebook(*sources):
    """A notebook of a title and cells of code."""
    cells = [nbformat.v4.new_code_cell(text) for text in sources]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title"), *cells])


def test_the_cell_follows_the_title_and_replaces_an_older_one():
    old = 'import sys\nif "google.colab" in sys.modules:\n    pass'
    cells = with_address(notebook("x = 1", old)).cells
    assert [cell.source for cell in cells] == ["# Title", source(**repository()), "x = 1"]
    once = with_address(notebook("x = 1"))
    assert with_address(copy.deepcopy(once)).cells == once.cells


def test_the_student_edition_does_not_lead_to_the_full_book():
    with_cell = with_address(notebook("x = 1"))
    point_colab(with_cell, "https://example.org/students")
    assert "git+https://example.org/students@main" in with_cell.cells[1].source
    assert repository()["url"] not in with_cell.cells[1].source
    point_colab(with_cell, None)
    assert [cell.source for cell in with_cell.cells] == ["# Title", "x = 1"]


def test_a_new_chapter_gets_the_cell_when_it_is_executed(tmp_path, monkeypatch):
    monkeypatch.setattr("notebooks.ROOT", tmp_path)
    path = tmp_path / "new.ipynb"
    nbformat.write(notebook("x = 1"), path)
    refresh(path)
    assert [cell.source for cell in nbformat.read(path, as_version=4).cells] == [
        "# Title",
        source(**repository()),
        "x = 1",
    ]


@pytest.fixture
def moved(tmp_path):
    """A chapter that Colab would set up from another repository, and one without the cell."""
    paths = [tmp_path / name for name in ("moved.ipynb", "new.ipynb")]
    for path, text in zip(paths, (source("https://example.org/old", "main"), "x = 1"), strict=True):
        nbformat.write(notebook(text), path)
    return paths


def test_a_build_refuses_a_chapter_that_installs_from_elsewhere(moved, monkeypatch):
    assert elsewhere(moved) == moved[:1]
    monkeypatch.setattr(execute, "chapters", lambda: moved)
    with pytest.raises(SystemExit, match="On Colab moved.ipynb would install .*`make address`"):
        execute.check_address()


def test_the_citation_follows_the_address():
    assert cite("a: 1\nrepository-code: https://old\nb: 2\n", "https://new") == (
        "a: 1\nrepository-code: https://new\nb: 2\n"
    )


def test_a_page_without_code_needs_no_cell():
    assert len(with_address(notebook()).cells) == 1


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_every_chapter_has_the_cell_after_its_title(path):
    cells = nbformat.read(path, as_version=4).cells
    assert cells[0].cell_type == "markdown" and cells[0].source.startswith("# ")
    has_code = any(cell.cell_type == "code" and not is_setup(cell) for cell in cells)
    found = [number for number, cell in enumerate(cells) if is_setup(cell)]
    assert found == ([1] if has_code else []), "run `make address`"
    for number in found:
        assert cells[number].source == source(**repository()), "run `make address`"
        assert cells[number].metadata == METADATA
        assert "remove-cell" in cells[number].metadata["tags"]  # the page does not show it
