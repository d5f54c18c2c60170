"""Write what a published site has beside its pages.

- `index.html` sends a reader on to the first page, and tells a chat what the book is about;
- `404.html` is what GitHub Pages shows at an address that does not exist, at any depth: it loads
  no file, and its links are whole addresses;
- `sitemap.xml` and `robots.txt` are for search engines.

All addresses follow from `html_baseurl`; a book without one has `index.html` alone.
sphinx-sitemap and sphinx-notfound-page would each save a few lines; the one asks git for the date
of every chapter, and the other's page finds its style at the published address alone, so it could
not be tested before.
"""

from html import escape
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape as escape_xml

from finished_page import when_built
from page_head import card, description, meta_tags, text_of

NOT_FOUND = Path(__file__).with_name("not_found.html")
INDEX = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<title>$title</title>$tags
<link rel="icon" href="data:," />
<meta http-equiv="Refresh" content="0; url=$page" />
</head>
<body><main><h1><a href="$page">$title</a></h1></main></body>
</html>
""")


def addresses(app):
    """Pairs of (title, address) of all pages, in the order of the table of contents."""
    names = [app.config.root_doc]
    for name in names:  # grows while it is read
        names += [child for child in app.env.toctree_includes.get(name, []) if child not in names]
    base, target = app.config.html_baseurl, app.builder.get_target_uri
    return [(text_of(app.env.titles[name]), base + target(name)) for name in names]


def index(app):
    """The page that sends a reader on to the first one."""
    title = text_of(app.env.titles[app.config.root_doc])
    page = app.builder.get_target_uri(app.config.root_doc)
    address = app.config.html_baseurl + page
    about = description(app.env.get_doctree(app.config.root_doc), title, title)
    tags = meta_tags(card(app, title, about, address))
    if app.config.html_baseurl:
        tags += f'\n<link rel="canonical" href="{escape(address)}" />'
    return INDEX.substitute(title=escape(title), tags=tags, page=page)


def not_found(app):
    """The page for addresses that do not exist."""
    links = "\n".join(
        f'<li><a href="{escape(address)}">{escape(title)}</a></li>'
        for title, address in addresses(app)
    )
    template = Template(NOT_FOUND.read_text(encoding="utf-8"))
    return template.substitute(title=escape(app.config.html_title), links=links)


def sitemap(app):
    """The list of pages for search engines."""
    urls = "\n".join(f"<url><loc>{escape_xml(url)}</loc></url>" for _, url in addresses(app))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}\n</urlset>\n'
    )


def robots(app):
    """The file that lets every robot in and names the sitemap."""
    return f"User-agent: *\nAllow: /\nSitemap: {app.config.html_baseurl}sitemap.xml\n"


WITH_ADDRESS = {"404.html": not_found, "sitemap.xml": sitemap, "robots.txt": robots}


def write_files(app):
    """Write all files into the built book.

    GitHub leaves out folders such as `_static` when it serves a branch, unless told otherwise.
    """
    files = {"index.html": index, ".nojekyll": lambda app: ""}
    files |= WITH_ADDRESS if app.config.html_baseurl else {}
    for name, content in files.items():
        Path(app.outdir, name).write_text(content(app), encoding="utf-8")


def setup(app):
    when_built(app, write_files)
