"""How fast the latent explorer answers: one image while dragging, and the grid of a new page.

    python benchmarks/explorer.py          prints a table
    python benchmarks/explorer.py --save   writes it into benchmarks/README.md as well

Weights are random: the time does not depend on what they are. Times include painting the canvas.
Budget with WebAssembly: one image within 4 ms (p95), the 20 x 20 grid within 60 ms (p50). They
are wall-clock times, so they mean something on an idle machine only; the table tells the load.
"""

import numpy as np
import readme
from formula_harness import show

from vae_book.widgets import Decoder, LatentExplorer
from vae_lib.networks import dense_decoder

PAGES = 8
MOVES = 40
# The hidden layers of the book's decoder come first.
DECODERS = (((256, 512), "gelu"), ((512, 512), "gelu"), ((512, 512), "relu"))
BACKENDS = {"WebAssembly": "", "plain JavaScript": "delete globalThis.WebAssembly;"}
HEADINGS = ("decoder", "backend", "image p50", "image p95", "grid least", "grid p50", "grid p95")

DRAG = """async (moves) => {
  const root = document.querySelector(".vae-explorer");
  const times = [];
  for (let k = 0; k < moves; k++) {
    window.models[0].set("z", [2 * Math.sin(k / 20), 2 * Math.cos(k / 31)]);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    times.push(Number(root.dataset.decodeMs));
  }
  return times;
}"""


def measure(browser, explorer, init_script):
    """The milliseconds of `PAGES` grids, one a page, and of `PAGES * MOVES` images."""
    grids, images = [], []
    for _ in range(PAGES):
        page = browser.new_page()
        page.add_init_script(init_script)
        show(page, explorer)
        grids.append(float(page.locator(".vae-explorer").get_attribute("data-grid-ms")))
        images.extend(page.evaluate(DRAG, MOVES))
        page.close()
    return grids, images


def measured_rows(browser):
    """Yields the rows of the table, times in milliseconds."""
    for hidden, activation in DECODERS:
        name = "-".join(map(str, (2, *hidden, 784))) + f" {activation}"
        decoder = dense_decoder(784, 2, hidden, activation)
        explorer = LatentExplorer(Decoder.from_keras(decoder))
        for backend, script in BACKENDS.items():
            grids, images = measure(browser, explorer, script)
            image, grid = np.percentile(images, [50, 95]), np.percentile(grids, [0, 50, 95])
            numbers = [f"{value:.2f}" for value in image] + [f"{value:.0f}" for value in grid]
            yield readme.row(name, backend, *numbers)


if __name__ == "__main__":
    readme.table_in_chromium("explorer", HEADINGS, measured_rows, texts=2)
