"""Draw `_static/card.png`, which a chat or a search engine shows beside a link to the book.

Run by hand when the title in `_config.yml` has changed: `python tools/make_card.py`.
"""

import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import yaml

from vae_lib.data import load_digits

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "_static" / "card.png"
PAPER, CURVE = "#1f4e79", "#fdba74"
WIDTH, HEIGHT = 1200, 630  # pixels, the proportion that all of them show uncut
ROWS, COLUMNS = 3, 10


def digits():
    """A picture of test digits, column k holding the digit k, ink as 1."""
    images, labels = load_digits("test")
    chosen = [images[np.flatnonzero(labels == k)[:ROWS]].reshape(-1, 28) for k in range(COLUMNS)]
    return np.hstack(chosen)


def main():
    title = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["title"]
    figure = plt.figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=PAPER)
    words = "\n".join(textwrap.wrap(title, 26))
    figure.text(0.06, 0.77, words, color="white", size=44, weight="bold", va="center")
    curve = figure.add_axes((0, 0.44, 1, 0.2), frameon=False, xticks=[], yticks=[])
    z = np.linspace(-5, 5, 400)
    curve.plot(z, np.exp(-(z**2) / 2), color=CURVE, linewidth=5)
    curve.set(xlim=(-5, 5), ylim=(-0.1, 1.1))
    below = figure.add_axes((0.06, 0.02, 0.88, 0.4), frameon=False, xticks=[], yticks=[])
    colours = plt.matplotlib.colors.LinearSegmentedColormap.from_list("ink", [PAPER, "white"])
    below.imshow(digits(), cmap=colours, vmin=0, vmax=1)
    figure.savefig(TARGET, facecolor=PAPER)


if __name__ == "__main__":
    main()
