"""`make grade`: a line for each file, whatever is in it."""

import csv

import grade
import pytest

from vae_book.practice import process

KL = """
import numpy as np
def kl(mean, logvar):
    return 0.5 * np.{}(mean**2 + np.exp(logvar) - logvar - 1, axis=-1)
"""


def test_a_folder_becomes_a_table_and_a_page(tmp_path, monkeypatch):
    monkeypatch.setattr(process, "STATEMENT_SECONDS", 1)
    (tmp_path / "ann.py").write_text(KL.format("sum"))
    (tmp_path / "bob").mkdir()
    (tmp_path / "bob" / "work.py").write_text(KL.format("mean"))
    (tmp_path / "cem").mkdir()
    (tmp_path / "<dan>.py").write_text("while True: pass\n" + KL.format("mean"))
    (tmp_path / "eve.py").write_text("def kl(mean, logvar)\n")
    (tmp_path / "notes.txt").write_text("not a hand-in")
    grade.grade(tmp_path, ("kl",))
    with open(tmp_path / "grades.csv", newline="") as file:
        lines = {line["file"]: line for line in csv.DictReader(file)}
    assert {name: line["kl"] for name, line in lines.items()} == {
        "ann.py": "right",
        "bob": "wrong",
        "cem": "error",
        "<dan>.py": "wrong",
        "eve.py": "error",
    }
    assert lines["bob"]["codes"] == "kl: mean_latents"
    page = (tmp_path / "grades.html").read_text()
    assert "&lt;dan&gt;" in page and "<dan>" not in page
    assert page.index("mean_latents") < page.index("syntax")  # two files have it


def test_a_folder_that_is_not_there_or_empty_gets_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match="There is no folder"):
        grade.grade(tmp_path / "none")
    with pytest.raises(SystemExit, match="no .py file"):
        grade.grade(tmp_path)
