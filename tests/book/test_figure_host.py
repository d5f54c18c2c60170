"""Figures run on a page without Jupyter's manager; only a page with another widget has it."""

import base64
import json
import re
from collections import Counter

import ipywidgets
import local_assets
import pytest
from book_page import serve, watched_page
from ipywidgets.embed import embed_data
from small_book import shows, small_book
from sphinx.errors import ExtensionError

EXTENSIONS = ("myst_nb", "local_assets", "figure_host", "minify")
PADDING = "/* long enough for a file of its own */\n" * 6
# It counts what it is called for, and shows a number and the first of its bytes.
COUNTER = (
    PADDING
    + """
globalThis.loaded = (globalThis.loaded ?? 0) + 1;
export default () => ({
  initialize({ model }) {
    model.set("started", model.get("started") + 1);
    return { twice: () => 2 * model.get("n") };
  },
  render({ model, el, signal }) {
    const show = () => {
      el.textContent = `n ${model.get("n")}, started ${model.get("started")}, ` +
        `byte ${model.get("data")?.getUint8(0)}`;
    };
    show();
    model.on("change:n", show);
    globalThis.models = [...(globalThis.models ?? []), model];
    signal.addEventListener("abort", () => { globalThis.ended = "signal"; });
    return () => { globalThis.ended += " and cleaned up"; };
  },
});
"""
)
BROKEN = PADDING + "export default { render() { throw new Error('I break.'); } };"
PARENT = (
    PADDING
    + """
export default {
  async render({ model, el, host }) {
    const child = await host.getModel(model.get("child"));
    const widget = await host.getWidget(model.get("child"));
    await widget.render({ el: el.appendChild(document.createElement("div")) });
    el.append(` child ${child.get("n")}, twice ${widget.exports.twice()}`);
  },
};
"""
)


def widget(esm=COUNTER, data=None, **state):
    """A widget as it is stored for a page."""
    state = {"_esm": esm, "_anywidget_id": "tests.counter.Counter", "n": 1, "started": 0, **state}
    stored = {"model_module": "anywidget", "model_name": "AnyModel", "state": state}
    if data is not None:
        text = base64.b64encode(data).decode()
        stored["buffers"] = [{"encoding": "base64", "path": ["data"], "data": text}]
    return stored


def made(build, source, pages):
    """The folder of a book of notebooks with these widgets, page by page."""
    source.mkdir(exist_ok=True)
    for name, widgets in pages.items():
        source.joinpath(f"{name}.ipynb").write_text(json.dumps(shows(widgets)), encoding="utf8")
    return build("# Page\n\nText.\n", extensions=EXTENSIONS, nb_execution_mode="off").outdir


def scripts(book, page):
    """The addresses of the scripts of a page below `_static`, without their check sums."""
    html = book.joinpath(f"{page}.html").read_text(encoding="utf8")
    return re.findall(r'<script[^>]* src="_static/((?:offline|figures)/[^"?]*)', html)


def files(book):
    return sorted(path.name for path in book.joinpath("_static", "figures").glob("*.*.js"))


def slider():
    """A stock slider as a notebook stores it, with its layout and style."""
    return embed_data([ipywidgets.IntSlider(7, description="Mine")])["manager_state"]["state"]


def test_a_page_with_figures_has_the_host_alone_and_a_page_without_has_nothing(shown):
    assert scripts(shown, "bytes") == ["figures/figure_host.js"]
    assert scripts(shown, "index") == []
    html = shown.joinpath("bytes.html").read_text(encoding="utf8")
    assert "long enough for a file" not in html and '"n": 1' in html


def test_pages_with_the_same_model_share_its_files(shown):
    kinds = Counter(name.split(".")[0] for name in files(shown))
    assert kinds == {"counter": 3, "counter-data": 3, "kl": 1}


def test_a_figure_of_the_book_has_the_script_of_today(shown):
    """The chapter may have been executed before its script was changed."""
    (name,) = [name for name in files(shown) if name.startswith("kl.")]
    text = shown.joinpath("_static", "figures", name).read_text(encoding="utf8")
    assert "vae-kl" in text and "old old" not in text


def test_a_file_that_no_page_names_goes(build, tmp_path):
    source = tmp_path / "source"
    book = made(build, source, {"figure": {"a": widget()}})
    stale = book / "_static" / "figures" / "counter.0123456789ab.js"
    stale.write_text("old", encoding="utf8")
    made(build, source, {"figure": {"a": widget(n=2)}})
    assert not stale.exists() and len(files(book)) == 1


def test_only_a_page_with_another_widget_has_the_manager(shown):
    assert scripts(shown, "mine") == list(local_assets.WIDGET_SCRIPTS)
    assert scripts(shown, "one") == ["figures/figure_host.js"]
    shipped = shown / "_static" / "offline" / "anywidget.js"
    assert shipped.read_bytes() == local_assets.ANYWIDGET.read_bytes()


def test_missing_anywidget_stops_the_build(build, monkeypatch, tmp_path):
    monkeypatch.setattr(local_assets, "ANYWIDGET", tmp_path / "nowhere.js")
    with pytest.raises(ExtensionError, match="nowhere.js: the figures would not run"):
        made(build, tmp_path / "source", {"mine": slider()})


SHOWN = {
    "bytes": {"a": widget(data=b"\x07"), "b": widget(data=b"\x09", n=2)},
    "one": {"a": widget()},
    "two": {"a": widget(), "b": widget(n=2)},
    "file": {"a": widget(data=b"\x05"), "b": widget(n=2)},
    "child": {"p": widget(PARENT, child="anywidget:a"), "a": widget(n=4, data=b"\x07")},
    "broken": {"a": widget(BROKEN), "b": widget(n=2)},
    "kl": {
        "a": widget("old " * 100, _anywidget_id="vae_book.widgets.kl.KLFigure", _css="old"),
    },
    "mine": slider(),
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The folder of a book with the pages of `SHOWN`."""
    source = tmp_path_factory.mktemp("shown")
    with small_book(source) as build:
        return made(build, source, SHOWN)


@pytest.fixture(scope="module")
def site(shown):
    with serve(shown) as address:
        yield address


@pytest.fixture(scope="module")
def tab(browser):
    context = browser.new_context(viewport={"width": 800, "height": 600})
    yield context.new_page()
    context.close()


@pytest.fixture
def show(tab, site):
    """A function that opens a page of `SHOWN`; `damaged` is an address and its text, or None."""
    tab.set_default_timeout(10_000)

    def show(name, damaged=None, root=site, ready="vaeFigures.mountAll()"):
        if damaged:
            address, text = damaged
            reply = {"status": 404} if text is None else {"body": text}
            tab.route(address, lambda route: route.fulfill(**reply))
        tab.goto(f"{root}/{name}.html")
        tab.evaluate(ready)
        return tab

    yield show
    tab.unroute_all()


def replaced(book, name, old, new):
    """The address of a page of the book, and its HTML with one text in place of another."""
    html = book.joinpath(f"{name}.html").read_text("utf8")
    return f"**/{name}.html", html.replace(old, new)


def texts(page):
    return page.locator(".widget-subarea").all_text_contents()


@pytest.mark.parametrize("is_served", [True, False])
def test_figures_show_their_state_and_their_bytes(show, site, shown, is_served):
    page = show("bytes", root=site if is_served else shown.as_uri())
    assert texts(page) == ["n 1, started 1, byte 7", "n 2, started 1, byte 9"]
    assert page.evaluate("loaded") == 1  # two figures, one script


def test_a_change_tells_those_who_listen(show):
    page = show("one")
    page.evaluate("models[0].set('n', 5)")
    assert texts(page) == ["n 5, started 1, byte undefined"]
    calls = page.evaluate("""() => {
        const calls = [];
        const note = (model, value) => calls.push([model.get("n"), value]);
        models[0].on("change:n change:m", note);
        models[0].set({ n: 5, m: [1] });
        models[0].set({ n: 6, m: [1] });
        models[0].off("change:n", note);
        models[0].set("n", 7);
        models[0].off();
        models[0].set("m", 0);
        models[0].save_changes();
        models[0].send({});
        return calls;
    }""")
    assert calls == [[5, [1]], [6, 6]]


def test_a_figure_finds_another_widget(show):
    page = show("child")
    assert texts(page)[0] == "n 4, started 1, byte 7 child 4, twice 8"


def test_a_figure_ends_with_its_page(show):
    page = show("one")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }))")
    assert page.evaluate("ended") == "signal and cleaned up"


def test_a_figure_that_throws_does_not_stop_the_next_one(show):
    page = show("broken")
    assert texts(page) == [
        "This figure cannot be drawn. I break.",
        "n 2, started 1, byte undefined",
    ]
    assert page.get_by_role("alert").count() == 1


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda name, text: None, "is missing"),
        (lambda name, text: text[:-40], "is damaged, or of another build of the book"),
        (
            lambda name, text: text.replace(name, "counter-data.other.js"),
            "is damaged, or of another build of the book",
        ),
    ],
)
def test_a_file_that_is_not_whole_gives_a_sentence(show, shown, damage, sentence):
    html = shown.joinpath("file.html").read_text("utf8")
    name = re.search(r"counter-data\.\w+\.js", html)[0]
    text = shown.joinpath("_static", "figures", name).read_text("utf8")
    first, second = texts(show("file", (f"**/{name}", damage(name, text))))
    assert re.fullmatch(
        rf"This figure cannot be drawn\. Its file {re.escape(name)} {sentence}\..*", first
    )
    assert second == "n 2, started 1, byte undefined"


def test_a_view_without_data_gives_a_sentence(show, shown):
    page = show("two", replaced(shown, "two", '"b": {', '"c": {'))
    assert texts(page)[1] == "This figure cannot be drawn. The page holds no data for it."


def test_a_figure_waits_until_it_comes_near(show, shown):
    style = "<style>.cell { height: 5000px; }</style>"
    page = show("two", replaced(shown, "two", "</head>", f"{style}</head>"), ready="true")
    page.locator(".widget-subarea").first.wait_for(state="attached")
    assert page.locator(".widget-subarea").count() == 1
    page.evaluate("document.querySelectorAll('.cell_output')[1].scrollIntoView()")
    page.wait_for_function("globalThis.models?.length === 2")


def test_a_teachers_slider_is_drawn_by_the_manager(browser, site):
    with watched_page(browser, site) as page:
        page.goto(f"{site}/mine.html")
        page.locator(".jupyter-widgets .noUi-handle").first.wait_for()
        assert page.locator(".widget-label").first.text_content() == "Mine"
