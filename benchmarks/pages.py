"""How fast each page of the book is there, and how much it asks for.

    python benchmarks/pages.py [--save] [page ...]    all pages, or those whose names are given

It opens the built book (`make html` first), gzipped as a web host sends it, in two settings: full
speed at 50 Mbit/s, and a telephone, whose processor is 4 times slower, at 9 Mbit/s with 75 ms on
the way. A page is opened once at its top and read to its end: largest contentful paint, layout
shift, bytes and requests, all figures included. It is opened once more and scrolled to its first
figure at once: the time, from the start, until that figure is drawn. Times mean something on an
idle machine only; the table tells the load.
"""

import argparse
import gzip
import itertools
import statistics
import sys
from pathlib import Path

import readme
from book_page import BOOK, QuietHandler, page_names, serve

MBIT = 1e6 / 8  # bytes a second
SETTINGS = {  # how many times slower, bytes a second, milliseconds on the way
    "full speed": (1, 50 * MBIT, 0),
    "telephone": (4, 9 * MBIT, 75),
}
TEXTS = {".html", ".css", ".js", ".svg", ".mjs", ".json"}
HEADINGS = ("page", "setting", "LCP, s", "figure, s", "shift", "KB", "requests")

WATCH = """
window.seen = { lcp: 0, shifts: [], figure: null };
const watch = (type, take) => {
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
  observer.observe({ type, buffered: true });
};
watch("largest-contentful-paint", ({ startTime }) => { seen.lcp = startTime; });
watch("layout-shift", (entry) => {
  if (!entry.hadRecentInput) seen.shifts.push([entry.startTime, entry.value]);
});
"""
TO_FIGURE = """
addEventListener("DOMContentLoaded", () => {
  const stage = document.querySelector(".vae-stage");
  if (!stage) return;
  stage.scrollIntoView({ block: "center", behavior: "instant" });
  const look = () => {
    if (!stage.querySelector(".vae-figure")) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => { seen.figure = performance.now(); }));
  };
  look();
});
"""
READ = """
async () => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo({ top: y, behavior: "instant" });
    await pause(100);
  }
}
"""


class Gzipped(QuietHandler):
    """Serves files as a web host does: texts gzipped."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in TEXTS or not path.is_file():
            return super().do_GET()
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def layout_shift(shifts):
    """The largest sum of a run of shifts, as browsers report it: gaps below 1 s, 5 s in all."""
    largest = total = start = last = 0.0
    for time, value in shifts:
        if time - last > 1000 or time - start > 5000:
            total, start = 0.0, time
        total, last = total + value, time
        largest = max(largest, total)
    return largest


def opened(browser, address, setting, script):
    """A page in a setting that has loaded `address`, and the bytes of each of its requests."""
    slower, rate, delay = SETTINGS[setting]
    size = {"width": 390, "height": 844} if slower > 1 else {"width": 1280, "height": 900}
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.set_default_timeout(120_000)
    session = context.new_cdp_session(page)
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    limits = {"offline": False, "latency": delay, "downloadThroughput": rate}
    session.send("Network.emulateNetworkConditions", {**limits, "uploadThroughput": rate})
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.add_init_script(WATCH + script)
    page.goto(address, wait_until="load")
    return page, sizes


def measure(browser, site, name, setting):
    """LCP and first figure in seconds, layout shift, bytes and requests of a page."""
    page, sizes = opened(browser, f"{site}/{name}", setting, "")
    page.wait_for_timeout(3000)
    lcp = page.evaluate("seen.lcp") / 1000
    page.evaluate(READ)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    shift = layout_shift(page.evaluate("seen.shifts"))
    page.context.close()
    figure = None
    if 'class="vae-stage"' in BOOK.joinpath(name).read_text("utf8"):
        page, _ = opened(browser, f"{site}/{name}", setting, TO_FIGURE)
        page.wait_for_function("seen.figure")
        figure = page.evaluate("seen.figure") / 1000
        page.context.close()
    return lcp, figure, shift, sum(sizes), len(sizes)


def rows(browser, names, repeat):
    """Yields the rows of the table: medians of `repeat` runs of each page in each setting."""
    with serve(BOOK, Gzipped) as site:
        for name, setting in itertools.product(names, SETTINGS):
            runs = [measure(browser, site, name, setting) for _ in range(repeat)]
            lcp, figure, shift, size, requests = (
                statistics.median(values) if None not in values else None
                for values in zip(*runs, strict=True)
            )
            drawn = "" if figure is None else f"{figure:.1f}"
            numbers = f"{lcp:.1f}", drawn, f"{shift:.3f}", f"{size / 1000:,.0f}", f"{requests:.0f}"
            yield readme.row(Path(name).stem, setting, *numbers)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="*", help="parts of names of pages; all without")
    parser.add_argument("--save", action="store_true", help="write it into benchmarks/README.md")
    parser.add_argument("--repeat", type=int, default=1, help="times; the medians are told")
    options = parser.parse_args()
    wanted = options.pages or [""]
    names = [name for name in page_names() if any(part in name for part in wanted)]
    if not names:
        sys.exit(f"There is no such page in {BOOK}: run `make html` first.")

    def measured(browser):
        return rows(browser, names, options.repeat)

    readme.table_in_chromium("pages", HEADINGS, measured, texts=2)


if __name__ == "__main__":
    main()
