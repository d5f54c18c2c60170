"""Shows figures that carry arrays as bytes: `formula_harness.show` for them."""

import base64

from formula_harness import state_of
from widget_harness import ADDRESS, MOUNT, open_bare

# Text on its way to the page, bytes within it.
REVIVE = """
(source) => {
  for (const { state } of source.figures) {
    const bytes = Uint8Array.from(atob(state.data), (c) => c.charCodeAt(0));
    state.data = new DataView(bytes.buffer);
  }
  return (%s)(source);
}
"""


def show_packed(page, *figures, theme="light", fragment="", damage=None):
    """Mounts figures of one class; `damage` alters the first one's state before it travels."""
    open_bare(page, theme, f"{ADDRESS}#{fragment}" if fragment else ADDRESS)
    states = [state_of(figure) for figure in figures]
    states[0].update(damage(states[0]) if damage else {})
    for state in states:
        state["data"] = base64.b64encode(state["data"]).decode()
    mounted = [{"state": state, "decoder": {}, "weights": ""} for state in states]
    source = {"esm": figures[0]._esm, "css": str(figures[0]._css), "figures": mounted}
    page.evaluate(REVIVE % MOUNT, source)
