"""Say in the footer what a page was built from: date, versions, commit, result of the ledger.

Nothing of it is typed: the ledger's counts are data of its table, which ran in this build. A ledger
without them stops the build.
"""

import json
import os
import platform
import subprocess
import time
from html import escape
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.errors import ExtensionError

LEDGER, TABLE = "chapters/ledger", "ledger_table("
# A name to show, and the distributions that provide it.
PACKAGES = {
    "TensorFlow": ("tensorflow", "tensorflow-cpu"),
    "Keras": ("keras",),
    "SymPy": ("sympy",),
    "Jupyter Book": ("jupyter-book",),
}


def build_date():
    """Today, or the day that SOURCE_DATE_EPOCH asks for, in UTC: `24 November 2026`."""
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    day = time.gmtime(seconds)
    return f"{day.tm_mday} {time.strftime('%B %Y', day)}"


def installed(names):
    """Version of the first of these distributions that is installed.

    Raises:
        ExtensionError: if none of them is.
    """
    for name in names:
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    raise ExtensionError(f"None of {', '.join(names)} is installed: run `make book`.")


def versions():
    """`Python 3.11.4, TensorFlow 2.21.0` and so on."""
    found = [f"{name} {installed(names)}" for name, names in PACKAGES.items()]
    return ", ".join([f"Python {platform.python_version()}", *found])


def commit(folder):
    """`commit 1cb75f5`, or `... (with changes)`; empty where the book is no repository."""

    def git(*arguments):
        command = ["git", "-C", str(folder), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    try:
        # A copy without git may lie within somebody else's repository.
        if Path(git("rev-parse", "--show-toplevel")).resolve() != Path(folder).resolve():
            return ""
        name = git("rev-parse", "--short=7", "HEAD")
        changed = git("status", "--porcelain", "--untracked-files=no")
    except (FileNotFoundError, subprocess.CalledProcessError):
        return ""
    return f"commit {name}" + (" (with changes)" if changed else "")


def ledger_result(app):
    """`29 of 29 equations proved`, as the ledger of this build counts; empty without its table.

    The student edition has a ledger without the table, which holds the answers.

    Raises:
        ExtensionError: if the table has no counts.
    """
    if LEDGER not in app.env.found_docs:
        return ""
    if TABLE not in Path(app.env.doc2path(LEDGER)).read_text(encoding="utf8"):
        return ""
    glued = Path(app.outdir).parent / "jupyter_execute" / f"{LEDGER}.glue.json"
    facts = NbMetadataCollector.get_doc_data(app.env)[LEDGER]
    if "ledger" not in facts.get("glue", []):
        raise ExtensionError(
            f"{LEDGER} has no counts: show the table of vae_book.figures.tables.ledger_table "
            "there, and run the page again."
        )
    counts = json.loads(glued.read_text(encoding="utf8"))["ledger"]["metadata"]["scrapbook"]
    return f"{counts['holding']} of {counts['numbered']} equations proved"


def footer(app):
    """The footer's HTML."""
    source = commit(app.srcdir)
    built = f"Built on {build_date()}{' from ' if source else ''}{source} with {versions()}"
    sentences = [f"{part}." for part in (built, ledger_result(app)) if part]
    return f'<p class="vae-build">{escape(" ".join(sentences))}</p>'


def compute(app, env):
    """Make the footer once all pages are read; where it has changed, write every page anew."""
    app.vae_footer = footer(app)
    before, env.vae_footer = getattr(env, "vae_footer", None), app.vae_footer
    return [] if before == app.vae_footer else sorted(env.found_docs)


def show(app, pagename, templatename, context, doctree):
    """Hand the footer over to the theme."""
    context["theme_extra_footer"] = app.vae_footer


def setup(app):
    app.connect("env-updated", compute)
    app.connect("html-page-context", show)
