"""Mend what the theme leaves out for keyboard and screen reader.

Each rule below repairs one thing that axe reports on the untouched theme. The rules work on the
finished page, so that no template of the theme has to be copied; each of them leaves a page
alone in which the theme has mended the matter itself.
"""

import re

from finished_page import change_pages

RULES = (
    # The visible text of the search buttons is "Search Ctrl + K"; a shorter label hides it from
    # people who speak to their computer (WCAG 2.5.3).
    (
        re.compile(r'(<button class="btn search-button-field[^>]*?) aria-label="Search"'),
        r"\1",
    ),
    # Likewise the titles of the icons for light and dark.
    (
        re.compile(r'(<i class="theme-switch [^>]*?) title="[^"]*"'),
        r"\1",
    ),
    # The book's title in the side bar stood outside every landmark.
    (
        re.compile(r'(<a class="navbar-brand logo".*?</a>)', re.DOTALL),
        r'<nav aria-label="Start of the book">\1</nav>',
    ),
    # A folded cell is named by the words one sees on it ("Show code cell source").
    (
        re.compile(r'<summary aria-label="Toggle hidden content">'),
        "<summary>",
    ),
    # "doc-biblioentry" is deprecated, and no valid child of the list that holds the entries.
    (
        re.compile(r'role="doc-biblioentry"'),
        'role="listitem"',
    ),
)


def mend(html):
    """Apply all rules to one finished page and return it."""
    for pattern, replacement in RULES:
        html = pattern.sub(replacement, html)
    return html


def mend_pages(app):
    """Pass every page through `mend`."""
    change_pages(app, lambda html, context: mend(html))


def setup(app):
    """Register the extension with Sphinx."""
    app.connect("builder-inited", mend_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
