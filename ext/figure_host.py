"""Run the figures of a page by a small script of the book's own, `figure_host.js`.

All figures are anywidgets, so a page needs neither Jupyter's widget manager nor RequireJS. What is
large lies beside the page in `_static/figures`: the script and style of each kind of figure, as
its class has them now and not as they were when the chapter was executed, and the bytes of each
model. These files are named after their content, so pages that show the same model share one, and
no page takes the file of another build. A page that holds any other widget keeps Jupyter's manager
(`local_assets`).

The place of a figure is as high as the figure will be, so that nothing below it moves when it is
drawn: `figure_heights.json` has the pixels, on a desktop and on a phone, by the figures' labels.
"""

import hashlib
import importlib
import json
import re
from pathlib import Path

from finished_page import drop_unnamed, when_built
from local_assets import is_manager
from minify import LONG

HOST = Path(__file__).with_name("figure_host.js")
HEIGHTS = json.loads(Path(__file__).with_name("figure_heights.json").read_text(encoding="utf-8"))
PLACE = re.compile(
    r'<div class="vae-stage">(?=(?:(?!<div class="vae-stage">).)*?"model_id": "(\w+)")', re.S
)
FOLDER = "figures"  # below _static
STATE = "application/vnd.jupyter.widget-state+json"
# What only Jupyter's manager reads of a widget.
DROPPED = re.compile(r"_(model|view)_|_dom_classes$|_anywidget_id$|layout$|tabbable$|tooltip$")
SHORT = 200  # characters; a script as short as this stays in the page


def state_of(scripts):
    """The widgets that myst-nb stores for a page, by their identifiers; empty without any."""
    for script in scripts:
        if script.attributes.get("type") == STATE:
            return json.loads(script.attributes["body"].replace("<\\/", "</"))["state"]
    return {}


def is_own(model):
    """Tell whether the host can run a widget, or may leave it out as it does layouts."""
    return model["model_module"] == "anywidget" or model["model_name"] == "LayoutModel"


def write_file(folder, stem, content, mark=""):
    """Write what the host loads by a script's tag; return its name, made of its content."""
    text = json.dumps(content, sort_keys=True)
    name = f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.js"
    path = folder / name
    if not path.exists():
        script = f"{mark}vaeFigureFile({json.dumps(name)}, {text});\n"
        path.write_text(script, encoding="utf-8")
    return name


def code_of(state):
    """The script and the style of a widget: of this book's figures as their modules are now."""
    module, _, name = state.get("_anywidget_id", "").rpartition(".")
    if module.startswith("vae_book."):
        figure = getattr(importlib.import_module(module), name)
        return {"esm": figure._esm, "css": figure._css}
    return {"esm": state["_esm"], "css": state.get("_css", "")}


def apart(model, folder):
    """A widget as the page holds it: its small state, and the names of the files with the rest."""
    state = {name: value for name, value in model["state"].items() if not DROPPED.match(name)}
    stem = model["state"].get("_anywidget_id", "widget").split(".")[-2:][0]  # its module's name
    held = {"state": state}
    if len(state["_esm"]) > SHORT:
        script = code_of(model["state"])
        del state["_esm"]
        state.pop("_css", None)
        held["script"] = write_file(folder, stem, script, LONG)
    blocks = {buffer["path"][0]: buffer["data"] for buffer in model.get("buffers", [])}
    if blocks:
        held["data"] = write_file(folder, f"{stem}-data", blocks)
    return held


def with_place(match, state):
    """The start of a figure's place, as high as the figure, where its height is known."""
    label = state.get(match[1], {"state": {}})["state"].get("label")
    if label not in HEIGHTS:
        return match[0]
    desktop, phone = HEIGHTS[label]
    return f'<div class="vae-stage" style="--desktop: {desktop}px; --phone: {phone}px">'


def add_host(app, pagename, templatename, context, doctree):
    """Give a page with figures the host in the place of Jupyter's manager."""
    scripts = context.get("script_files", [])
    state = state_of(scripts)
    if not state or not all(is_own(model) for model in state.values()):
        return
    folder = Path(app.outdir, "_static", FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    script = LONG + HOST.read_text(encoding="utf-8")
    folder.joinpath(HOST.name).write_text(script, encoding="utf-8")
    figures = {
        identifier: apart(model, folder)
        for identifier, model in state.items()
        if model["model_module"] == "anywidget"
    }
    text = json.dumps({"state": figures}).replace("</", "<\\/")
    body = PLACE.sub(lambda match: with_place(match, state), context["body"])
    context["body"] = body + f'<script type="{STATE}">{text}</script>\n'
    app.add_js_file(f"{FOLDER}/{HOST.name}", loading_method="defer")
    context["script_files"] = [
        script
        for script in context["script_files"]
        if script.attributes.get("type") != STATE and not is_manager(script)
    ]


def setup(app):
    app.connect("html-page-context", add_host, priority=900)
    when_built(app, lambda app: drop_unnamed(app, f"{FOLDER}/*"), priority=900)
