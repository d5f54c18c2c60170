"""How fast the latent explorer answers: one image while dragging, and the grid of a new page.

Run with `python benchmarks/explorer.py`. The decoder is dense, 2-512-512-784, with random weights:
the time does not depend on what they are. Budget: one image within 4 ms (p95), the 20 x 20 grid
within 60 ms (p50). Both times include painting the canvas.
"""

import sys
from pathlib import Path

import keras
import numpy as np
from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "widgets"))
from conftest import FLAGS, chromium_path
from widget_harness import mount

from vae_lib.widgets import Decoder, LatentExplorer

PAGES = 8
MOVES = 40
WITHOUT_WASM = "delete globalThis.WebAssembly;"

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


def random_decoder(activation):
    """A dense decoder 2-512-512-784."""
    dense = keras.layers.Dense
    hidden = [dense(512, activation=activation) for _ in range(2)]
    return keras.Sequential([keras.Input((2,)), *hidden, dense(784)])


def measure(browser, explorer, init_script):
    """Returns the milliseconds of `PAGES` grids, one a page, and of `PAGES * MOVES` images."""
    grids, images = [], []
    for _ in range(PAGES):
        page = browser.new_page()
        page.add_init_script(init_script)
        mount(page, explorer)
        grids.append(float(page.locator(".vae-explorer").get_attribute("data-grid-ms")))
        images.extend(page.evaluate(DRAG, MOVES))
        page.close()
    return grids, images


def main():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        print("decoder 2-512-512-784   image p50 / p95 (ms)   grid p50 / p95 (ms)")
        for activation in ("relu", "gelu"):
            explorer = LatentExplorer(Decoder.from_keras(random_decoder(activation)))
            for backend, script in (("wasm", ""), ("plain js", WITHOUT_WASM)):
                grids, images = measure(browser, explorer, script)
                image, grid = np.percentile(images, [50, 95]), np.percentile(grids, [50, 95])
                print(
                    f"{activation}, {backend:<17} {image[0]:9.2f} / {image[1]:.2f}"
                    f" {grid[0]:17.0f} / {grid[1]:.0f}"
                )
        browser.close()


if __name__ == "__main__":
    main()
