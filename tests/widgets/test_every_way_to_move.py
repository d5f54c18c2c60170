"""Every figure is moved by slider, finger, pointer and key, and is accessible."""

import pytest
from formula_harness import check_looks, drag, over

from vae_book import widgets

FIGURES = widgets.figures()
# Of a figure's plots a place, as shares from the left and from below, the numbers there, to a pixel
# or two, and how far the arrows go from the left edge: to the right, and then upwards or down.
PLACES = {
    "bernoulli": [
        ("Probability of a 1", (0.25, 0.5), {"a": (-1.0986, 0.03)}, (0.5, 0.5)),
        ("Logit", (0.9, 0.2), {"a": (20, 0.2)}, (0.5, 0.5)),
    ],
    "bound": [
        ("Mean and width of q", (0.7, 0.3968), {"m": (1.2, 0.03), "s": (0.7, 0.03)}, (0.05, 0.05))
    ],
    "explorer": [("Latent plane", (0.3, 0.6), {"z1": (-1.2, 0.03), "z2": (0.6, 0.03)}, (0.1, 0.1))],
    "gaussian": [
        ("Pixel, over the density", (0.5, 0.5), {"x": (0.5, 0.02)}, (0.05, 0.05)),
        ("Pixel, over the log-density", (1 / 3, 0.5), {"x": (0, 0.02)}, (0.05, 0.05)),
    ],
    "haystack": [
        ("Place of the image", (0.25, 0.75), {"x1": (-1.5, 0.05), "x2": (1.5, 0.05)}, (0.1, 0.1)),
    ],
    "jensen": [  # the nearer end moves
        ("The two values of r", (1 / 4.2, 0.5), {"a": (1, 0.02)}, (0.05, 0.05)),
        ("The two values of r", (3.6 / 4.2, 0.5), {"b": (3.6, 0.02)}, (0.05, 0.05)),
    ],
    "kl": [
        ("Mean and width of q", (0.75, 0.25), {"m": (1.5, 0.03), "s": (0.75, 0.03)}, (0.05, 0.05))
    ],
    "posterior": [("Mean of q", (0.75, 0.25), {"m1": (2, 0.03), "m2": (-2, 0.03)}, (0.15, 0.15))],
    "reparametrisation": [
        ("Mean and width of q", (0.7, 0.3968), {"m": (2.4, 0.04), "s": (0.7, 0.03)}, (0.05, 0.05)),
        ("Number of draws L", (1 / 3, 0.5), {"L": (10, 1)}, (1, 1)),
    ],
    "replay": [
        ("Epoch, on the loss", (0.9, 0.5), {"epoch": (4, 0)}, (1, 3)),
        ("Epoch, on the KL", (0.3, 0.2), {"epoch": (1, 0)}, (1, 3)),
    ],
    "shell": [("Distance from the origin", (0.5, 0.5), {"r": (7, 0.1)}, (0.1, 0.1))],
    "squared-error": [
        (
            "Balance of error and KL",
            (0.5, 0.5),
            {"kl": (30, 0.3), "sigma": (1, 0.02)},
            (0.0031, 0.5),
        ),
    ],
}
OWN = {  # plots that do something else than follow a hand, with tests of their own
    "Decoded over the plane",
    "Samples of q, close up",
    "Sheet to draw on; the arrow keys shift the image",
}
SAME_SENTENCE = {"explorer", "training"}  # in these nothing is trained
# Once what has moved is painted.
NUMBERS = """async (root) => {
  await new Promise(requestAnimationFrame);
  return root.vaeFigure.numbers();
}"""
# An explorer has one limit for all latent variables.
RANGES = """() => {
  const model = window.models[0];
  const end = { least: -model.get("limit"), most: model.get("limit") };
  return model.get("ranges") ?? { z1: end, z2: end };
}"""


def numbers(figure):
    return figure.evaluate(NUMBERS)


def changed(before, after):
    return {name for name in before if before[name] != after[name]}


def try_sliders(figure):
    """Assert that each slider moves a number of its own, and says which."""
    moved = set()
    sliders = figure.locator(".vae-slider").all()
    for slider in sliders:
        before, said = numbers(figure), slider.locator("output").text_content()
        slider.locator("input").press("ArrowRight")
        if numbers(figure) == before:
            slider.locator("input").press("ArrowLeft")
        [name] = changed(before, numbers(figure))
        moved.add(name)
        assert slider.locator("output").text_content() != said
    assert len(moved) == len(sliders) > 0


def try_plot(page, figure, plot, place, expected, steps):
    """Assert that a plot is tapped at a place, dragged beyond its edge, and moved by keys."""
    page.touchscreen.tap(*over(page, plot, *place))
    now = numbers(figure)
    for name, (value, error) in expected.items():
        assert now[name] == pytest.approx(value, abs=error), name
    drag(page, plot, place, [1.3 if share > 0.5 else -0.3 for share in place])
    now, ranges = numbers(figure), page.evaluate(RANGES)
    for name in expected:
        ends = [ranges[name]["least"], ranges[name]["most"]]
        assert any(now[name] == pytest.approx(end) for end in ends), name
    states, spoken = [], set()
    for key in ("Home", "ArrowRight", "ArrowDown" if place[1] > 0.5 else "ArrowUp"):
        plot.press(key)
        states.append(numbers(figure))
        spoken.add(plot.get_attribute("aria-valuetext"))
    [name], [other] = changed(*states[:2]), changed(*states[1:])
    assert states[0][name] == pytest.approx(ranges[name]["least"])
    right, up = states[1][name] - states[0][name], states[2][other] - states[1][other]
    assert (right, abs(up)) == pytest.approx(steps, rel=0.01)
    assert len(spoken) > 1


@pytest.mark.parametrize("kind", FIGURES)
def test_every_way_to_move_and_looks(open_figures, kind):
    page = open_figures(FIGURES[kind].example(), phone=True)
    figure = page.locator(f".vae-{kind}")
    start, said = numbers(figure), figure.locator("p.vae-readout").text_content()
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
    plots = figure.locator(".vae-pad").evaluate_all("(all) => all.map((plot) => plot.ariaLabel)")
    assert set(plots) - OWN == {name for name, *_ in PLACES.get(kind, ())}
    try_sliders(figure)
    for name, *found in PLACES.get(kind, ()):
        try_plot(page, figure, figure.get_by_role("slider", name=name), *found)
    assert page.evaluate("window.models[0].saves") > 0
    assert (figure.locator("p.vae-readout").text_content() == said) == (kind in SAME_SENTENCE)
    figure.get_by_role("button", name="Reset").click()
    assert numbers(figure) == start
    check_looks(page)
