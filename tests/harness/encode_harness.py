"""Shows encoder figures in a bare page, each with the weights of its two networks."""

import base64

from formula_harness import state_of
from widget_harness import ADDRESS, MOUNT, open_bare

FIGURE = "document.querySelectorAll('.vae-encode')[{}].vaeFigure"
NETWORKS = {
    "encoder": ["layers", "data_size", "latent_size"],
    "decoder": ["layers", "latent_size", "image_shape"],
}


def show(page, *figures, theme="light", fragment="", blobs=None):
    """Mounts figures one under the other; `blobs` replaces weights of the first one, by network."""
    open_bare(page, theme, f"{ADDRESS}#{fragment}" if fragment else ADDRESS)
    mounted = [_mounted(figure, blobs if k == 0 else None) for k, figure in enumerate(figures)]
    source = {"esm": figures[0]._esm, "css": str(figures[0]._css), "figures": mounted}
    page.evaluate(MOUNT, source)


def _mounted(figure, blobs):
    state, models = state_of(figure), {}
    for name, traits in NETWORKS.items():
        network = getattr(figure, name)
        weights = (blobs or {}).get(name, network.weights)
        packed = {"state": network.get_state(traits), "weights": base64.b64encode(weights).decode()}
        models[state[name]] = packed
    return {"state": state, "decoder": {}, "weights": "", "models": models}


def look(page, numbers=None, which=0):
    """What the figure shows, or would show with these numbers: a dict of lists, or None."""
    return page.evaluate(
        f"""(numbers) => {{
          const seen = {FIGURE.format(which)}.look(numbers);
          return seen && Object.fromEntries(Object.entries(seen).map(
            ([name, value]) => [name, typeof value === "number" ? value : [...value]]));
        }}""",
        numbers or {},
    )


def drawing(page, strokes, which=0):
    """Draws strokes with the mouse, each a list of places as shares from the left and top."""
    plot = page.locator(".vae-sheet").nth(which)
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    for stroke in strokes:
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=4)
        page.mouse.up()
