r"""The ledger and the misprints as tables that a notebook shows.

A cell of a table is HTML. Maths stands in it between `\[` and `\]`, in an element of class
`math`: MathJax sets it there in the built book and in JupyterLab alike.
"""

import re
from dataclasses import dataclass, field
from html import escape

from vae_book.derivations.ledger.rows import NUMBERS, holding
from vae_book.derivations.proof.equation import Refuted, Statement

# The colours are those of the built book, else of JupyterLab. Both hosts have rules for the
# tables of an output; the repeated class outweighs them. On a phone a row becomes a block of
# lines; the roles in the HTML keep it a table for a screen reader. The tables of numbers that
# ext/reader_view.py makes have the class `vae-table` as well, and stay as they are.
STYLE = """
.vae-table { overflow-x: auto; margin: 1rem 0; padding: 3px; }
.vae-table table.vae-fixed.vae-fixed { border-collapse: collapse; table-layout: fixed; width: 100%;
  min-width: 42rem; margin: 0; font-size: 0.95em; color: inherit; }
.vae-table caption { caption-side: top; padding: 0.5em 0; text-align: left; font-weight: 600;
  color: inherit; }
.vae-table .vae-fixed.vae-fixed :is(th, td) { padding: 0.6em 0.75em 0.6em 0; text-align: left;
  vertical-align: top; white-space: normal; overflow-wrap: break-word; background: transparent;
  border-bottom: 1px solid var(--pst-color-border, var(--jp-border-color1, #ccc)); }
.vae-table div.math { margin: 0.3em 0; overflow-x: auto; }
.vae-table mjx-container[display="true"] { text-align: left !important; }
.vae-table a { display: inline-block; min-height: 1.8em; min-width: 1.8em; }
.vae-table pre { overflow-x: auto; margin: 0.3em 0; padding: 0.5em; font-size: 0.85em; }
@media (max-width: 600px) {
  .vae-table table.vae-fixed.vae-fixed { min-width: 0; }
  .vae-table .vae-fixed, .vae-fixed.vae-fixed :is(caption, tbody, tr, tbody th, td) {
    display: block; width: auto; }
  .vae-fixed.vae-fixed thead { clip-path: inset(50%); height: 1px; overflow: hidden;
    position: absolute; }
  .vae-table .vae-fixed.vae-fixed :is(tbody th, td) { border: 0; padding: 0.2em 0; }
  .vae-fixed.vae-fixed tbody tr { padding: 0.6em 0;
    border-bottom: 1px solid var(--pst-color-border, var(--jp-border-color1, #ccc)); }
  .vae-fixed.vae-fixed td + td::before { content: attr(data-column) ": "; }
}
"""


@dataclass(frozen=True)
class Table:
    """A table with a header row, whose first cell in each row names the row.

    Args:
        caption: What the table shows, as plain text.
        columns: Width in percent by the column's name.
        rows: Tuples of HTML, one for each row.
        facts: What a program should know of it: metadata of the output.

    Raises:
        ValueError: if a row has not one cell for each column.
    """

    caption: str
    columns: dict
    rows: tuple
    facts: dict = field(default_factory=dict)

    def __post_init__(self):
        wrong = [row for row in self.rows if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(
                f"Each row needs {len(self.columns)} cells, one for each of "
                f"{list(self.columns)}. Got {len(wrong[0])}: {wrong[0]}"
            )

    def _repr_html_(self):
        """HTML; a wide table scrolls in its own box, which the keyboard reaches."""
        caption = escape(self.caption)
        head = "".join(map(html_heading, self.columns, self.columns.values()))
        body = "".join(html_row(list(self.columns), row) for row in self.rows)
        return (
            f'<div class="vae-table" role="region" aria-label="{caption}" tabindex="0">'
            f'<style>{STYLE}</style><table class="vae-fixed" role="table">'
            f"<caption>{caption}</caption>"
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
            f'<tbody role="rowgroup">{body}</tbody></table></div>'
        )

    def _repr_mimebundle_(self, **kwargs):
        return {}, self.facts

    def __repr__(self):
        return f"Table({self.caption!r}, {len(self.rows)} rows)"


def html_heading(name, width):
    """The header of a column of `width` percent."""
    return f'<th scope="col" role="columnheader" style="width: {width}%">{escape(name)}</th>'


def html_row(columns, cells):
    """One row; its first cell is a header, the others name their column."""
    name, *rest = cells
    row = f'<th scope="row" role="rowheader">{name}</th>'
    for column, cell in zip(columns[1:], rest, strict=True):
        row += f'<td role="cell" data-column="{escape(column)}">{cell}</td>'
    return f'<tr role="row">{row}</tr>'


def maths(tex):
    """LaTeX as a displayed formula."""
    return rf'<div class="math notranslate">\[{escape(tex)}\]</div>'


def reference(label, places):
    """The number of an equation, linked to its place in the book where it has one.

    Args:
        label: Such as `eq-7`, shown as (7), or `eq-q2`, shown as (Q2).
        places: Addresses by label, from `places.places`.
    """
    number = label.removeprefix("eq-")
    number = re.sub(r"^q(?=\d)", "Q", number)
    return f'<a href="{escape(places[label])}">({number})</a>' if label in places else f"({number})"


def ledger_table(rows, places):
    """The ledger; the build of the book takes its counts from `facts`.

    Args:
        rows: Rows of `vae_book.derivations.ledger()`.
        places: Addresses by label, from `places.places`.
    """
    columns = {"Equation": 18, "Statement and check": 48, "Proof": 13, "Time, s": 9, "Result": 12}
    cells = (
        (
            reference(row.equation.label, places),
            title_and_check(row.equation) + refused(row.equation),
            escape(row.equation.kind),
            f"{row.seconds:.2f}",
            "✓ holds" if row.ok else f"✗ fails: {escape(row.reason)}",
        )
        for row in rows
    )
    counts = {"holding": holding(rows), "numbered": len(NUMBERS)}
    facts = {"scrapbook": {"name": "ledger", "mime_prefix": "", **counts}}  # as myst_nb's glue
    return Table("Every equation, checked in this build", columns, tuple(cells), facts)


def title_and_check(equation):
    """What an equation states, and how that was checked."""
    return f"{escape(equation.title)}{maths(equation.latex)}{escape(equation.how)}"


def refused(equation):
    """The statement that is true in a special case only, folded."""
    summary = f"Refused: what is true only {escape(equation.where)}"
    return f"<details><summary>{summary}</summary>{maths(equation.special.latex)}</details>"


def require_all(rows):
    """Raises `Refuted` with every reason where a row of the ledger does not hold."""
    failing = [f"{row.equation.label}: {row.reason}" for row in rows if not row.ok]
    if failing:
        raise Refuted("; ".join(failing))


def misprint_table(misprints, caption):
    """Misprints: what is printed, what it should say, and how that is known.

    Those of kind `"computed"` are refuted here; the reason stands in the table.

    Args:
        misprints: Of `vae_book.derivations.MISPRINTS`.
        caption: Caption of the table.

    Raises:
        Refuted: if one of them is not refuted.
    """
    columns = {"Where": 18, "Printed, and what it should say": 50, "How we know": 32}
    cells = ((escape(m.where), both_forms(m), evidence(m)) for m in misprints)
    return Table(caption, columns, tuple(cells))


def both_forms(misprint):
    """The printed form above the corrected one."""
    printed, correct = form(misprint.quote or misprint.printed), form(misprint.correct)
    return f"Printed: {printed}<br>Should be: {correct}"


def form(printed):
    """A statement as a formula, words in quotation marks."""
    return maths(printed.latex) if isinstance(printed, Statement) else f"“{escape(printed)}”"


def evidence(misprint):
    """How it is known, with the outcome of the computation where there is one."""
    if misprint.kind == "notation":
        return escape(misprint.evidence)
    reason = escape(misprint.refutation())
    return f"{escape(misprint.evidence)}<br>✓ Refuted. The check says: <code>{reason}</code>"
