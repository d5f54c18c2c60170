"""How extensions change an HTML book: a page before it is written, all when it is built."""

from pathlib import Path


def change_pages(app, change, priority=500):
    """Put each page between the template and the disk through `change(app, html, context)`.

    It returns a new page.
    """

    def begin(app):
        if app.builder.format == "html":
            render = app.builder.templates.render

            def rendered(template, context):
                return change(app, render(template, context), context)

            app.builder.templates.render = rendered

    app.connect("builder-inited", begin, priority)


def when_built(app, finish, priority=500):
    """Call `finish(app)` when the build has succeeded."""

    def end(app, exception):
        if exception is None and app.builder.format == "html":
            finish(app)

    app.connect("build-finished", end, priority)


def drop_unnamed(app, pattern):
    """Delete the files below `_static` whose names match, and which no page names any more."""
    book = Path(app.outdir)
    pages = "".join(path.read_text(encoding="utf-8") for path in book.rglob("*.html"))
    for path in book.joinpath("_static").glob(pattern):
        if path.name not in pages:
            path.unlink()
