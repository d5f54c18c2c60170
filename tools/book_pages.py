"""Make one printable page of the built book.

Chapters follow each other as in the table of contents. Every anchor carries its page's name, so
that no two are alike, and every link between pages becomes a link inside the one page. What only
a screen can do is replaced: a live figure by its still picture, an answer box by lines to write
on. Hints and steps stand open; the answers come at the end of their chapter.
"""

import re
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath

import yaml
from bs4 import BeautifulSoup
from formulas import spoken
from jinja2 import Template

FORMULA = "Formula: "
# How a formula is drawn on the screen: most of a page.
GLYPHS = re.compile("<mjx-math .*?</mjx-math>", re.DOTALL)
DROPPED = "a.headerlink, button, script, style.vae-screen, vae-answer-sheet, .vae-still-note"
LINES = '<div class="write" aria-hidden="true"><span></span><span></span><span></span></div>'
LIVE = '<p class="live">This figure can be moved in the web edition.</p>'


def parts(toc):
    """Yield `(caption, pages)` of a table of contents; the root is a part without caption."""
    yield None, [toc["root"]]
    for part in toc["parts"]:
        yield part["caption"], [chapter["file"] for chapter in part["chapters"]]


def anchor(page, name=""):
    """The anchor in the one page of an anchor `name` on `page`; of its beginning without it."""
    return f"{page.rsplit('/', 1)[-1]}--{name}" if name else page.rsplit("/", 1)[-1]


class Chapter:
    """The article of one built page, made ready for print.

    Args:
        book: Folder of the built book.
        page: Name of the page, such as `"chapters/02-prior"`.
        pages: Names of all pages that are printed.
    """

    def __init__(self, book, page, pages):
        self.page, self.pages = page, pages
        html = GLYPHS.sub("", (book / f"{page}.html").read_text("utf-8"))
        self.soup = BeautifulSoup(html, "html.parser")
        self.article = self.soup.find("article")
        self.article.attrs = {"id": anchor(page), "class": "chapter"}
        self.replace_live()
        for node in self.article.select(DROPPED):
            node.decompose()
        self.name_anchors()
        self.name_formulas()
        self.unfold()

    @property
    def title(self):
        return self.article.find("h1").get_text().strip()

    def fragment(self, html):
        return BeautifulSoup(html, "html.parser")

    def replace_live(self):
        """Put paper in the place of live figures and answer boxes."""
        for view in self.article.select('script[type="application/vnd.jupyter.widget-view+json"]'):
            still = view.find_parent(class_="vae-stage")
            view.replace_with("" if still else self.fragment(LIVE))
        for note in self.article.select("vae-answer .vae-plain"):
            note.replace_with(self.fragment(LINES))

    def name_anchors(self):
        """Give all anchors and links of the page names that hold for the whole book."""
        for node in self.article.find_all(id=True):
            if node is not self.article:
                node["id"] = anchor(self.page, node["id"])
        for node in self.article.find_all(["img", "a"]):
            for name in ("src", "href", "xlink:href"):
                if name in node.attrs:
                    node[name] = self.address(node[name])

    def address(self, address):
        """A link or a picture's address, as seen from the printable page."""
        if re.match(r"[a-z]+:", address):
            return address
        path, _, name = address.partition("#")
        if not path:
            return "#" + anchor(self.page, name)
        path = normpath(join(dirname(self.page), path))
        page = path.removesuffix(".html")
        return "#" + anchor(page, name) if page in self.pages else f"../html/{path}"

    def name_formulas(self):
        """Give each formula words, or its LaTeX where there are none for it."""
        for node in self.article.select(".math"):
            number = node.find(class_="eqno")
            said = f", equation {number.extract().get_text()}" if number else ""
            tex = node.find("mjx-container")["data-tex"]
            left, right = (r"\[", r"\]") if node.name == "div" else (r"\(", r"\)")
            node.string = f"{left}{tex}{right}"  # it is set anew, with all others on paper
            node["data-words"] = FORMULA + words(tex) + said
            if number:
                node.insert_after(number)
                pair = node.wrap(self.soup.new_tag("div", attrs={"class": "numbered"}))
                pair.append(number)
                pair["id"] = node.attrs.pop("id")

    def unfold(self):
        """Open what is folded; move the answers to the end of the chapter."""
        answers = self.article.select("details.answer, details.vae-reference")
        if answers:
            there = anchor(self.page, "answers")
            end = f'<section class="answers"><h2 id="{there}">Answers</h2></section>'
            self.article.append(self.fragment(end))
            section = self.article.find(class_="answers")
        for number, details in enumerate(answers, 1):
            section.append(self.moved(details, number))
        for details in self.article.find_all("details"):
            summary = details.find("summary")
            if "hide" in details.get("class", []):
                summary.decompose()
                details.unwrap()
            else:
                details.name, summary.name = "div", "p"
                summary["class"] = "summary"

    def moved(self, details, number):
        """An answer as it stands at the end, taken from its place; a link is left there."""
        here, there = (anchor(self.page, f"{kind}-{number}") for kind in ("asked", "answer"))
        summary = details.find("summary").extract().get_text()
        box = details.find_parent("vae-answer")
        name = box.find(class_="vae-answer-title").get_text() if box else summary
        back = f'<a href="#{here}">{number}. {escape(name)}</a>'
        link = f'<p class="see" id="{here}"><a href="#{there}">{escape(summary)}: {number}</a></p>'
        details.replace_with(self.fragment(link))
        details.name, details["id"], details["class"] = "div", there, "moved"
        details.insert(0, self.fragment(f'<p class="summary">{back}</p>'))
        return details


def words(tex):
    """A formula in words, as far as `formulas` knows how to say it; else its LaTeX."""
    try:
        return spoken(tex.removeprefix(r"\displaystyle").strip())
    except ValueError:
        return tex


def contents(chapters, numbers):
    """The list of contents: parts, chapters and their pages."""
    rows = []
    for caption, group in chapters:
        lines = [
            f'<li><a href="#{anchor(chapter.page)}"><span>{escape(chapter.title)}</span>'
            f'<span class="page">{numbers.get(anchor(chapter.page), "")}</span></a></li>'
            for chapter in group
        ]
        head = f'<p class="part">{escape(caption)}</p>' if caption else ""
        rows.append(f"{head}<ul>{''.join(lines)}</ul>")
    return f'<nav class="contents"><h1 id="contents">Contents</h1>{"".join(rows)}</nav>'


def read(root):
    """The chapters of the book built in `root`: `(settings, [(caption, [Chapter])])`."""
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    groups = list(parts(yaml.safe_load((root / "_toc.yml").read_text("utf-8"))))
    pages = [page for _, group in groups for page in group]
    book = root / "_build" / "html"
    return config, [
        (name, [Chapter(book, page, pages) for page in group]) for name, group in groups
    ]


def one_page(config, chapters, numbers):
    """The printable page.

    Args:
        config: Settings of the book.
        chapters: As `read` returns them.
        numbers: The page on which an anchor lies, as far as it is known yet.

    Raises:
        ValueError: If a link leads to no anchor; the message lists such links.
    """
    body = "".join(str(chapter.article) for _, group in chapters for chapter in group)
    page = contents(chapters, numbers) + body
    known = set(re.findall(r'\bid="([^"]+)"', page))
    dead = sorted(set(re.findall(r'href="#([^"]+)"', page)) - known)
    if dead:
        raise ValueError(f"Links of the book that lead nowhere: {', '.join(dead)}.")
    return filled(config["title"], config["author"], page)


def filled(title, author, body):
    """The frame of a printable page around the HTML of its body."""
    frame = Template(Path(__file__).with_name("book_pdf.html").read_text("utf-8"), autoescape=True)
    return frame.render(title=title, author=author, body=body)
