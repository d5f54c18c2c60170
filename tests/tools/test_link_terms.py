"""Terms of the glossary are linked where a chapter first uses them, and nowhere else."""

import re

import nbformat
import pytest
from link_terms import CHAPTERS, GLOSSARY, address, link_chapter, main, terms

LABEL = re.compile(r"\.ipynb#eq-|\(notation\.ipynb\)|\(\d\d-[\w-]+\.ipynb\)")


def test_the_chapters_are_linked(capsys):
    assert main(["--check"]) == 0, f"run tools/link_terms.py:\n{capsys.readouterr().out}"


def test_every_term_is_linked_from_some_chapter_and_once_in_each():
    found = set()
    for path in CHAPTERS.glob("[0-9][0-9]-*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        links = re.findall(r"\]\(glossary\.ipynb#term-([^)]+)\)", text)
        assert len(links) == len(set(links)), path.name
        found |= set(links)
    assert found == {address(term).split("#term-")[1] for term in terms()}


def test_every_term_points_to_its_chapter_and_is_short():
    text = nbformat.read(GLOSSARY, as_version=4).cells[0].source
    definitions = re.findall(r"\*\*\n\n(.*)$", text, re.MULTILINE)
    assert len(definitions) == len(terms()) > 20
    for definition in definitions:
        said, _, where = definition.rpartition("See ")
        assert LABEL.search(where), definition
        assert said.count(". ") <= 3, definition


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("A prior and a prior.", "A [prior](glossary.ipynb#term-prior) and a prior."),
        ("# The prior\n\nPriors here", "# The prior\n\n[Priors](glossary.ipynb#term-prior) here"),
        ("see [the prior](02.ipynb), `prior`, a prior.", None),
        ("the apriori prior-like", None),
        ("$$\nprior\n$$\n\n| prior |\n\n<b>prior</b> $prior$ `prior`", None),
    ],
)
def test_only_running_text_is_linked(text, linked):
    texts = [text]
    added = link_chapter(texts, ["prior"])
    if text.startswith("see"):
        linked = "see [the prior](02.ipynb), `prior`, a [prior](glossary.ipynb#term-prior)."
    assert texts == [linked or text] and added == (["prior"] if linked else [])


def test_linking_twice_changes_nothing():
    texts = ["The ELBO is an evidence lower bound. The evidence is not."]
    link_chapter(texts, terms())
    once = list(texts)
    assert "The [ELBO](glossary.ipynb#term-ELBO) is an evidence lower bound." in once[0]
    assert "The [evidence](glossary.ipynb#term-evidence) is not." in once[0]
    assert link_chapter(texts, terms()) == [] and texts == once
