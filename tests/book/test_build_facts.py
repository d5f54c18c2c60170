"""The footer says what was built, from what, and what the ledger found in this build."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from build_facts import build_date, commit, installed, versions
from IPython.core.interactiveshell import InteractiveShell
from sphinx.errors import ExtensionError

from vae_book.derivations import EQUATIONS
from vae_book.derivations.ledger.rows import checked
from vae_book.figures.tables import ledger_table

EXTENSIONS = ("myst_nb", "build_facts")


def git(folder, *arguments):
    identity = ["-c", "user.name=t", "-c", "user.email=t"]
    subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)


def test_date_is_the_one_asked_for(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert build_date() == "2 January 1970"


def test_commit_and_whether_it_was_changed(tmp_path):
    assert commit(tmp_path) == ""
    git(tmp_path, "init")
    assert commit(tmp_path) == ""  # nothing committed yet
    text = tmp_path / "text"
    text.write_text("a")
    git(tmp_path, "add", "text")
    git(tmp_path, "commit", "-m", "first")
    assert re.fullmatch("commit [0-9a-f]{7}", commit(tmp_path))
    text.write_text("b")
    assert re.fullmatch(r"commit [0-9a-f]{7} \(with changes\)", commit(tmp_path))
    within = tmp_path / "copy"
    within.mkdir()
    assert commit(within) == ""  # not its own repository


def test_commit_is_left_out_without_git(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit(tmp_path) == ""


def test_versions_are_those_installed():
    names = ["Python", "TensorFlow", "Keras", "SymPy", "Jupyter Book"]
    assert [part.rpartition(" ")[0] for part in versions().split(", ")] == names
    with pytest.raises(ExtensionError, match="None of no-such-package is installed"):
        installed(["no-such-package"])


def ledger_page(app, *rows, source="ledger_table(rows, places())"):
    """Builds a book whose ledger shows these rows, as IPython shows a table."""
    data, metadata = InteractiveShell.instance().display_formatter.format(ledger_table(rows, {}))
    page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    output = nbformat.v4.new_output("execute_result", data, metadata=metadata, execution_count=1)
    page.cells[0].outputs = [output] if rows else []
    folder = Path(app.srcdir, "chapters")
    folder.mkdir(exist_ok=True)
    nbformat.write(page, folder / "ledger.ipynb")
    app.build()


def test_the_counts_are_those_of_the_ledgers_table(build):
    app = build("# Page\n", extensions=EXTENSIONS, nb_execution_mode="off")
    assert "equations proved" not in app.vae_footer
    row = checked(EQUATIONS["7"])
    other = replace(row, equation=EQUATIONS["8"])
    ledger_page(app, row, replace(other, ok=False), replace(row, equation=EQUATIONS["q2"]))
    assert "1 of 29 equations proved." in app.vae_footer
    ledger_page(app, row, other)
    assert "2 of 29 equations proved." in app.vae_footer


def test_a_ledger_without_counts_stops_the_build_and_one_without_a_table_does_not(build):
    app = build("# Page\n", extensions=EXTENSIONS, nb_execution_mode="off")
    ledger_page(app, source="print('for students')")
    assert "equations proved" not in app.vae_footer
    with pytest.raises(ExtensionError, match="has no counts: show the table"):
        ledger_page(app)


def test_every_page_of_the_book_has_the_footer(pages):
    footer = re.compile(
        r"Built on \d+ \w+ \d{4}( from commit [0-9a-f]{7}( \(with changes\))?)? with Python \S+, "
        r"TensorFlow \S+, Keras \S+, SymPy \S+, Jupyter Book \S+\. 29 of 29 equations proved\."
    )
    for path, soup in pages.items():
        if soup.find("article"):
            assert footer.fullmatch(soup.select_one(".vae-build").get_text()), path
