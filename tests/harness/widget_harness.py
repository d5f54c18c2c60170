"""Mounts figures in a bare page: the part of anywidget that they use, in fifty lines."""

import base64
import itertools

NETWORKS = ("encoder", "decoder")

# The theme's variables, as the book's pages define them.
STYLE = """
html { --pst-color-background: #fff; --pst-color-text-base: #323232; --pst-color-primary: #176de8;
  --pst-color-text-muted: #48566b; --pst-color-border: #d1d5da; --pst-color-surface: #f3f4f5; }
html[data-theme="dark"] { --pst-color-background: #121212; --pst-color-text-base: #ced6dd;
  --pst-color-primary: #528fe4; --pst-color-text-muted: #9ca4af; --pst-color-border: #48566b;
  --pst-color-surface: #29313d; }
body { margin: 0; padding: 1rem; background: var(--pst-color-background);
  color: var(--pst-color-text-base); font-family: sans-serif; }
figure, main { margin: 0 0 1rem; }
"""

ADDRESS = "http://figures.test/"
PAGE = (
    '<!doctype html><html lang="en" data-theme="light"><head><title>Figures</title>'
    '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
    f"<style>{STYLE}</style></head><body><main><h1>Figures</h1></main></body></html>"
)
VISITS = itertools.count()

MOUNT = """
async ({ esm, css, figures }) => {
  class Model {
    constructor(state) { Object.assign(this, { state, callbacks: [], saves: 0 }); }
    get(name) { return this.state[name]; }
    set(name, value) {
      if (JSON.stringify(value) === JSON.stringify(this.state[name])) return;
      this.state[name] = value;
      for (const [event, call] of this.callbacks) if (event === `change:${name}`) call();
    }
    on(event, call) { this.callbacks.push([event, call]); }
    save_changes() { this.saves += 1; }
  }
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  const url = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
  const widget = (await import(url)).default;
  window.models = [];
  const view = (text) => new DataView(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)).buffer);
  const load = ({ state, bytes }) => {
    const blocks = Object.entries(bytes).map(([name, text]) => [name, view(text)]);
    return new Model({ ...state, ...Object.fromEntries(blocks) });
  };
  for (const figure of figures) {
    const model = load(figure);
    const el = document.querySelector("main").appendChild(document.createElement("div"));
    const host = { getModel: async (name) => load(figure.models[name]) };
    await widget.render({ model, el, host, signal: new AbortController().signal });
    window.models.push(model);
  }
}
"""


# Of the explorers that can be drawn.
GRIDS = """[...document.querySelectorAll('.vae-explorer:has(.vae-cell)')]
  .every((root) => root.dataset.gridMs)"""


def stored(widget, changes=()):
    """A widget's state as it travels to the page, with some of it changed: bytes as text."""
    state = {**widget.get_state(), **dict(changes)}
    state = {name: state[name] for name in state if name[0] != "_" and name != "layout"}
    names = [name for name, value in state.items() if isinstance(value, bytes)]
    return {"bytes": {name: base64.b64encode(state.pop(name)).decode() for name in names}} | {
        "state": state
    }


def with_networks(figure, changes=(), blobs=()):
    """A figure as it travels, with the networks that it refers to; `blobs` are data in theirs."""
    networks = {name: getattr(figure, name) for name in NETWORKS if figure.has_trait(name)}
    blobs = {name: {"data": blob} for name, blob in dict(blobs).items()}
    models = {
        f"anywidget:{network.model_id}": stored(network, blobs.get(name, ()))
        for name, network in networks.items()
    }
    return stored(figure, changes) | {"models": models}


def show(page, *figures, fragment="", before="", damage=(), blobs=()):
    """Mounts figures of one class on an empty page, one under the other; waits for their grids.

    Args:
        page: Of Playwright; it has no server, see `tabs`.
        figures: Widgets.
        fragment: Of the page's address, which no page before it had.
        before: A script that runs first.
        damage: Changes of the figures' states, one after the other.
        blobs: Data for networks of the first figure, by their names.
    """
    page.goto(f"{ADDRESS}?{next(VISITS)}#{fragment}")
    page.evaluate(before)
    changed = itertools.zip_longest(figures, damage, fillvalue={})
    mounted = [
        with_networks(figure, changes, () if k else blobs)
        for k, (figure, changes) in enumerate(changed)
    ]
    source = {"esm": figures[0]._esm, "css": str(figures[0]._css), "figures": mounted}
    page.evaluate(MOUNT, source)
    page.wait_for_function(GRIDS)
