"""How long each figure's script takes for a frame while its first slider is dragged.

    python benchmarks/figures.py          prints a table
    python benchmarks/figures.py --save   writes it into benchmarks/README.md as well

It opens the built book (`make html` first), and finds the figures by the class `vae-figure` that
all of them carry. The slider goes from end to end, one step a frame. Counted is what the page's
scripts do: from the slider's event to the end of the animation frame, without layout and paint.
Budget: 8 ms (p95). A latent explorer also tells how long it took to decode and paint its grid of
images when the page was opened: 60 ms at most. These are wall-clock times, so they mean something
on an idle machine only; the table tells the load.
"""

import sys
from pathlib import Path

import numpy as np
import readme
from book_page import BOOK, open_page, page_names, serve

FRAMES = 240
BUDGET, GRID_BUDGET = 8.0, 60.0  # milliseconds
FIGURE = ".vae-figure:has(input[type=range])"
HEADINGS = ("figure", "page", "p50", "p95", "largest")

# Adds up the time that the page's scripts take in animation frames.
COUNT_FRAMES = """
const request = globalThis.requestAnimationFrame;
globalThis.frameScriptMs = 0;
globalThis.requestAnimationFrame = (task) =>
  request((time) => {
    const begin = performance.now();
    task(time);
    globalThis.frameScriptMs += performance.now() - begin;
  });
"""
DRAG = """
async (figure, frames) => {
  const slider = figure.querySelector("input[type=range]");
  const [least, most] = [Number(slider.min), Number(slider.max)];
  const next = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const times = [];
  await next();
  for (let k = 0; k < frames; k++) {
    globalThis.frameScriptMs = 0;
    const begin = performance.now();
    slider.value = least + (k / (frames - 1)) * (most - least);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    const handler = performance.now() - begin;
    await next();
    times.push(handler + globalThis.frameScriptMs);
  }
  slider.dispatchEvent(new Event("change", { bubbles: true }));
  return times;
}
"""


def measure(browser, site, name):
    """Yields the name of each figure of a page, its milliseconds a frame and their budget."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(COUNT_FRAMES)
    page = context.new_page()
    open_page(page, f"{site}/{name}")
    page.wait_for_timeout(1000)  # grids of decoded images are ready
    for figure in page.locator(FIGURE).all():
        figure.scroll_into_view_if_needed()
        title = figure.locator(".vae-title").first.text_content()
        yield title, figure.evaluate(DRAG, FRAMES), BUDGET
        if grid := figure.get_attribute("data-grid-ms"):
            yield f"{title}: its grid", [float(grid)], GRID_BUDGET
    context.close()


def pages_with_figures():
    """The pages that hold a widget's view."""
    view = "application/vnd.jupyter.widget-view+json"
    return [name for name in page_names() if view in BOOK.joinpath(name).read_text("utf8")]


def measured_rows(browser):
    """Yields the rows of the table."""
    with serve(BOOK) as site:
        for name in pages_with_figures():
            for title, times, budget in measure(browser, site, name):
                numbers = [*np.percentile(times, [50, 95]), max(times)]
                yield readme.row(title, Path(name).stem, *(f"{value:.1f}" for value in numbers))
                if numbers[1] > budget:
                    print(f"Above the budget of {budget:g} ms.", file=sys.stderr)


if __name__ == "__main__":
    if not pages_with_figures():
        sys.exit(f"There is no page with a figure in {BOOK}: run `make html` first.")
    readme.table_in_chromium("figures", HEADINGS, measured_rows, texts=2)
