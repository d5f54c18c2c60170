"""Equations carry the assignment's numbers, in the display and in references across pages."""

import re

import pytest
from equation_numbers import equation_number

EXTENSIONS = ("myst_nb", "equation_numbers")


def display(label):
    """MyST for a displayed equation with a label."""
    return f"# Page\n\n$$\na = b\n$$ ({label})\n"


def numbers(app, page):
    """The numbers displayed and the numbers referred to on a page."""
    html = app.outdir.joinpath(f"{page}.html").read_text(encoding="utf8")
    shown = re.findall(r'<span class="eqno">(.*?)<', html)
    referred = re.findall(r'href="[^"]*#equation-[^"]*">(\(.*?\))</a>', html)
    return shown, referred


@pytest.mark.parametrize(
    ("label", "number"),
    [("eq-7", "7"), ("eq-29", "29"), ("eq-q2", "Q2"), ("eq-q2-bce", "Q2-bce"), ("eq-gap", "gap")],
)
def test_number_is_read_from_label(label, number):
    assert equation_number(label) == number


@pytest.mark.parametrize("label", ["kl", "eq-", "eq7", "eq-7-", "eq-Kl", "EQ-7"])
def test_label_without_number_is_refused(label):
    with pytest.raises(ValueError, match=f"'{label}' carries no number: write eq-7"):
        equation_number(label)


def test_display_and_references_show_the_number(build):
    second = "# Second\n\nSee {eq}`eq-12` and {eq}`eq-q3`.\n\n" + display("eq-q3").split("\n", 2)[2]
    app = build(display("eq-12") + "\nIt is {eq}`eq-12`.", second, extensions=EXTENSIONS)
    assert numbers(app, "index") == (["(12)"], ["(12)"])
    assert numbers(app, "second") == (["(Q3)"], ["(12)", "(Q3)"])


def test_numfig_does_not_renumber_equations(build):
    app = build(display("eq-12"), extensions=EXTENSIONS, numfig=True)
    assert numbers(app, "index")[0] == ["(12)"]


def test_other_label_is_a_warning(build):
    app = build(display("my-equation"), extensions=EXTENSIONS)
    assert "equation label 'my-equation' carries no number" in app.warning.getvalue()


ALIGN = "# Page\n\n\\begin{align}\na &= b\n\\end{align}\n"


def test_numbered_amsmath_environment_is_a_warning(build):
    app = build(ALIGN, extensions=EXTENSIONS)
    assert "use the starred environment" in app.warning.getvalue()


def test_starred_amsmath_environment_is_fine(build):
    app = build(ALIGN.replace("align", "align*"), extensions=EXTENSIONS)
    assert app.warning.getvalue() == ""


def test_label_may_occur_once_in_the_whole_book(build):
    app = build(display("eq-7"), display("eq-7"), extensions=EXTENSIONS)
    assert "duplicate label of equation eq-7" in app.warning.getvalue()
