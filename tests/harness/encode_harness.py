"""Looks into encoder figures on a page, and draws on them."""

FIGURE = "document.querySelectorAll('.vae-encode')[{}].vaeFigure"


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
