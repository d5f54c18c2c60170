"""The scripts of the built book are short, and do what they did."""

import json

import pytest
from minify import LONG, shorten, shortened
from sphinx.errors import ExtensionError

FIGURE = """/** What it is. */
const wide = (theNumber) => `${[theNumber].map((each) => `${each} 2`).join("L")}`; // a gap
export default { wide };
"""


def test_a_figure_keeps_its_name_its_texts_and_its_style():
    content = {"esm": FIGURE, "css": "/* all */\na > b {\n  color: red;\n}\n"}
    [text] = shortened([f'vaeFigureFile("one.js", {json.dumps(content)});\n'])
    assert text.startswith('vaeFigureFile("one.js",{') and "What it is" not in text
    held = json.loads(text[text.index("{") : text.rindex("}") + 1])
    assert "} 2`" in held["esm"] and "theNumber" not in held["esm"]
    assert held["css"].strip() == "a > b { color: red; }"


def test_names_that_other_scripts_may_use_stay():
    [text] = shortened(["const shared = 1;\n// why\nfunction useShared(long) { return long; }"])
    assert "shared" in text and "useShared" in text and "long" not in text


def test_what_is_marked_becomes_short_and_all_else_stays(tmp_path):
    class App:
        outdir = tmp_path
        builder = type("Builder", (), {"format": "html"})

    folder = tmp_path / "_static" / "deep"
    folder.mkdir(parents=True)
    marked, other = folder / "marked.js", folder / "other.js"
    marked.write_text(f"{LONG}let one = 1; // one", encoding="utf8")
    other.write_text("let two = 2; // two", encoding="utf8")
    shorten(App)
    assert marked.read_text("utf8") == "let one=1;"
    assert other.read_text("utf8") == "let two = 2; // two"


def test_what_is_no_script_stops_the_build():
    with pytest.raises(ExtensionError, match="could not be made short: .*line 1 of: let = ;"):
        shortened(["let = ;"])
