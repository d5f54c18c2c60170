"""The scripts of sphinx-thebe, which ask another host, are dropped."""

import re


def test_thebe_is_dropped(build):
    app = build("# Page\n", extensions=("myst_nb", "local_assets", "sphinx_thebe"))
    html = app.outdir.joinpath("index.html").read_text(encoding="utf8")
    assert "THEBE_JS_URL" not in html
    assert not re.search('<script[^>]* src="[^"]*thebe', html)
