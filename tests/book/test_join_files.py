"""The head of a page loads one style sheet and one script, which hold what it loaded before."""

import re

import pytest
from join_files import Joiner
from minify import LONG

HEAD = """<html><head>
<link rel="stylesheet" type="text/css" href="../_static/one.css?v=1" />
<link href="../_static/styles/two.css" rel="stylesheet" />
<link rel="stylesheet" href="../_static/sphinx-design.min.css" />
<link rel="stylesheet" href="../_static/answers/answers.css" />
<script src="../_static/documentation_options.js"></script>
<script src="../_static/one.js?v=1"></script>
<script>let between = 1;</script>
<script src="../_static/two.js"></script>
<script src="../_static/late.js"></script>
<script defer="defer" src="../_static/late.js?v=2"></script>
<script defer="defer" src="../_static/search.js"></script>
<script src="../searchindex.js"></script>
<script src="https://example.org/other.js"></script>
</head><body>{}<img src="../_static/logo.svg"><img src="../_images/plot.png"></body></html>"""
FILES = {
    "_static/one.css": '@charset "utf-8"; a { background: url(a.png) }',
    "_static/styles/two.css": '@import "../base.css"; b { background: url("../b.png") }'
    '.fa-x:before,.fa-y:before{content:"\\f123"}',
    "_static/base.css": "c { background: url(data:x) }",
    "_static/sphinx-design.min.css": ".sd-card { color: red }",
    "_static/answers/answers.css": "d {}",
    "_static/documentation_options.js": "options = {}",
    "_static/one.js": "var one = 1",
    "_static/two.js": "var two = 2;",
    "_static/late.js": "var late = 3;",
    "searchindex.js": "Search.setIndex({})",
}


@pytest.fixture
def run(tmp_path):
    """A function that joins a page with this body; gives it, its style and its script."""
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf8")

    def run(body=""):
        html = Joiner(tmp_path, "chapters/page.html", HEAD.format(body)).run()
        names = re.findall(r'"\.\./(_static/joined\.\w+\.(?:css|js))"', html)
        css, js = (tmp_path.joinpath(name).read_text("utf8") for name in names)
        return html, css, js

    return run


def test_sheets_are_joined_in_their_order_with_their_addresses(run):
    html, css, _ = run()
    assert css.index("a {") < css.index("c {") < css.index("b {")
    assert 'url("a.png")' in css and 'url("b.png")' in css and "url(data:x)" in css
    assert "f123" not in css and "@charset" not in css and "@import" not in css
    assert html.count('rel="stylesheet"') == 2  # that of the answers stays apart


def test_scripts_are_joined_and_a_deferred_one_is_loaded_once(run):
    html, _, js = run()
    assert js == LONG + "var one = 1\n;\nvar two = 2;\n;\n"
    assert html.count("late.js") == 1 and "let between = 1;" in html
    assert "https://example.org/other.js" in html
    assert html.index("let between") < html.index(".js")  # it may read what stands in the page
    assert "<script>options = {}</script>" in html


def test_what_a_page_does_not_use_is_left_out(run):
    html, css, js = run()
    assert ".sd-card" not in css and "setIndex" not in js and "search" not in html
    html, css, _ = run('<div class="sd-card"></div><div id="search-results"></div>')
    assert ".sd-card" in css and 'src="../searchindex.js"' in html and "search.js" in html


def test_pictures_of_the_theme_wait_until_they_are_seen(run):
    html, *_ = run()
    assert '<img loading="lazy" src="../_static/logo.svg">' in html
    assert '<img src="../_images/plot.png">' in html
