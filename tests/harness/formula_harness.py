"""Reads, drags and looks at the figures of a bare page."""

from axe_rules import violations

SIDES = """(nodes) => nodes.map((node) => {
  const { width, height } = node.getBoundingClientRect();
  return Math.min(width, height);
})"""
HELD = """async ([which, name]) => {
  await new Promise(requestAnimationFrame);
  return window.models[which].get(name);
}"""
NUMBERS = """async (which) => {
  await new Promise(requestAnimationFrame);
  const model = window.models[which];
  return Object.fromEntries(Object.keys(model.get("ranges")).map((n) => [n, model.get(n)]));
}"""
ROOT = "document.querySelector('.vae-formula')"


def held(page, name, which=0):
    """What a figure's model holds, once the frame is painted that shows it."""
    return page.evaluate(HELD, [which, name])


def numbers(page, which=0):
    """The current numbers of a figure, by name, once the frame is painted that shows them."""
    return page.evaluate(NUMBERS, which)


def shown(page, **numbers):
    """What the first figure shows, after a move to these numbers."""
    script = f"(to) => {{ {ROOT}.vaeFigure.moveTo(to); return {ROOT}.vaeFigure.shown(); }}"
    return page.evaluate(script, numbers)


def check_looks(page):
    """No axe violation on a dark telephone and a light desktop, nothing wider, large targets."""
    for width, theme in ((390, "dark"), (1280, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        assert violations(page, bare=True) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        controls = page.locator(".vae-figure :is(input, button, select, summary):visible")
        assert min(controls.evaluate_all(SIDES)) >= 24


def over(page, plot, across, up):
    """The page coordinates of a place on a plot, given as shares from the left and from below."""
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    return box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"]


def drag(page, plot, start, end):
    page.mouse.move(*over(page, plot, *start))
    page.mouse.down()
    page.mouse.move(*over(page, plot, *end), steps=4)
    page.mouse.up()
