"""Offer the whole book as one file to take along.

The last section of the first page links `vae-book-offline.zip`, which is made from the built
book when all else of it is there. It works from the disk, because no page of the book asks any
host for anything.
"""

import zipfile
from pathlib import Path

from docutils import nodes
from finished_page import when_built
from sphinx import addnodes

NAME = "vae-book-offline.zip"
FOLDER = "vae-book"
# A constant date: the same book gives the same file.
DATE = (2020, 1, 1, 0, 0, 0)
# What Sphinx alone needs, for a next build or for other books that refer to this one.
LEFT_OUT = {".buildinfo", "objects.inv", NAME}


def add_section(app, doctree):
    """Add the section with the link to the end of the first page."""
    if app.env.docname != app.config.root_doc:
        return
    link = nodes.reference("", "the whole book as one file", refuri=NAME, classes=["offline-copy"])
    section = nodes.section(
        "",
        nodes.title("", "Without a network"),
        nodes.paragraph(
            "",
            "",
            nodes.Text("Take "),
            link,
            nodes.Text(
                f", unpack it and open index.html in the folder {FOLDER}. Figures and answers "
                "work there as they do here."
            ),
        ),
        ids=["offline-copy"],
        names=["offline-copy"],
    )
    # Other builders read the same stored document, and have no such file beside it.
    next(doctree.findall(nodes.section)).append(addnodes.only("", section, expr="html"))


def members(book):
    """The files of the built book that a reader needs."""
    return sorted(path for path in book.rglob("*") if path.is_file() and path.name not in LEFT_OUT)


def write_zip(book, root_page, address):
    """Pack the built book into one file in it.

    Args:
        book: folder of the built book.
        root_page: name of the page with the link, which in the copy leads to the published file.
        address: where the book is published, or "": then the link leads nowhere.
    """
    target = book / NAME
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    paths = members(book)
    link = f'href="{address}{NAME}"'.encode() if address else b'href="#offline-copy"'
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(f"{FOLDER}/{path.relative_to(book).as_posix()}", DATE)
            entry.external_attr = 0o644 << 16
            content = path.read_bytes()
            if path == book / root_page:
                content = content.replace(b'href="%b"' % NAME.encode(), link)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    unfinished.replace(target)


def pack(app):
    """Pack the book."""
    root_page = app.builder.get_target_uri(app.config.root_doc)
    write_zip(Path(app.outdir), root_page, app.config.html_baseurl)


def setup(app):
    app.connect("doctree-read", add_section, priority=400)  # before the headings are gathered
    when_built(app, pack, priority=999)  # after all that write or delete files
