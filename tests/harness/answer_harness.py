"""A small book with questions: its pages load the scripts as the real book's pages do."""

import re

from widget_harness import STYLE

from vae_book.widgets.answers.bundle import write_page_files
from vae_book.widgets.answers.html import (
    SHEET_HTML,
    answer_html,
    derivation_html,
    questions,
)
from vae_book.widgets.answers.task import task_html

REFERENCE = re.compile('<details class="vae-reference">.*?</details>', re.DOTALL)

PAGE = """<!doctype html>
<html lang="en" data-theme="light" data-content_root="../">
<head><meta charset="utf-8"><title>Questions</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width"><style>{style}</style>
<link rel="stylesheet" href="../_static/answers/answers.css">
<script defer src="../_static/answers/answers.js"></script></head>
<body><main><h1>Questions</h1>{body}</main></body></html>
"""


def write_book(folder):
    """Writes a book: `chapters/one.html`, and likewise `two`, `all`, `desk` and `student`."""
    write_page_files(folder / "_static" / "answers")
    every = [answer_html(name) for name in questions().identifiers()]
    pages = {
        "one": [answer_html("q2"), answer_html("q3"), SHEET_HTML],
        "two": [answer_html("q2"), SHEET_HTML],
        "all": every,
        "desk": [derivation_html("elbo"), derivation_html("q2"), SHEET_HTML],
        "predict": [
            f'<div class="cell">{task_html("predict-loglog")}</div>',
            '<div class="cell" id="result">The result</div><div>',
            f'<div class="jp-Cell">{task_html("predict-norm")}</div><div class="jp-CodeCell">',
            '<p>code</p><p class="jp-Cell-outputWrapper">In JupyterLab</p></div></div>',
        ],
        "student": [REFERENCE.sub("", answer_html("q2"))],
    }
    chapters = folder / "chapters"
    chapters.mkdir()
    for name, parts in pages.items():
        page = PAGE.format(style=STYLE, body="".join(parts))
        chapters.joinpath(f"{name}.html").write_text(page, encoding="utf-8")
    return folder


class Box:
    """One question of a page, driven as a reader drives it."""

    def __init__(self, page, name="q2"):
        self.root = page.locator(f'vae-answer[question="{name}"]')
        self.input = self.root.get_by_role("textbox")
        self.status = self.root.get_by_role("status")
        self.reading = self.root.locator(".vae-reading")

    def check(self, text):
        """Types an answer, presses Enter and returns the verdict's words."""
        self.input.fill(text)
        self.status.evaluate("(status) => delete status.dataset.verdict")
        self.input.press("Enter")
        self.root.locator("[data-verdict]").wait_for()
        return self.status.inner_text()

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)
