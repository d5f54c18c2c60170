"""Shared by all tests: TensorFlow says only what matters, Keras compiles by XLA if asked to."""

import os
import re
import sys

import pytest
from book_page import BOOK, page_names
from chromium import FLAGS, MISSING, find_browser
from playwright.sync_api import sync_playwright
from xdist.scheduler import LoadScopeScheduling

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
if "PYTEST_XDIST_WORKER" in os.environ:  # these fill the cores, and more threads would wait
    os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")


def pytest_collection_finish():
    """Keras asks XLA for every graph, which takes longer than a small model trains."""
    if "keras" in sys.modules:
        sys.modules["keras"].Model._resolve_auto_jit_compile = lambda model: False


class ByPage(LoadScopeScheduling):
    """Tests of one page of the book, of one JupyterLab or of one file stay in one process."""

    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        page = re.search(r"\[(.*\.html)", test)
        return "jupyterlab" if "/jupyterlab/" in file else page[1] if page else file


def pytest_xdist_make_scheduler(config, log):
    """Tests of the built book share what they open; all others are shared out by `--dist`."""
    return ByPage(config, log) if config.getoption("dist") == "load" else None


@pytest.fixture(scope="session")
def browser():
    """The browser of all tests of a process; a missing one is a failure, never a skip."""
    executable = find_browser()
    if executable is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def book():
    """Path of the built book; a missing one is a failure, never a skip."""
    if not page_names():
        pytest.fail(f"There is no built book in {BOOK}: run `make html` first.")
    return BOOK
