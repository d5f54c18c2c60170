"""Open pages of the built book in Chromium and note everything they do wrong."""

import functools
import os
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BOOK = Path(os.environ.get("BOOK_HTML", ROOT / "_build" / "html")).resolve()

WIDTHS = {"desktop": 1280, "phone": 390}

# As after "Show me": what stands behind a prediction can be seen.
UNCOVER = """
document.querySelectorAll("vae-task[covers]").forEach((task) => task.uncover?.("", true))
"""
# As before and after printing: the book opens all that is folded, and folds it again.
PRINT = "(event) => window.dispatchEvent(new Event(event))"
# Resolves once all figures have taken the setting that a link leads to.
LINK = """
(setting) => new Promise((done) => {
  if (location.hash === `#${setting}`) done();
  addEventListener("hashchange", () => done(), { once: true });
  location.hash = setting;
})
"""
# Resolves once fonts and all figures are on the page, two frames have been painted, and no side bar
# or colour is on its way.
SETTLED = """
async () => {
  await document.fonts.ready;
  await window.vaeFigures?.mountAll();
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  await frame();
  const moving = document.getAnimations().filter((each) => each instanceof CSSTransition);
  const still = Promise.allSettled(moving.map((each) => each.finished));
  await Promise.race([still, new Promise((resolve) => setTimeout(resolve, 500))]);
}
"""


def is_redirect(path):
    """Tell whether a page only sends the reader on (Jupyter Book's `index.html`)."""
    return 'http-equiv="refresh"' in path.read_text(encoding="utf8").lower()


def page_names(book=BOOK):
    """The addresses of all pages, relative to the book; empty if there is no book."""
    paths = [path for path in book.rglob("*.html") if "_static" not in path.parts]
    return sorted(path.relative_to(book).as_posix() for path in paths if not is_redirect(path))


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, *args):
        """Say nothing."""


@contextmanager
def serve(folder, handler=QuietHandler):
    """Serve a folder on a free port of 127.0.0.1 and give its address, without a last slash."""
    handler = functools.partial(handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Watcher:
    """Notes each outside request, failed response, page error and console error of a context.

    Args:
        context: Playwright browser context.
        root: address that pages may load from, e.g. `http://127.0.0.1:8000` or `file:///book`.
    """

    def __init__(self, context, root):
        self.allowed = (f"{root}/", "data:", "blob:")
        self.problems = []
        context.on("request", self.on_request)
        context.on("response", self.on_response)
        context.on("weberror", lambda error: self.problems.append(f"page error: {error.error}"))
        context.on("console", self.on_console)

    def on_request(self, request):
        """Note a request that does not go to the book; Chromium finds no other host."""
        if not request.url.startswith(self.allowed):
            self.problems.append(f"outside request: {request.url}")

    def on_response(self, response):
        """Note a response of 400 or more."""
        if response.status >= 400:
            self.problems.append(f"{response.status}: {response.url}")

    def on_console(self, message):
        """Note a console error."""
        if message.type == "error":
            self.problems.append(f"console error: {message.text} ({message.location['url']})")


@contextmanager
def watched_page(browser, root, **options):
    """Yield a fresh page that may load from `root` only; fail if it did anything else."""
    context = browser.new_context(service_workers="block", **options)
    watcher = Watcher(context, root)
    yield context.new_page()
    context.close()
    assert not watcher.problems, "\n".join(watcher.problems)


@contextmanager
def as_if_new(page, watcher):
    """A tab that forgets its page afterwards; fails as `watched_page` does."""
    yield page
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.goto("about:blank")
    page.emulate_media(media="null", color_scheme="null")
    page.mouse.move(0, 0)
    problems = watcher.problems.copy()
    watcher.problems.clear()
    assert not problems, "\n".join(problems)


def look(page, scheme="light", width="desktop", address=None):
    """Show a page, the open one or that of an address, and wait until it has settled."""
    page.emulate_media(color_scheme=scheme, media="screen")
    page.set_viewport_size({"width": WIDTHS[width], "height": 900})
    if address:
        page.goto(address)
    page.evaluate(UNCOVER)
    page.evaluate(SETTLED)


def open_page(page, address, width="desktop"):
    """Go to an address in the light at a width, and wait until the page has settled."""
    look(page, width=width, address=address)


def each_page(names):
    """Run a test for each of these pages; what shares a page is run together, in one process."""
    return pytest.mark.parametrize("page_name", names or ["no-book-was-built"], scope="session")
