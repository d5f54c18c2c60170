"""Small drawings in SVG: panels with axes under each other, as the figures draw them in the page.

Each shape names its colour by a class, which the page's style sheet may paint as it likes, and
carries the light theme's colour for a drawing that stands alone.
"""

import math
from html import escape

import numpy as np

COLOURS = {
    "ink": "#222832",
    "muted": "#48566b",
    "line": "#d1d5da",
    "accent": "#176de8",
    "gap": "#b5532c",
    "p": "#b5532c",
    "rec": "#0f766e",
    "divergence": "#8a3ab0",
}
WIDTH, LEFT, RIGHT = 420, 46, 18
GAP = 8  # between two panels


def drawing(*panels):
    """Joins panels to one SVG.

    Args:
        panels: Each a tuple of a height in pixels and the shapes, with their origin at its top
            left corner, `WIDTH` wide.

    Returns:
        A string.
    """
    top, parts = 0, []
    for height, shapes in panels:
        parts.append(f'<g transform="translate(0 {top})">{"".join(shapes)}</g>')
        top += height + GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top:.0f}" '
        f'font-family="sans-serif" font-size="13">{"".join(parts)}</svg>'
    )


def plot(name, x, y, shapes, height=170, marks=()):
    """A panel with axes.

    Args:
        name: Written above it.
        x, y: `Axis`.
        shapes: Functions of two scales, from data to pixels, that return SVG; cut at the edges.
        height: Of the panel, texts included.
        marks: More of them, which may reach beyond the edges.
    """
    top, bottom = 24, height - 24
    across = x.scale(LEFT, WIDTH - RIGHT)
    upright = y.scale(bottom, top)
    parts = [text(0, 14, name)]
    for tick in x.ticks:
        parts.append(segment(across(tick), top, across(tick), bottom, "line"))
        parts.append(text(across(tick), bottom + 16, signed(tick), "muted", "middle"))
    for tick in y.ticks:
        parts.append(segment(LEFT, upright(tick), WIDTH - RIGHT, upright(tick), "line"))
        parts.append(text(LEFT - 7, upright(tick) + 4, signed(tick), "muted", "end"))
    if x.name:
        place = (across(x.ticks[-1]) + across(x.ticks[-2])) / 2
        parts.append(text(place, bottom + 16, x.name, "ink", "middle"))
    width = WIDTH - RIGHT - LEFT
    parts.append(
        f'<svg x="{LEFT}" y="{top}" width="{width}" height="{bottom - top}" '
        f'viewBox="{LEFT} {top} {width} {bottom - top}" overflow="hidden">'
        f"{''.join(shape(across, upright) for shape in shapes)}</svg>"
    )
    parts.extend(mark(across, upright) for mark in marks)
    return height, parts


class Axis:
    """A range of numbers, from left to right or from below upwards.

    Args:
        least, most: Its ends.
        ticks: Numbers that are written beside it.
        name: Written between the last two.
        logarithmic: Whether equal ratios have equal lengths.
    """

    def __init__(self, least, most, ticks=(), name="", logarithmic=False):
        self.least, self.most, self.ticks, self.name = least, most, ticks, name
        self.map = np.log if logarithmic else np.asarray

    def scale(self, start, end):
        """The function from numbers to pixels; it stops one length beyond the ends."""
        low, high = self.map(self.least), self.map(self.most)

        def pixels(value):
            share = np.clip((self.map(value) - low) / (high - low), -1, 2)
            return start + share * (end - start)

        return pixels


def curve(x, y, colour="accent", dashes="", filled=False, width=2.5):
    """A line through points; filled down to the lower edge if asked for."""

    def shape(across, upright):
        line = path(across(x), upright(y))
        style = f'stroke="currentColor" stroke-width="{width}" fill="none"'
        style += f' stroke-dasharray="{dashes}"' if dashes else ""
        under = ""
        if filled:
            low = f"{upright(-1e9):.1f}"
            ends = (f"{float(across(x[end])):.1f}" for end in (-1, 0))
            d = line + "".join(f"L{end} {low}" for end in ends) + "Z"
            under = f'<path d="{d}" fill="currentColor" fill-opacity="0.15"/>'
        return group(colour, f'{under}<path d="{line}" {style}/>')

    return shape


def upright_line(x, colour="muted"):
    """A dotted line from the lower to the upper edge."""

    def shape(across, upright):
        ends = upright(-1e9), upright(1e9)
        return segment(across(x), ends[0], across(x), ends[1], colour, "1 5", 2.5)

    return shape


def point(x, y, colour="accent", radius=7):
    """A round mark, kept within the edges by whoever asks for it."""

    def shape(across, upright):
        return group(
            colour,
            f'<circle cx="{across(x):.1f}" cy="{upright(y):.1f}" r="{radius}" '
            'fill="currentColor" stroke="#fff" stroke-width="2"/>',
        )

    return shape


def path(x, y):
    """The data of a path through pixels."""
    pairs = zip(np.atleast_1d(x), np.atleast_1d(y), strict=True)
    return "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in pairs)


def group(colour, shapes):
    """Shapes whose `currentColor` is one of `COLOURS`."""
    return f'<g class="vae-{colour}" color="{COLOURS[colour]}">{shapes}</g>'


def segment(x1, y1, x2, y2, colour, dashes="", width=1):
    """A straight line."""
    style = f' stroke-dasharray="{dashes}"' if dashes else ""
    line = f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke-width="{width}"{style}'
    return group(colour, f'{line} stroke="currentColor" fill="none" stroke-linecap="round"/>')


def text(x, y, words, colour="ink", anchor="start"):
    """A line of text."""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return group(colour, f'<text {place} fill="currentColor">{escape(words)}</text>')


def signed(value):
    """A number on an axis, with a true minus sign."""
    return f"{value:g}".replace("-", "−")


def decimals(value):
    """A number to two decimals, with a true minus sign and no negative zero; or infinity."""
    if math.isinf(value):
        return "−∞" if value < 0 else "∞"
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
