"""Photograph every page of the built book for people to look at.

Usage: `python tests/browser/screenshots.py FOLDER [PART_OF_A_NAME ...]`. Each page is taken
from top to bottom at 1280 and 390 px, in light and dark.
"""

import sys
from itertools import product
from pathlib import Path

from book_page import BOOK, WIDTHS, open_page, page_names, serve
from chromium import FLAGS, find_browser
from playwright.sync_api import sync_playwright


def photograph(page, site, folder, name):
    """Take one page at each width and in each colour scheme."""
    for scheme, (width, pixels) in product(["light", "dark"], WIDTHS.items()):
        open_page(page, f"{site}/{name}", scheme, width)
        stem = name.removesuffix(".html").replace("/", "-")
        path = folder / f"{stem}-{pixels}-{scheme}.png"
        page.screenshot(path=path, full_page=True)
        print(path)


def main(folder, *parts):
    """Photograph the pages whose name contains one of `parts`, or all of them."""
    chosen = [name for name in page_names() if not parts or any(part in name for part in parts)]
    Path(folder).mkdir(parents=True, exist_ok=True)
    with serve(BOOK) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        for name in chosen:
            photograph(browser.new_page(), site, Path(folder), name)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
