"""A page without a widget loads no script for one, and sphinx-thebe's scripts are dropped."""

import re

EXTENSIONS = ("myst_nb", "local_assets")


def scripts(app, page="index"):
    """The addresses of the scripts on a page, without their check sums."""
    html = app.outdir.joinpath(f"{page}.html").read_text(encoding="utf8")
    return re.findall(r'<script[^>]* src="([^"?]*)', html)


def test_plain_page_loads_nothing_for_widgets(build):
    app = build("# Page\n\nText.\n", extensions=EXTENSIONS)
    assert not [address for address in scripts(app) if "offline" in address]


def test_thebe_is_dropped(build):
    app = build("# Page\n", extensions=("myst_nb", "local_assets", "sphinx_thebe"))
    html = app.outdir.joinpath("index.html").read_text(encoding="utf8")
    assert "THEBE_JS_URL" not in html
    assert not [address for address in scripts(app) if "thebe" in address]
