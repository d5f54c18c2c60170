"""Hand what nbval has executed to the build, which would execute every chapter again.

nbval compares the outputs of a chapter and forgets them. Here they go into the build's cache, with
the state of the widgets, if all cells have passed: what was tested is what the book shows.
"""

import os
import time

import build
import execute
import nbformat
from jupyter_cache import get_cache
from nbclient import NotebookClient

from vae_book.widgets.answers import STATIC_PAGE

FAILED = set()  # the chapters with a failed cell, by their path below the project


def prepare(is_first):
    """Show the elements of a chapter as a page does; the first process forgets what is stale."""
    os.environ[STATIC_PAGE] = "1"
    if is_first:
        build.forget(build.ROOT / "_build")
        execute.mend(execute.CACHE)


def pytest_collection_modifyitems(items):
    """Give each cell a count, and have each chapter kept.

    The chapters are stored without counts, and nbval takes a cell without one for never run, and
    compares nothing. Stored counts would change in every cell behind an inserted one, and hide the
    real change.
    """
    cells = [item for item in items if hasattr(item, "cell")]
    for item in cells:
        if item.cell.get("execution_count") is None:
            item.cell.execution_count = 1
    for chapter in dict.fromkeys(item.parent for item in cells):
        keep(chapter, [item for item in cells if item.parent is chapter])


def pytest_runtest_logreport(report):
    """Note which chapters hold a cell that failed."""
    if report.failed:
        FAILED.add(report.nodeid.split("::")[0])


def keep(chapter, cells):
    """Have a chapter stored in the cache when nbval is done with it.

    Args:
        chapter: nbval's collector of a notebook.
        cells: Its tests that were selected, one for each code cell.
    """
    # A page also gets HTML, which is never stored.
    chapter.skip_compare += ("text/html",)
    client = NotebookClient(chapter.nb)
    receive, set_up, tear_down = chapter.get_kernel_message, chapter.setup, chapter.teardown
    start = time.perf_counter()

    def get_kernel_message(timeout=None, stream="iopub"):
        message = receive(timeout, stream)
        if message["msg_type"] in ("comm_open", "comm_msg"):
            client.handle_comm_msg([], message, 0)
        return message

    def setup():
        nonlocal start
        start = time.perf_counter()
        set_up()

    def teardown():
        tear_down()
        whole = len(cells) == sum(cell.cell_type == "code" for cell in chapter.nb.cells)
        if whole and chapter.nodeid not in FAILED:
            for cell in cells:
                cell.cell.outputs = cell.test_outputs
            client.set_widgets_metadata()
            nbformat.validate(chapter.nb)
            cache, uri = get_cache(execute.CACHE), str(chapter.path)
            cache.add_nb_to_project(uri)
            seconds = time.perf_counter() - start
            execute.store(cache, uri, chapter.nb, execution_seconds=seconds)

    chapter.get_kernel_message, chapter.setup, chapter.teardown = (
        get_kernel_message, setup, teardown,
    )  # fmt: skip
