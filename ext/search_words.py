"""Words under which readers search, and the sections that answer them.

Sphinx lists an entry of its index as a hit of its own, which leads to a section. Equations and
questions get theirs by themselves; `search_words.json` adds the spellings and the words of the
field that the text does not use. A section that is not there is an error.
"""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ExtensionError

QUESTION = re.compile(r"^Question \d$")
EQUATION = re.compile(r"^eq-(.+)$")
# Page, then section by its identifier, then the words.
WORDS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


def entry(words, anchor):
    """An entry of the index that leads to an anchor of its page."""
    return addnodes.index(entries=[("single", word, anchor, "main", None) for word in words])


def add(app, doctree):
    """Add the entries of a page that has just been read."""
    page = app.env.docname
    sections = {name: node for node in doctree.findall(nodes.section) for name in node["ids"]}
    wanted = WORDS.get(page, {})
    lost = sorted(set(wanted) - set(sections))
    if lost:
        raise ExtensionError(f"{page} has no section {lost[0]}: adapt ext/search_words.json.")
    for name, words in wanted.items():
        sections[name].insert(1, entry(words, name))
    for section in doctree.findall(nodes.section):
        title = section.next_node(nodes.title).astext()
        if QUESTION.fullmatch(title):
            section.insert(1, entry([title.lower()], section["ids"][0]))
            app.env.metadata[page]["question"] = title
    for formula in list(doctree.findall(nodes.math_block)):
        label = EQUATION.match(formula.get("label") or "")
        if label and label[1].isdigit():
            formula.parent.insert(
                formula.parent.index(formula),
                entry([f"equation {label[1]}"], f"equation-eq-{label[1]}"),
            )


def setup(app):
    app.connect("doctree-read", add)
    app.add_js_file("search.js", loading_method="defer")
