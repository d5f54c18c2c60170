"""Chapters are plain Markdown, and Sphinx sees labels, roles and directives in its place."""

import json

import nbformat
import plain_markdown
import pytest
import readme
from bs4 import BeautifulSoup
from notebooks import chapters
from plain_references import sphinx_markdown, with_directives

FOLDER = str(plain_markdown.ROOT / "chapters")
HOMES = plain_markdown.equations()
PLAIN = {
    "$$\na \\tag{Q2-bce}\n$$": "$$\na\n$$ (eq-q2-bce)",
    "$$ a $$\n\n$$ b \\tag{gap} $$": "$$ a $$\n\n$$ b $$ (eq-gap)",
    "By [(13)](06-kl.ipynb#eq-13).": "By {eq}`eq-13`.",
    "[logits](glossary.ipynb#term-logit)": "{term}`logits <logit>`",
    "[ELBO](glossary.ipynb#term-ELBO)": "{term}`ELBO`",
    "([Neal, 2001](references.ipynb#neal2001); [Wu et al., 2017](references.ipynb#wu2017))": (
        "{cite:p}`neal2001,wu2017`"
    ),
    "`[(13)](#eq-13)` and [a page](a.ipynb)": "`[(13)](#eq-13)` and [a page](a.ipynb)",
    "```\n$$ a \\tag{1} $$\n```": "```\n$$ a \\tag{1} $$\n```",
}


@pytest.mark.parametrize("text", PLAIN)
def test_plain_markdown_becomes_roles_and_back(text):
    roles = sphinx_markdown(text, FOLDER)
    assert roles == PLAIN[text]
    if "`[" not in text and "```" not in text:
        assert plain_markdown.plain(roles, chapters()[1], HOMES) == text


def test_marks_and_comments_go():
    text = 'It is: <a id="eq-1"></a>\n\n$$a \\tag{1}$$\n\n<!-- table -->\n\n| a |'
    assert sphinx_markdown(text) == "It is:\n\n$$a$$ (eq-1)\n\n| a |"
    assert sphinx_markdown("[a place](a.ipynb#b)") == "{ref}`a place <b>`"


def test_a_place_to_which_a_link_leads_becomes_a_label(build):
    text = '# A\n\n[below](#here)\n\n<a id="here"></a>\n## B\n\nC'
    app = build(text, extensions=("myst_nb", "equation_numbers", "plain_references"))
    assert app.warning.getvalue() == ""
    assert 'href="#here"' in (app.outdir / "index.html").read_text(encoding="utf-8")


def test_terms_and_references_become_directives():
    text = '# G\n\n<a id="term-a"></a>**a**\n\nOne.\n\n<a id="term-b-c"></a>**b c**\n\nTwo.'
    assert with_directives(text) == "# G\n\n```{glossary}\na\n  One.\n\nb c\n  Two.\n```"
    assert with_directives('<a id="x1"></a>X. *Y*.') == "```{bibliography}\n```"


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_a_stored_notebook_is_plain_and_its_links_lead_somewhere(path):
    assert plain_markdown.problems(path, HOMES) == []


def test_a_raw_role_is_named_with_what_to_write(tmp_path, monkeypatch):
    monkeypatch.setattr(plain_markdown, "ROOT", tmp_path)
    texts = [
        "See {eq}`eq-13` and {term}`priors <prior>`.",
        "$$a$$ (eq-13)",
        "```{note}\nA\n```",
        "[A](references.ipynb#neal2001)",
        "[(2)](#eq-2), [a](no.ipynb)\n\n$$a \\tag{3}$$ [(3)](#eq-3)",
    ]
    cells = [nbformat.v4.new_markdown_cell(text, id=f"c{i}") for i, text in enumerate(texts)]
    path = tmp_path / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    found = plain_markdown.problems(path, {"eq-13": tmp_path / "06-kl.ipynb"})
    assert found[0] == "a.ipynb, cell c0: {eq}`eq-13`: write [(13)](06-kl.ipynb#eq-13)"
    assert "write [priors](" in found[1] and "#term-prior)" in found[1]
    assert found[2:] == [
        "a.ipynb, cell c1: $$ (eq-13): write \\tag{13} before the last $$",
        "a.ipynb, cell c2: '```{note}' is shown as it stands",
        "a.ipynb, cell c3: [A](references.ipynb#neal2001): citations stand in brackets, "
        "with ; between them",
        "a.ipynb, cell c3: there is no notebook references.ipynb",
        "a.ipynb, cell c4: #eq-2 leads nowhere",
        "a.ipynb, cell c4: there is no notebook no.ipynb",
        'a.ipynb, cell c4: #eq-3: write <a id="eq-3"></a> before that formula',
    ]


def test_citations_say_what_the_bibliography_says():
    for path in chapters():
        for cell in plain_markdown.markdown(path)[1]:
            for text, key in plain_markdown.CITED.findall(cell.source):
                assert text == plain_markdown.cited(key), path.name
    references = "".join(c.source for c in plain_markdown.markdown(plain_markdown.REFERENCES)[1])
    assert references == f"# References\n\n{plain_markdown.bibliography()}"


def test_tables_of_the_benchmarks_are_those_of_their_page():
    page, shown = readme.README.read_text(encoding="utf-8"), []
    for path in chapters():
        for text in [cell.source for cell in plain_markdown.markdown(path)[1]]:
            for section in ("training", "quality"):
                first, last = f"<!-- {section} -->", f"<!-- end of {section} -->"
                if first in text:
                    shown.append(section)
                    table = page.split(first)[1].split(last)[0].strip()
                    assert readme.put(section, table, text) == text
    assert shown == ["training", "quality"]


def test_a_page_shows_numbers_and_names_what_is_wrong(build):
    texts = [
        "# A\n\n$$a \\tag{1}$$\n\nBy [(1)](#eq-1).",
        "# B\n\n[(1)](index.md#eq-1), [(99)](index.md#eq-99), [one](index.md#eq-1)",
    ]
    app = build(*texts, extensions=("myst_nb", "equation_numbers", "plain_references"))
    page = BeautifulSoup((app.outdir / "second.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one("a[href='index.html#equation-eq-1']").text == "(1)"
    warnings = app.warning.getvalue()
    assert "second.md:3: WARNING: equation not found: eq-99" in warnings
    assert "is its number, [(1)](...)" in warnings


def test_a_notebook_keeps_all_else(build, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    cells = [nbformat.v4.new_markdown_cell("# N\n\n$$a \\tag{7}$$\n\n[(7)](#eq-7)")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), source / "note.ipynb")
    before = json.loads((source / "note.ipynb").read_text(encoding="utf-8"))
    app = build("# A", extensions=("myst_nb", "equation_numbers", "plain_references"))
    assert ">(7)</a>" in (app.outdir / "note.html").read_text(encoding="utf-8")
    assert json.loads((source / "note.ipynb").read_text(encoding="utf-8")) == before
