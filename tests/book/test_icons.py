"""The theme's icons stand in the page as SVG, and its icon script is not loaded."""

import icons
import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError


def test_icons_of_each_style_are_drawn():
    html = '<b><i class="fab fa-github"></i><span class="fa-solid fa-bars"></span></b>'
    drawn = BeautifulSoup(icons.draw(html), "html.parser").find_all("svg")
    assert [svg["viewbox"] for svg in drawn] == ["0 0 496 512", "0 0 448 512"]
    assert all(svg["aria-hidden"] == "true" and svg.path["d"].startswith("M") for svg in drawn)
    assert drawn[0]["class"] == ["svg-inline--fa", "fab", "fa-github"]


def test_a_second_name_of_an_icon_is_known():
    assert icons.draw('<i class="fas fa-home"></i>') == icons.draw(
        '<i class="fas fa-house"></i>'
    ).replace("fa-house", "fa-home")


def test_what_scripts_look_for_stays():
    html = '<i class="theme-switch fa-solid fa-moon fa-lg" data-mode="dark"></i>'
    svg = BeautifulSoup(icons.draw(html), "html.parser").svg
    assert svg["data-mode"] == "dark" and "theme-switch" in svg["class"]


def test_an_unknown_icon_stops_the_build():
    with pytest.raises(ExtensionError, match='no icon for <i class="fas fa-nothing-such"></i>'):
        icons.draw('<i class="fas fa-nothing-such"></i>')


def test_the_theme_loads_no_icon_script(build):
    app = build("# Page\n", extensions=("myst_nb", "icons"), html_theme="sphinx_book_theme")
    html = app.outdir.joinpath("index.html").read_text(encoding="utf8")
    assert "fontawesome" not in html and "svg-inline--fa" in html and '<i class="fa' not in html
    assert not app.outdir.joinpath("_static", icons.SCRIPT).exists()
