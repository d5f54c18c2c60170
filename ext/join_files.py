"""Join the theme's style sheets and scripts, so that a page makes few requests.

The theme and the extensions load about a dozen style sheets and as many scripts, each by a request
of its own. Those that a page's head loads one after the other become one file of each kind, named
after its content. What a page does not use is left out: sphinx-design's tabs and cards, the look
of sphinx-thebe, the parts of the search where no search runs, and rules for icons of a font that
`icons` has replaced.
"""

import hashlib
import re
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from urllib.parse import urlsplit

from finished_page import change_pages, drop_unnamed, when_built
from minify import LONG

SHEET = re.compile(r'[ \t]*<link\b(?=[^>]* rel="stylesheet")[^>]* href="([^"]*)"[^>]*>\n?')
SCRIPT = re.compile(r'[ \t]*<script src="([^"]*)"></script>\n?')
DEFERRED = re.compile(r'[ \t]*<script defer[^>]* src="([^"]*)"></script>\n?')
PICTURE = re.compile(r'<img (?=[^>]*src="[^"]*_static/)(?![^>]*loading=)')
IMPORT = re.compile(r'@import (?:url\()?"([^"]+)"\)?;')
URL = re.compile(r"""url\(["']?(?!data:|#|https?:)([^"')]+)["']?\)""")
ICONS = re.compile(r'(?:\.fa-[\w-]+:before,?)+\{content:"[^"]*"\}')
# Files of the theme and its extensions, and what a page that uses them has.
NEEDS = {
    "_static/sphinx-thebe.css": "thebe-launch-button",
    "_static/sphinx-design.min.css": 'class="sd-',
    "_static/design-tabs.js": 'class="sd-tab-set',
    "_static/searchtools.js": 'id="search-results"',
    "_static/search.js": 'id="search-results"',
    "_static/language_data.js": 'id="search-results"',
    "searchindex.js": 'id="search-results"',
}
# Kept apart: what some pages load only, what the page of the search loads in its own order, and the
# colours of code, which the theme writes when all pages are done.
OWN = ("_static/answers/", "_static/searchtools.js", "_static/language_data.js", "searchindex.js")
OWN += ("_static/pygments.css",)
OPTIONS = "_static/documentation_options.js"  # short, and read by what stands in the page
MARK = "\0"


class Joiner:
    """Joins the files of one page.

    Args:
        book: Folder of the built book.
        page: Address of the page, relative to it.
        html: The page.
    """

    def __init__(self, book, page, html):
        self.book, self.page, self.html = book, page, html
        self.deferred = {self.path(address) for address in DEFERRED.findall(html)}

    def path(self, address):
        """The path in the book of an address on the page."""
        return normpath(join(dirname(self.page), urlsplit(address).path))

    def used(self, path):
        """Tell whether the page uses a file."""
        return NEEDS.get(path, "") in self.html

    def joined(self, pattern, html, tag, kind, read):
        """The HTML with the files of one kind joined where the last of them stands."""
        paths = []

        def take(match):
            path = self.path(match[1])
            if path in self.deferred or not self.used(path):
                return ""
            if path.startswith(OWN) or not self.book.joinpath(path).is_file():
                return match[0]
            if path == OPTIONS:
                return f"<script>{self.book.joinpath(path).read_text(encoding='utf-8')}</script>\n"
            paths.append(path)
            return MARK

        before, _, after = pattern.sub(take, html).rpartition(MARK)
        content = "".join(read(path) for path in dict.fromkeys(paths))
        name = f"_static/joined.{hashlib.sha256(content.encode()).hexdigest()[:12]}.{kind}"
        if not self.book.joinpath(name).exists():
            content = LONG + content if kind == "js" else content
            self.book.joinpath(name).write_text(content, encoding="utf-8")
        address = relpath(name, dirname(self.page) or ".")
        return f"{before.replace(MARK, '')}{tag.format(address)}\n{after}"

    def sheet(self, path):
        """A style sheet behind those that it imports, as seen from `_static`."""
        text = self.book.joinpath(path).read_text(encoding="utf-8")
        folder = dirname(path)
        imported = "".join(
            self.sheet(normpath(join(folder, name))) for name in IMPORT.findall(text)
        )

        def seen(match):
            return f'url("{relpath(join(folder, match[1]), "_static")}")'

        text = ICONS.sub("", IMPORT.sub("", re.sub(r"^@charset[^;]*;", "", text)))
        return f"{imported}{URL.sub(seen, text)}\n"

    def script(self, path):
        return self.book.joinpath(path).read_text(encoding="utf-8").rstrip() + "\n;\n"

    def run(self):
        """The page with its files joined."""
        head, end, body = self.html.partition("</head>")
        head = DEFERRED.sub(lambda tag: tag[0] if self.used(self.path(tag[1])) else "", head)
        head = re.sub(r"<script data-sd-tabs[^>]*></script>\n?", self.tabs, head)
        head = self.joined(SHEET, head, '<link rel="stylesheet" href="{}" />', "css", self.sheet)
        head = self.joined(SCRIPT, head, '<script src="{}"></script>', "js", self.script)
        return head + end + PICTURE.sub('<img loading="lazy" ', body)

    def tabs(self, match):
        """The script of tabs, whose tag has more than an address, where there are tabs."""
        return match[0] if NEEDS["_static/design-tabs.js"] in self.html else ""


def join_page(app, html, context):
    """A page with its files joined."""
    page = app.builder.get_target_uri(context["pagename"])
    return Joiner(Path(app.outdir), page, html).run()


def setup(app):
    change_pages(app, join_page, priority=900)  # what others add is joined, too
    when_built(app, lambda app: drop_unnamed(app, "joined.*"), priority=900)
