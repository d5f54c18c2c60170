"""Let readers type answers in the pages of the book, and have them checked there.

A chapter shows a question by a cell `AnswerBox("q2")`, or by the line
`<vae-answer question="q2"></vae-answer>` in a paragraph of its own. This extension tells the
chapters that they are executed for a page, copies the scripts to `_static/answers` of the built
book, and adds them to the pages that have a question.
"""

import os
import re
from pathlib import Path

from sphinx.errors import ExtensionError

from vae_book.widgets.answers import STATIC_PAGE
from vae_book.widgets.answers.bundle import write_page_files
from vae_book.widgets.answers.html import SHEET_HTML, answer_html, derivation_html
from vae_book.widgets.answers.task import task_html

# Sphinx wraps a line of HTML in a paragraph, which cannot hold what the elements contain.
BARE = re.compile(r'(?:<p>)?<vae-(answer|derivation|task) \w+="([^"]*)">\s*</vae-\1>(?:</p>)?')
BARE_SHEET = re.compile(r"(?:<p>)?<vae-answer-sheet>\s*</vae-answer-sheet>(?:</p>)?")
FILL = {"answer": answer_html, "derivation": derivation_html, "task": task_html}


def announce_static_page(app, config):
    """Let the kernels that execute the chapters know that a page is being made."""
    os.environ[STATIC_PAGE] = "1"


def copy_scripts(app):
    """Write the elements' script and style, and the checker, into the built book."""
    if app.builder.format == "html":
        write_page_files(Path(app.outdir, "_static", "answers"))


def complete(body):
    """Fill the bare elements of one page, as an author types them, with their content."""
    return BARE_SHEET.sub(SHEET_HTML, BARE.sub(_filled, body))


def _filled(match):
    try:
        return FILL[match[1]](match[2])
    except ValueError as error:
        raise ExtensionError(f"In {match[0]}: {error}") from error


def add_scripts(app, pagename, templatename, context, doctree):
    """Complete the page's questions; load the elements where there is one."""
    body = context.get("body", "")
    if not any(
        tag in body for tag in ("<vae-answer", "<vae-derivation", "<vae-task", "<vae-standing")
    ):
        return
    context["body"] = complete(context["body"])
    app.add_css_file("answers/answers.css")
    app.add_js_file("answers/answers.js", loading_method="defer")


def setup(app):
    app.connect("config-inited", announce_static_page)
    app.connect("builder-inited", copy_scripts)
    app.connect("html-page-context", add_scripts)
