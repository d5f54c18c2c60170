"""Make a chapter a text for readers: code folds away, folds say what they hold, prints are text.

MyST-NB shows code with its output folded, under bars that say "Show code cell output". Here a step
of a derivation is opened as a whole, and its code is folded within; the code of a figure stands
below it; a printed table becomes a table, a printed sentence a sentence. With the view "theory",
which `_static/reader.js` keeps, code and what only confirms it are not shown at all.
"""

import re
import struct
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup

HEADINGS = ("h1", "h2", "h3", "h4")
STEP = re.compile(r"^\w+ \d+\.$")
QUESTION = re.compile(r"Question \d")
WIDE = 1.9  # times as wide as high: panels beside each other
COLUMNS = re.compile(r" {2,}")
NUMBER = re.compile(r"[-+\u2212(]?[.\d]|nan|-?inf")  # how one begins
# Before the first paint, so that nothing jumps: what the reader chose, else what the page is.
CHOOSE = """(() => {{
  let kept = null;
  try {{ kept = localStorage.getItem("vae-view|{part}"); }} catch {{ /* kept nowhere */ }}
  const view = ["theory", "code"].includes(kept) ? kept : "{default}";
  document.documentElement.dataset.vaeView = view;
  document.documentElement.dataset.vaePart = "{part}";
}})();"""


class Page:
    """The body of one page, made ready for readers.

    Args:
        html: The body as MyST-NB has made it.
    """

    def __init__(self, html):
        self.soup = BeautifulSoup(html, "html.parser")
        self.names = {}

    def __str__(self):
        return str(self.soup)

    def turn(self):
        """Change all cells and folds, and name them."""
        for cell in self.soup.select("div.cell"):
            for output in cell.select("div.output.stream, div.output.text_plain"):
                self.as_text(output)
            self.mark_proofs(cell)
            details = cell.find("details", class_="hide", recursive=False)
            if details is None:
                continue
            if "below-input" in details["class"]:
                self.turn_step(cell, details)
            elif "above-input" in details["class"] and cell.find(class_="cell_output"):
                self.put_below(cell, details)
            else:
                self.name(details, cell)
        for details in self.soup.select("details.hint, details.answer"):
            self.tell_apart(details)
        for paragraph in self.soup.find_all("p"):
            if self.is_a_turn(paragraph):
                paragraph["class"] = [*paragraph.get("class", []), "vae-turn"]

    @staticmethod
    def is_a_turn(paragraph):
        """Tell whether a paragraph asks for a prediction, or is a question of the assignment."""
        before = paragraph.find_previous_sibling()
        title = before.get_text() if before is not None and before.name in HEADINGS else ""
        asks = paragraph.get_text().startswith("Predict first") and paragraph.find("strong")
        return bool(asks or QUESTION.match(title))

    def fold(self, name, *classes):
        """An empty fold with a name of its own."""
        details = self.soup.new_tag("details", attrs={"class": " ".join(["hide", *classes])})
        summary = self.soup.new_tag("summary")
        summary.string = self.unique(name)
        details.append(summary)
        return details

    def unique(self, name):
        self.names[name] = self.names.get(name, 0) + 1
        return name if self.names[name] == 1 else f"{name} ({self.names[name]})"

    def turn_step(self, cell, details):
        """The words of a step and its line are opened; how it was checked is folded in."""
        words = self.words_of_step(cell)
        title = words[0].find("strong").get_text().rstrip(".") if words else "The result"
        heading = self.heading(cell, "h2")
        step = self.fold(f"{title}: {heading}", "vae-step")
        code = self.fold(f"How it was checked: {title.lower()}, {heading}", "vae-code")
        cell.insert_before(step)
        for node in words:
            step.append(node.extract())
        code.append(cell.find(class_="cell_input").extract())
        output = details.find(class_="cell_output").extract()
        details.decompose()
        cell.append(output)
        cell.append(code)
        step.append(cell.extract())

    @staticmethod
    def words_of_step(cell):
        """What stands before a cell, from the paragraph that begins with "Step 2." or the like."""
        words = []
        for node in cell.find_previous_siblings(limit=6):
            words.insert(0, node)
            strong = node.find("strong") if node.name == "p" else None
            first = strong is not None and node.get_text().startswith(strong.get_text())
            if first and STEP.fullmatch(strong.get_text()):
                return words
            if node.name in HEADINGS or {"cell", "vae-step"} & set(node.get("class", [])):
                break
        return []

    def put_below(self, cell, details):
        """The code of a figure stands below it."""
        code = self.fold(f"Code: {self.heading(cell)}", "vae-code")
        code.append(details.find(class_="cell_input").extract())
        details.decompose()
        cell.append(code)

    def name(self, details, cell):
        """Give a fold of MyST-NB one name."""
        summary = details.find("summary")
        what = "Code and result" if cell.find(class_="cell_output") else "Code"
        summary.clear()
        summary.string = self.unique(f"{what}: {self.heading(cell)}")
        details["class"] = ["hide", "vae-code"]

    @staticmethod
    def heading(node, names=HEADINGS):
        """The words of the heading above a place."""
        found = node.find_previous(names)
        return found.get_text().removesuffix("#").strip() if found else "this page"

    def tell_apart(self, details):
        """Folds of one name say to the ear under which heading they stand."""
        summary = details.find("summary")
        name = f"{summary.get_text().strip()}: {self.heading(details)}"
        unique = self.unique(name)
        unseen = self.soup.new_tag("span", attrs={"class": "vae-for-ears"})
        unseen.string = unique.removeprefix(summary.get_text().strip())
        summary.append(unseen)

    @staticmethod
    def as_text(output):
        """Printed tables and sentences become such; what else has no columns wraps."""
        pre = output.find("pre")
        text = pre.get_text().strip("\n") if pre else ""
        made = "stream" in output["class"] and (table(text) or sentences(text))
        if made:
            output.clear()
            output.append(BeautifulSoup(made, "html.parser"))
        elif pre and "  " not in text:
            output["class"] = [*output["class"], "vae-wraps"]

    @staticmethod
    def mark_proofs(cell):
        """An output without a number, picture, table or formula only confirms the code."""
        for output in cell.select("div.output.stream, div.output.text_plain"):
            if not re.search(r"\d", output.get_text()) and not output.find("table"):
                output["class"] = [*output["class"], "vae-confirms"]

    def widen(self):
        """Let explorers use the empty side of the page; the theme hides its contents there.

        Their planes stand beside the digit then; other figures would only grow.
        """
        for cell in self.soup.select("div.cell:has(.vae-stage)"):
            if "Explorer" in cell.find(class_="cell_input").get_text():
                cell["class"] = [*cell["class"], "tag_full-width"]

    def size_pictures(self, files):
        """Keep the place of each picture; a wide one scrolls on a telephone.

        Args:
            files: The path of each picture, by the last part of its address.
        """
        for image in self.soup.select("div.cell_output img:not(.vae-still *)"):
            path = files.get(image["src"].rpartition("/")[2])
            if path is None or path.suffix != ".png":
                continue
            image["width"], image["height"] = struct.unpack(">II", path.read_bytes()[16:24])
            if image["width"] > WIDE * image["height"]:
                image.wrap(self.soup.new_tag("div", attrs={"class": "vae-wide"}))


def table(text):
    """Lines of columns as an HTML table, or None if they are no such thing.

    The first line names the columns, unless it holds numbers itself, or no line does.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    rows = [COLUMNS.split(escape(line.strip())) for line in lines]
    widths = {len(row) for row in rows}
    if len(rows) < 3 or len(widths) != 1 or widths == {1}:
        return None
    counted = [any(NUMBER.match(value) for value in row[1:]) for row in rows]
    start = ""
    if any(counted) and not counted[0]:
        names = "".join(f'<th scope="col">{value}</th>' for value in rows.pop(0))
        start = f"<thead><tr>{names}</tr></thead>"
    cells = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{value}</td>" for value in values)}</tr>'
        for name, *values in rows
    )
    look = "vae-table" if any(counted) else "vae-table vae-words"
    return (
        f'<div class="{look}" tabindex="0" role="group" aria-label="Table of results">'
        f"<table>{start}<tbody>{cells}</tbody></table></div>"
    )


def sentences(text):
    """Lines that all end like sentences as paragraphs, or None."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or any(COLUMNS.search(line.strip()) for line in lines):
        return None
    if not all(re.search(r"^[A-Z\d].* .*[.:]$", line) for line in lines):
        return None
    return "".join(f'<p class="vae-printed">{escape(line)}</p>' for line in lines)


def part_of(app, pagename):
    """`landing`, `theory` for the first part and others of that name, or `practice`."""
    toc = getattr(app.env, "external_site_map", None)
    if toc is None or not toc.root.subtrees:
        return "practice"
    if pagename == toc.root.docname:
        return "landing"
    first, *others = toc.root.subtrees
    parts = [first, *(part for part in others if "theory" in (part.caption or "").lower())]
    names = [str(item).removesuffix(".ipynb") for part in parts for item in part.items]
    return "theory" if pagename in names else "practice"


def show(app, pagename, templatename, context, doctree):
    """Turn the page that is about to be written, and let it choose its view first."""
    body = context.get("body")
    if doctree is None or not body or 'class="cell' not in body:
        return
    part = part_of(app, pagename)
    page = Page(body)
    page.turn()
    if part != "landing":
        page.widen()
    pictures = getattr(app.builder, "images", {}).items()
    page.size_pictures({name: Path(app.srcdir, source) for source, name in pictures})
    context["body"] = str(page)
    default = "code" if part == "practice" else "theory"
    app.add_js_file(None, body=CHOOSE.format(part=part, default=default), priority=1)


def setup(app):
    app.connect("html-page-context", show, priority=300)
    app.add_js_file("reader.js", loading_method="defer")
