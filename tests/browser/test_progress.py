"""Marks on chapters: kept in this browser, shown in the side bar, cleared on request."""

import pytest
from book_page import ROOT, serve
from playwright.sync_api import expect

SCRIPT = ROOT.joinpath("_static", "progress.js").read_text(encoding="utf8")
# The script waits for the first frame: what a page from the disk keeps may be lost in Chromium if
# storage is asked for before that.
PAGE = """<!doctype html><html data-content_root="./"><meta charset="utf8"><title>t</title>
<script>requestAnimationFrame(() => setTimeout(() => {{ {script} }}))</script>
<nav class="bd-links">
<a class="reference internal" href="01-start.html">Start</a>
<a class="reference internal" href="02-end.html">End</a>
<a class="reference internal" href="notation.html">Notation</a></nav>
<div class="vae-progress" data-chapter="{chapter}"></div>"""
NO_STORAGE = """Object.defineProperty(window, "localStorage", {get() {
    throw new DOMException("refused", "SecurityError");
}})"""
FULL = """Storage.prototype.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with two chapters."""
    folder = tmp_path_factory.mktemp("chapters")
    write(folder)
    return folder


def write(folder, trouble=""):
    for name in ("01-start", "02-end"):
        text = PAGE.format(script=trouble + SCRIPT, chapter=name)
        folder.joinpath(f"{name}.html").write_text(text, encoding="utf8")


@pytest.fixture(scope="module")
def address(folder):
    with serve(folder) as served:
        yield served


@pytest.fixture(scope="module")
def tab(browser):
    """A tab for all tests, and the errors of its scripts."""
    context, errors = browser.new_context(), []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(error))
    yield page, errors
    context.close()


@pytest.fixture
def page(tab):
    """A page that must meet no error, and knows no marks."""
    page, errors = tab
    yield page
    page.evaluate("try { localStorage.clear() } catch {}")  # one test's page has no storage
    assert not errors


def links(page):
    """What a screen reader says for the links of the side bar."""
    page.get_by_role("checkbox").wait_for()
    return [" ".join(t.replace("✓", "").split()) for t in page.locator("a").all_text_contents()]


@pytest.mark.parametrize("is_served", [True, False])
def test_a_mark_is_kept_and_shown_on_every_page(page, folder, address, is_served):
    address = address if is_served else folder.as_uri()
    page.goto(f"{address}/01-start.html")
    assert links(page) == ["Start", "End", "Notation"]
    page.get_by_label("I have finished this chapter").press("Space")
    assert page.get_by_role("status").inner_text() == "1 of 2 chapters done."
    assert links(page) == ["Start (done)", "End", "Notation"]
    page.goto(f"{address}/02-end.html")
    assert links(page) == ["Start (done)", "End", "Notation"]
    assert not page.get_by_role("checkbox").is_checked()
    page.goto(f"{address}/01-start.html")
    expect(page.get_by_role("checkbox")).to_be_checked()


def test_a_mark_can_be_taken_back(page, address):
    page.goto(f"{address}/02-end.html")
    box = page.get_by_role("checkbox")
    box.check()
    box.uncheck()
    assert links(page) == ["Start", "End", "Notation"]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_clearing_asks_once_and_clears_all_chapters(page, address):
    for name in ("01-start", "02-end"):
        page.goto(f"{address}/{name}.html")
        page.get_by_role("checkbox").check()
    page.evaluate("localStorage.setItem('other', 'stays')")
    clear = page.get_by_role("button")
    clear.press("Enter")
    assert "Press again" in page.get_by_role("status").inner_text()
    assert links(page) == ["Start (done)", "End (done)", "Notation"]
    clear.press("Enter")
    assert page.get_by_role("status").inner_text() == "Cleared. 0 of 2 chapters done."
    assert links(page) == ["Start", "End", "Notation"]
    assert page.evaluate("document.activeElement.type") == "checkbox"
    assert page.evaluate("Object.keys(localStorage)") == ["other"]


def test_leaving_the_button_disarms_it(page, address):
    page.goto(f"{address}/01-start.html")
    page.get_by_role("checkbox").check()
    page.get_by_role("button").press("Enter")
    page.get_by_role("checkbox").focus()
    assert page.get_by_role("button").inner_text() == "Clear all marks"
    assert links(page)[0] == "Start (done)"


@pytest.mark.parametrize("trouble", [NO_STORAGE, FULL])
def test_a_browser_that_keeps_nothing_says_so(page, tmp_path, trouble):
    write(tmp_path, f"{trouble};")
    address = tmp_path.as_uri()
    page.goto(f"{address}/01-start.html")
    page.get_by_role("checkbox").check()
    assert "until you leave the page" in page.get_by_role("status").inner_text()
    assert links(page) == ["Start (done)", "End", "Notation"]
    page.get_by_role("checkbox").uncheck()
    assert links(page) == ["Start", "End", "Notation"]


def test_marks_follow_another_tab(page, address):
    page.goto(f"{address}/01-start.html")
    other = page.context.new_page()
    other.goto(f"{address}/02-end.html")
    other.get_by_role("checkbox").check()
    page.locator("a", has_text="(done)").wait_for()
    assert page.get_by_role("status").inner_text() == "1 of 2 chapters done."
    other.close()


def test_nothing_leaves_the_browser(page, address):
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{address}/01-start.html")
    page.get_by_role("checkbox").check()
    page.get_by_role("button").press("Enter")
    page.get_by_role("button").press("Enter")
    assert [url for url in requests if not url.endswith("favicon.ico")] == [
        f"{address}/01-start.html"
    ]
