"""The tables show what the checks say, and link to where the equations stand."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from vae_book.derivations import EQUATIONS, MISPRINTS
from vae_book.derivations.ledger.places import markdown_cells, places
from vae_book.derivations.ledger.rows import checked
from vae_book.derivations.proof.equation import Refuted
from vae_book.derivations.sections.misprints import Misprint
from vae_book.figures.tables import (
    STYLE,
    Table,
    ledger_table,
    maths,
    misprint_table,
    reference,
    require_all,
)

FALSE_KL = EQUATIONS["13"].stating(EQUATIONS["13"].lhs, 2 * EQUATIONS["13"].rhs)


@pytest.fixture
def chapters(tmp_path):
    """A folder with one chapter, which displays equation 7."""
    cells = [
        {"cell_type": "markdown", "source": ["# Title\n", "\n$$\na \\tag{7}\n$$"]},
        {"cell_type": "code", "source": "'$$ a \\tag{8} $$'"},
    ]
    tmp_path.joinpath("03-name.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf8")
    return tmp_path


def html(shown):
    return BeautifulSoup(shown._repr_html_(), "html.parser")


def test_places_are_read_from_the_text_cells(chapters):
    assert places(chapters) == {"eq-7": "03-name.ipynb#eq-7"}
    assert len(markdown_cells(chapters / "03-name.ipynb")) == 1


@pytest.mark.parametrize(
    ("label", "shown"),
    [("eq-7", "(7)"), ("eq-q2", "(Q2)"), ("eq-q2-bce", "(Q2-bce)"), ("eq-gap", "(gap)")],
)
def test_reference_shows_the_number_of_the_book(label, shown):
    assert reference(label, {}) == shown
    assert reference(label, {label: "a.html#b"}) == f'<a href="a.html#b">{shown}</a>'


def test_table_has_headers_and_a_box_that_the_keyboard_reaches():
    soup = html(Table("A & B", {"one": 40, "two": 60}, (("<b>1</b>", "2"),)))
    assert soup.div["aria-label"] == soup.caption.get_text() == "A & B"
    assert soup.div["tabindex"] == "0"
    assert [(th["scope"], th.get_text()) for th in soup.find_all("th")] == [
        ("col", "one"),
        ("col", "two"),
        ("row", "1"),
    ]


def test_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match=r"Each row needs 1 cells, .*Got 2"):
        Table("caption", {"one": 100}, (("a", "b"),))


def test_maths_is_escaped_and_marked():
    assert maths("a < b") == r'<div class="math notranslate">\[a &lt; b\]</div>'


def test_ledger_shows_statement_proof_and_result():
    row = checked(EQUATIONS["7"])
    cells = html(ledger_table([row], {"eq-7": "x.html"})).tbody.find_all(["th", "td"])
    assert [cell.get_text() for cell in cells] == [
        "(7)",
        rf"{row.equation.title}\[{row.equation.latex}\]{row.equation.how}"
        rf"Refused: what is true only for an image of ones\[{row.equation.special.latex}\]",
        "general",
        f"{row.seconds:.2f}",
        "✓ holds",
    ]
    require_all([row])


def test_equation_that_fails_is_shown_and_raised():
    row = checked(FALSE_KL)
    assert f"✗ fails: {row.reason}" in html(ledger_table([row], {})).get_text()
    with pytest.raises(Refuted, match="eq-13: "):
        require_all([row])


def test_misprint_is_shown_with_its_refutation():
    misprint = MISPRINTS[0]
    text = html(misprint_table([misprint], "caption")).tbody.get_text()
    assert f"Printed: \\[{misprint.printed.latex}\\]" in text
    assert f"Should be: \\[{misprint.correct.latex}\\]" in text
    assert f"✓ Refuted. The check says: {misprint.refutation()}" in text


def test_matter_of_notation_shows_its_reason_alone():
    text = html(misprint_table([Misprint("1.4", "a", "b", "because")], "caption")).tbody.get_text()
    assert text == "1.4Printed: “a”Should be: “b”because"


def test_misprint_that_is_no_misprint_is_not_shown():
    statement = EQUATIONS["7"].statement
    false_alarm = Misprint("(7)", statement, statement, "none", EQUATIONS["7"].proof)
    with pytest.raises(Refuted, match="passes the check of its correction"):
        misprint_table([false_alarm], "caption")


def test_what_changes_on_a_phone_is_its_own_tables_alone():
    """Tables of numbers on the same page have the class `vae-table`, too."""
    phone = STYLE.split("@media (max-width: 600px) {")[1]
    selectors = re.findall(r"([^{}]+)\{", phone)
    assert len(selectors) == 6
    assert all("vae-fixed" in selector for selector in selectors)
