"""Print the built book as one PDF with Chromium: `make pdf`.

The PDF is tagged, has an outline, and all links between its pages work. Only a print tells on which
page each chapter begins, and the list of contents of the next one says it.
"""

import functools
import shutil
import sys
from pathlib import Path

import chromium
from book_pages import FORMULA, one_page, read
from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "ext"))

from typeset import typeset  # noqa: E402

TARGET = ROOT / "_build" / "book.pdf"
PAPER = {"format": "A4", "margin": {side: "20mm" for side in ("top", "bottom", "left", "right")}}
WIDTH = 642  # CSS pixels of an A4 page between its margins
PATIENCE = 600_000  # milliseconds; the whole book holds thousands of formulas
FOOTER = (
    '<div style="width: 100%; font: 8pt sans-serif; text-align: center">'
    '<span class="pageNumber"></span></div>'
)
READY = "document.fonts.ready.then(nameAndFit)"
FONTS = "../html/_static/mathjax"


def find_browser():
    """The program that prints.

    Raises:
        SystemExit: If there is none.
    """
    return chromium.find_browser() or sys.exit(chromium.MISSING)


def print_page(browser, path):
    """Prints one HTML file and returns the PDF as bytes."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 1000})
    page.set_default_timeout(PATIENCE)
    page.emulate_media(media="print")
    page.goto(path.as_uri(), timeout=PATIENCE)
    page.evaluate(READY)
    options = {"header_template": "<span></span>", "footer_template": FOOTER}
    content = page.pdf(
        tagged=True,
        outline=True,
        display_header_footer=True,
        print_background=True,
        **PAPER,
        **options,
    )
    page.close()
    return content


def page_numbers(reader):
    """The page, counted from 1, on which each anchor of a PDF lies."""
    places = reader.named_destinations
    numbers = {name: reader.get_destination_page_number(places[name]) + 1 for name in places}
    return {name.lstrip("/"): number for name, number in numbers.items()}


def elements(node):
    """Yields an element of a PDF's structure tree and all below it."""
    stack = [node]
    while stack:
        node = stack.pop().get_object()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            yield node
            if "/K" in node:
                stack.append(node["/K"])


def finish(content, target, author):
    """Writes a PDF whose formulas are tagged as such and whose window shows its title."""
    writer = PdfWriter(clone_from=content)
    for element in elements(writer.root_object["/StructTreeRoot"]):
        said = element.get("/Alt", "")
        if element.get("/S") == "/Figure" and said.startswith(FORMULA):
            element[NameObject("/S")] = NameObject("/Formula")
            element[NameObject("/Alt")] = TextStringObject(said.removeprefix(FORMULA))
    shown = {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(shown)
    writer.add_metadata({"/Author": author})
    target.parent.mkdir(parents=True, exist_ok=True)
    writer.write(target)


def require_book(root):
    """Ends the program with a sentence if there is no built book below `root`."""
    if not (root / "_build" / "html").is_dir():
        sys.exit("There is no built book yet: run `make html` first.")


def printed(root, target, author, page):
    """Prints to the path `target` what `page(numbers)` returns as HTML.

    Args:
        root: The folder below which the book is built; its scripts and styles are used.
        page: Gets the page on which each anchor lies, as far as it is known yet.

    Raises:
        SystemExit: If there is no book, or no browser.
    """
    from playwright.sync_api import sync_playwright

    require_book(root)
    folder = root / "_build" / "print"
    folder.mkdir(exist_ok=True)
    for sheet in (Path(__file__).with_suffix(".css"), ROOT / "vae_book" / "figures" / "still.css"):
        shutil.copy(sheet, folder)
    path, pdf = folder / f"{target.stem}.html", folder / target.name
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=chromium.FLAGS)
        numbers, written = {}, None
        while numbers != written:
            path.write_text(typeset(page(numbers), FONTS, target.name), encoding="utf-8")
            pdf.write_bytes(print_page(browser, path))
            numbers, written = page_numbers(PdfReader(pdf)), numbers
        browser.close()
    finish(pdf, target, author)


def build(root, target):
    """Prints the book that is built below the folder `root` to the path `target`."""
    require_book(root)
    config, chapters = read(root)
    page = functools.partial(one_page, config, chapters)
    printed(root, target, config["author"], page)


if __name__ == "__main__":
    build(ROOT, TARGET)
    print(f"Written: {TARGET.relative_to(ROOT)}, {len(PdfReader(TARGET).pages)} pages")
