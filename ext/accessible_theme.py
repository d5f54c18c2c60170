"""Mend what the theme leaves out for keyboard and screen reader, and what it moves late.

Each rule below repairs one thing that axe or the layout's shift reports on the untouched theme.
The rules work on the finished page, so that no template of the theme has to be copied; each of
them leaves a page alone in which the theme has mended the matter itself.
"""

import re

from finished_page import change_pages

# The theme scrolls the side bar to the page's entry after the first paint, and it jumps. What it
# finds in its own note it takes over.
SCROLL = """<script>(() => {
const bar = document.querySelector(".bd-sidebar-primary");
const kept = parseInt(sessionStorage.getItem("sidebar-scroll-top"), 10);
const entry = [...bar.querySelectorAll(".bd-docs-nav .active")].at(-1)?.getBoundingClientRect().y;
const place = entry - bar.getBoundingClientRect().y - bar.clientHeight / 4;
if (kept >= 0) bar.scrollTop = kept;
else if (entry > innerHeight / 2) bar.scrollTop = place;
sessionStorage.setItem("sidebar-scroll-top", bar.scrollTop);
})();</script>
"""

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
    (re.compile(r'(?=<main id="main-content")'), SCROLL),
    # Until its script comes, a first visit is neither light nor dark: both logos stand there.
    (
        re.compile(r'(dataset\.theme = localStorage\.getItem\("theme"\) \|\| )"auto"'),
        r'\1(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")',
    ),
)


def mend(html):
    """Apply all rules to one finished page and return it."""
    for pattern, replacement in RULES:
        html = pattern.sub(replacement, html)
    return html


def setup(app):
    change_pages(app, lambda app, html, context: mend(html))
