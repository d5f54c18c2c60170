"""A figure whose data are damaged, or which lacks a canvas, says so; its neighbours live on."""

import pytest
from deno_script import run

from vae_book import widgets
from vae_book.widgets.figure import FormulaFigure

FIGURES = widgets.figures()
NO_CANVAS = "HTMLCanvasElement.prototype.getContext = () => null;"
PAINTED = {  # these need a canvas
    "encode",
    "explorer",
    "kl",
    "loss-units",
    "posterior",
    "replay",
    "squared-error",
    "training",
}
HEAVY = {kind for kind, each in FIGURES.items() if "data" in each.class_trait_names()}
STATES = """
show(values.states.map((state) => {
  try {
    return createState({ get: (name) => state[name] }).names.length;
  } catch (error) {
    return error.message;
  }
}))
"""


def damages(ranges):
    """Each number of a figure missing, not a number, a text, or beyond its range; or no ranges."""
    for name, limits in ranges.items():
        for value in (None, float("nan"), "1", limits["most"] + 1):
            yield {name: value}
        if limits["whole"]:
            yield {name: limits["least"] + 0.5}
    yield {"ranges": None}
    yield {"ranges": {}}


@pytest.mark.parametrize("kind", FIGURES)
def test_a_damaged_number_is_named(kind):
    figure = FIGURES[kind].example()
    if not isinstance(figure, FormulaFigure):
        return
    state = {name: getattr(figure, name) for name in [*figure.ranges, "ranges"]}
    every = list(damages(figure.ranges))
    states = [state, *(state | damage for damage in every)]
    fine, *said = run("page/formula.js", STATES, states=states)
    assert fine == len(figure.ranges)
    for damage, sentence in zip(every, said, strict=True):
        [name] = damage
        expected = "have no ranges" if name == "ranges" else f"Its number {name} is"
        assert expected in sentence


def lives(figure):
    """A key moves it."""
    numbers = "(root) => root.vaeFigure.numbers()"
    before = figure.evaluate(numbers)
    figure.evaluate("(root) => root.querySelectorAll('details').forEach((d) => (d.open = true))")
    figure.locator("input[type=range]").first.press("ArrowRight")
    assert figure.evaluate(numbers) != before


# Of a figure of each sort what is damaged, numbers or data, or data of its networks.
DAMAGES = [
    ("jensen", {"a": None}, {}, "number a is null"),
    *[(kind, {"data": b""}, {}, "data is missing") for kind in sorted(HEAVY)],
    ("explorer", {}, {"decoder": b""}, "data is missing"),
    ("encode", {}, {"decoder": b""}, "data is missing"),
    ("encode", {}, {"encoder": b""}, "data is missing"),
]


@pytest.mark.parametrize(("kind", "changes", "blobs", "reason"), DAMAGES)
def test_a_figure_beside_a_damaged_one_lives(open_figures, kind, changes, blobs, reason):
    figures = [FIGURES[kind].example() for _ in range(2)]
    page = open_figures(*figures, damage=[changes], blobs=blobs)
    sentence = page.get_by_role("alert").first.text_content()
    assert sentence.startswith("This figure cannot be drawn. Its ") and reason in sentence
    lives(page.locator(f".vae-{kind}"))


@pytest.mark.parametrize("kind", FIGURES)
def test_without_a_canvas(open_figures, kind):
    page = open_figures(FIGURES[kind].example(), before=NO_CANVAS)
    if kind in PAINTED:
        assert "gives no canvas" in page.get_by_role("alert").first.text_content()
        assert page.locator("canvas").count() == 0
    else:
        lives(page.locator(f".vae-{kind}"))


@pytest.mark.parametrize("kind", ["encode", "explorer"])
def test_without_webassembly(open_figures, kind):
    page = open_figures(FIGURES[kind].example(), before="delete globalThis.WebAssembly;")
    backend = "({ dataset, vaeFigure }) => vaeFigure.backend ?? dataset.backend"
    assert page.locator(f".vae-{kind}").evaluate(backend) == "js"
    lives(page.locator(f".vae-{kind}"))
