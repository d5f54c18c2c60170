"""Say in the head of each page what it is about: for search engines, and for cards in a chat.

The description is the page's first paragraph. The address of the page follows from `html_baseurl`
alone, which is `html: baseurl` in `_config.yml`; Sphinx writes the canonical link from it. A
book without one is published nowhere: its pages have a description, and no address.

sphinxext-opengraph does much the same. It leaves the TeX of formulas in the descriptions, and
Sphinx's own context already holds the rest of what it would bring.
"""

import re
from html import escape

from docutils import nodes
from sphinx.errors import ExtensionError

CARD = "_static/card.png"
CARD_ALT = "The title of the book above a bell curve and handwritten digits"
LIMIT = 200  # characters; what a search engine or a card shows of a description

# The TeX of the few formulas that open a chapter, as plain text.
PLAIN = (
    (r"\\(?:boldsymbol|mathbf|mathrm|mathcal|mathbb)\{(\w+)\}", r"\1"),
    (r"\\mid\b", "|"),
    (r"\\(?:left|right|,)", ""),
    (r"\\(log|exp)\b", r"\1"),
    *((rf"\\{name}\b", letter) for name, letter in {"theta": "θ", "phi": "φ"}.items()),
    *((rf"\\{name}\b", letter) for name, letter in {"sigma": "σ", "mu": "μ"}.items()),
    (r"_\{(\w+)\}", r"\1"),
)


def plain(tex):
    """A formula as text; what is too much for a line of text keeps its backslash."""
    for pattern, text in PLAIN:
        tex = re.sub(pattern, text, tex)
    return re.sub(r"\s+", " ", tex)


def text_of(node):
    """A paragraph or a title as text, its formulas included."""
    leaves = node.findall(lambda node: isinstance(node, (nodes.math, nodes.Text)))
    pieces = [
        plain(node.astext()) if isinstance(node, nodes.math) else node.astext()
        for node in leaves
        if not isinstance(node.parent, nodes.math)
    ]
    return " ".join("".join(pieces).split())


def shorten(text):
    """What fits into `LIMIT` characters of a text, up to the first formula left in TeX.

    It ends with a sentence, if that leaves enough to read, else with an ellipsis.
    """
    sentences = re.split(r"(?<=[.?!]) ", text.split("\\")[0])
    if "\\" in text:
        sentences.pop()
    taken = ""
    for sentence in sentences:
        longer = f"{taken} {sentence}".strip()
        if len(longer) > LIMIT:
            words = longer[: longer.rfind(" ", 0, LIMIT)].rstrip(",;:.?!")
            return taken if len(taken) > LIMIT / 2 else f"{words} …"
        taken = longer
    return taken


def description(doctree, title, book):
    """What the page is about: its first paragraph, or its title where it has none."""
    children = (node for section in doctree.findall(nodes.section) for node in section)
    first = next((node for node in children if isinstance(node, nodes.paragraph)), None)
    return (first and shorten(text_of(first))) or f"{title}: a page of “{book}”."


def meta_tags(named):
    """HTML for pairs of name and content."""
    kind = {True: "property", False: "name"}
    return "".join(
        f'\n<meta {kind[name.startswith("og:")]}="{name}" content="{escape(content)}" />'
        for name, content in named.items()
    )


def card(app, title, about, address):
    """The tags that a search engine and a chat read, by name."""
    is_root = address.endswith(app.builder.get_target_uri(app.config.root_doc))
    named = {
        "description": about,
        "og:type": "website" if is_root else "article",
        "og:site_name": app.config.html_title,
        "og:title": title,
        "og:description": about,
    }
    if app.config.html_baseurl:
        named["og:url"] = address
        named["og:image"] = app.config.html_baseurl + CARD
        named["og:image:alt"] = CARD_ALT
        named["twitter:card"] = "summary_large_image"
    return named


def add_tags(app, pagename, templatename, context, doctree):
    """Add the tags to one page; the index and the search are no pages to send to anybody."""
    if doctree is None:
        return
    title = text_of(app.env.titles[pagename])
    about = description(doctree, title, app.config.html_title)
    address = app.config.html_baseurl + app.builder.get_target_uri(pagename)
    context["metatags"] = context.get("metatags", "") + meta_tags(card(app, title, about, address))


def check_address(app, config):
    """Refuse an address that cannot be continued by the names of the pages.

    Raises:
        ExtensionError: if it does not start with http and end in a slash.
    """
    if config.html_baseurl and not re.fullmatch(r"https?://.+/", config.html_baseurl):
        raise ExtensionError(
            f"html_baseurl is {config.html_baseurl!r}: write the whole address at which the book "
            "will be published into _config.yml, below html, as baseurl, with a slash at its end"
        )


def name_logo(app, config):
    """Write the title of the book beside the logo; the theme shows one or the other."""
    config.html_theme_options.setdefault("logo", {})["text"] = config.html_title


def setup(app):
    app.connect("config-inited", check_address, priority=900)
    app.connect("config-inited", name_logo, priority=900)
    app.connect("html-page-context", add_tags)
