"""Each rule mends what it is for and leaves the rest of a page alone."""

import pytest
from accessible_theme import SCROLL, mend

CASES = {
    "search": (
        '<button class="btn search-button-field x" title="Search" aria-label="Search">',
        '<button class="btn search-button-field x" title="Search">',
    ),
    "folded cell": ('<summary aria-label="Toggle hidden content">', "<summary>"),
    "bibliography": ('<div id="a" role="doc-biblioentry">', '<div id="a" role="listitem">'),
    "colour mode": (
        '<i class="theme-switch fa-sun" data-mode="light" title="Light"></i>',
        '<i class="theme-switch fa-sun" data-mode="light"></i>',
    ),
    "first visit": (
        'document.documentElement.dataset.theme = localStorage.getItem("theme") || "auto";',
        'document.documentElement.dataset.theme = localStorage.getItem("theme") || '
        '(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");',
    ),
    "place of the side bar": (
        '<div class="bd-main-before"></div><main id="main-content" class="bd-main">',
        f'<div class="bd-main-before"></div>{SCROLL}<main id="main-content" class="bd-main">',
    ),
    "book title": (
        '<a class="navbar-brand logo" href="#">\n<p>Title</p></a><a>other</a>',
        '<nav aria-label="Start of the book"><a class="navbar-brand logo" href="#">\n'
        "<p>Title</p></a></nav><a>other</a>",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_rule(case):
    before, after = CASES[case]
    assert mend(before) == after


def test_icon_button_keeps_its_only_name():
    button = '<button class="btn search-button" title="Search" aria-label="Search">'
    assert mend(button) == button


def test_pages_pass_through_the_rules(build):
    text = '# Page\n\n<div role="doc-biblioentry">entry</div>\n'
    app = build(text, extensions=("myst_nb", "accessible_theme"))
    html = app.outdir.joinpath("index.html").read_text(encoding="utf8")
    assert '<div role="listitem">entry</div>' in html
