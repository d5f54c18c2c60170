"""The watcher itself must notice what the other tests rely on it to notice."""

import pytest
from book_page import Watcher, page_names, serve

CASES = {
    "outside request": "<img src='http://outside.invalid/a.png' alt='a'>",
    "404": "<img src='missing.png' alt='a'>",
    "page error": "<script>throw new Error('broken')</script>",
    "console error": "<script>console.error('broken')</script>",
}


@pytest.mark.parametrize("problem", CASES)
def test_watcher_notes(browser, tmp_path, problem):
    tmp_path.joinpath("page.html").write_text(f"<title>t</title>{CASES[problem]}")
    context = browser.new_context()
    with serve(tmp_path) as address:
        watcher = Watcher(context, address)
        context.new_page().goto(f"{address}/page.html", wait_until="networkidle")
    context.close()
    assert any(noted.startswith(problem) for noted in watcher.problems), watcher.problems


def test_page_names_leave_out_redirects_and_static_files(tmp_path):
    tmp_path.joinpath("_static").mkdir()
    tmp_path.joinpath("_static", "part.html").write_text("<p>part</p>")
    tmp_path.joinpath("index.html").write_text('<meta http-equiv="Refresh" content="0; url=a">')
    tmp_path.joinpath("chapter.html").write_text("<h1>Chapter</h1>")
    assert page_names(tmp_path) == ["chapter.html"]
