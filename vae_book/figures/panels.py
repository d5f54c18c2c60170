"""Panels without axes on both sides: names of lines, bars, pictures."""

import base64
import io

import numpy as np

from vae_book.figures.drawing import (
    RIGHT,
    WIDTH,
    Axis,
    decimals,
    group,
    segment,
    signed,
    text,
)

ROW, THICK = 28, 17
NAMES, NUMBERS = 118, 46  # pixels that the texts of a bar take
SPACE = 20  # between two pictures


def legend(*entries):
    """A panel of names for lines, each `(name, colour, dashes)`."""
    parts, left = [], 0.0
    for name, colour, dashes in entries:
        parts.append(segment(left, 10, left + 26, 10, colour, dashes, 2.5))
        parts.append(text(left + 33, 14, name))
        left += 33 + 7.2 * len(name) + 18
    return 22, parts


def bars(rows, least, most, ticks, level=None):
    """A panel of bars.

    Args:
        rows: Tuples of a name, the two ends of the bar, the number to print, and a colour.
        least, most: The ends of the axis, in nats.
        ticks: Numbers that are written below it; the last one carries the unit.
        level: Of a dashed line down all rows.
    """
    start, end, bottom = NAMES + NUMBERS + 10, WIDTH - RIGHT, ROW * len(rows)
    scale = Axis(least, most).scale(start, end)
    parts = []
    for tick in ticks:
        last = tick == ticks[-1]
        words = f"{signed(tick)} nats" if last else signed(tick)
        parts.append(segment(scale(tick), 0, scale(tick), bottom, "line"))
        anchor = ("end", 6) if last else ("middle", 0)
        parts.append(text(scale(tick) + anchor[1], bottom + 16, words, "muted", anchor[0]))
    for row, (name, low, high, value, colour) in enumerate(rows):
        middle = ROW * (row + 0.5)
        left, right = sorted(float(scale(np.clip(edge, least, most))) for edge in (low, high))
        parts.append(text(0, middle + 4, name))
        parts.append(text(NAMES + NUMBERS, middle + 4, decimals(value), "ink", "end"))
        shape = f'x="{left:.1f}" y="{middle - THICK / 2}" width="{right - left:.1f}"'
        fill = f'height="{THICK}" fill="currentColor"'
        parts.append(group(colour, f"<rect {shape} {fill}/>"))
    if level is not None:
        parts.append(segment(scale(level), 0, scale(level), bottom, "ink", "3 3", 1))
    return bottom + 30, parts


def pictures(images):
    """A panel of square images side by side, each `(name, grey levels in [0, 1])`, 1 is ink."""
    side = (WIDTH - SPACE * (len(images) - 1)) / len(images)
    parts = []
    for k, (name, levels) in enumerate(images):
        left = k * (side + SPACE)
        address = "data:image/png;base64," + base64.b64encode(png(levels)).decode()
        parts.append(
            f'<image x="{left:.1f}" y="1" width="{side:.1f}" height="{side:.1f}" '
            f'image-rendering="pixelated" href="{address}"/>'
        )
        parts.append(
            group(
                "line",
                f'<rect x="{left:.1f}" y="1" width="{side:.1f}" '
                f'height="{side:.1f}" fill="none" stroke="currentColor"/>',
            )
        )
        parts.append(text(left + side / 2, side + 18, name, "ink", "middle"))
    return side + 34, parts


def png(levels):
    """Grey levels, a matrix in [0, 1] where 1 is ink, as the bytes of a PNG file."""
    from PIL import Image  # matplotlib brings it along

    buffer = io.BytesIO()
    paper = 17 * np.round(15 * (1 - np.clip(levels, 0, 1))).astype("uint8")  # 16 greys are enough
    Image.fromarray(paper).save(buffer, "png", optimize=True)
    return buffer.getvalue()


def strip(name, images, shape=(28, 28)):
    """A panel of images side by side with a name; `shape` is the height and width of each."""
    row = np.hstack(list(np.reshape(images, (-1, *shape))))
    height = WIDTH * row.shape[0] / row.shape[1]
    address = "data:image/png;base64," + base64.b64encode(png(row)).decode()
    picture = (
        f'<image x="0" y="20" width="{WIDTH}" height="{height:.1f}" '
        f'image-rendering="pixelated" href="{address}"/>'
    )
    return height + 22, [text(0, 14, name), picture]
