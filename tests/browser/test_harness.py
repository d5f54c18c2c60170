"""The watcher itself must notice what the other tests rely on it to notice."""

from book_page import Watcher, page_names, serve

PAGE = """<title>t</title>
<img src='http://outside.invalid/a.png' alt='a'><img src='missing.png' alt='a'>
<script>console.error('shown')</script><script>throw new Error('broken')</script>"""


def test_watcher_notes_each_kind_of_problem(browser, tmp_path):
    tmp_path.joinpath("page.html").write_text(PAGE)
    context = browser.new_context()
    with serve(tmp_path) as address:
        watcher = Watcher(context, address)
        context.new_page().goto(f"{address}/page.html", wait_until="networkidle")
    context.close()
    for kind in ("outside request", "404", "page error", "console error: shown"):
        assert any(noted.startswith(kind) for noted in watcher.problems), watcher.problems


def test_page_names_leave_out_redirects_and_static_files(tmp_path):
    tmp_path.joinpath("_static").mkdir()
    tmp_path.joinpath("_static", "part.html").write_text("<p>part</p>")
    tmp_path.joinpath("index.html").write_text('<meta http-equiv="Refresh" content="0; url=a">')
    tmp_path.joinpath("chapter.html").write_text("<h1>Chapter</h1>")
    assert page_names(tmp_path) == ["chapter.html"]
