"""Mounts figures in a bare page: the part of anywidget that they use, in forty lines."""

import base64

from vae_book.widgets.explorer import LatentExplorer

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
    '<!doctype html><html lang="en" data-theme="{}"><head><title>Figures</title>'
    '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>'
    "<body><main><h1>Figures</h1></main></body></html>"
)

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
  const load = (state, weights) => new Model({ ...state, weights: view(weights) });
  for (const { state, decoder, weights, models = {}, bytes = {} } of figures) {
    const packed = load(decoder, weights);
    for (const [name, text] of Object.entries(bytes)) state[name] = view(text);
    const model = new Model(state);
    const el = document.querySelector("main").appendChild(document.createElement("div"));
    const named = (name) => load(models[name].state, models[name].weights);
    const host = { getModel: async (name) => (name in models ? named(name) : packed) };
    await widget.render({ model, el, host, signal: new AbortController().signal });
    window.models.push(model);
  }
}
"""


def open_bare(page, theme="light", address=ADDRESS):
    """Goes to an empty page that has an address of its own, without a server."""
    html = PAGE.format(theme)
    page.route(f"{ADDRESS}**", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(address)
    page.add_style_tag(content=STYLE)


def mount(page, *explorers, theme="light", address=ADDRESS):
    """Shows explorers in `page`, one under the other, and waits until their grids are done."""
    open_bare(page, theme, address)
    figures = [_figure(explorer) for explorer in explorers]
    css = str(LatentExplorer._css)
    page.evaluate(MOUNT, {"esm": LatentExplorer._esm, "css": css, "figures": figures})
    page.wait_for_function(
        "[...document.querySelectorAll('.vae-explorer:has(.vae-cell)')]"
        ".every((root) => root.dataset.gridMs)"
    )


def _figure(explorer):
    decoder = explorer.decoder.get_state(["layers", "latent_size", "image_shape"])
    weights = base64.b64encode(explorer.decoder.weights).decode()
    state = explorer.get_state()
    state = {name: state[name] for name in state if name[0] != "_" and name != "layout"}
    binary = [name for name, value in state.items() if isinstance(value, bytes)]
    packed = {name: base64.b64encode(state.pop(name)).decode() for name in binary}
    return {"state": state, "decoder": decoder, "weights": weights, "bytes": packed}
