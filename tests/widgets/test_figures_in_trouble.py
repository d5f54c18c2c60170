"""A figure whose data are damaged, or which lacks a canvas, says so; its neighbours live on."""

import pytest
from formula_harness import NO_CANVAS

from vae_book import widgets
from vae_book.widgets.figure import FormulaFigure

PAINTED = {"squared-error", "kl"}  # these need a canvas


def has_data(figure):
    """Whether it carries bytes or networks; its own tests damage those."""
    return {"data", "decoder"} & set(figure.class_trait_names())


EVERY = {k: each for k, each in widgets.figures().items() if issubclass(each, FormulaFigure)}
FIGURES = {kind: figure.example for kind, figure in EVERY.items() if not has_data(figure)}


def test_there_are_figures_of_numbers_alone():
    assert len(FIGURES) >= 6


@pytest.fixture(params=FIGURES)
def kind(request):
    return request.param


def damages(figure):
    """Each number of a figure missing, not a number, a text, or beyond its range; or no ranges."""
    for name, limits in figure.ranges.items():
        for value in (None, float("nan"), "1", limits["most"] + 1):
            yield {name: value}
        if limits["whole"]:
            yield {name: limits["least"] + 0.5}
    yield {"ranges": None}
    yield {"ranges": {}}


def test_damaged_numbers_give_a_sentence_each(open_figures, kind):
    every = list(damages(FIGURES[kind]()))
    figures = [FIGURES[kind]() for _ in range(len(every) + 1)]
    page = open_figures(*figures, damage=every)
    sentences = page.locator("p.vae-error").all_text_contents()
    assert len(sentences) == len(every)
    for change, sentence in zip(every, sentences, strict=True):
        [name] = change
        expected = "have no ranges" if name == "ranges" else f"Its number {name} is"
        assert sentence.startswith("This figure cannot be drawn.") and expected in sentence
    lives(page.locator(f".vae-{kind}"))  # the last one, and only that


@pytest.mark.parametrize("heavy", sorted(set(EVERY) - set(FIGURES)))
def test_a_damaged_number_of_a_figure_with_data_gives_a_sentence(open_figures, heavy):
    figure = EVERY[heavy].example()
    number = next(iter(figure.ranges))
    page = open_figures(figure, damage={number: None})
    assert f"Its number {number} is null" in page.locator("p.vae-error").text_content()


def test_without_a_canvas_and_without_webassembly(open_figures, kind):
    without = f"{NO_CANVAS} delete globalThis.WebAssembly;"
    page = open_figures(FIGURES[kind](), before=without)
    if kind in PAINTED:
        assert "gives no canvas" in page.get_by_role("alert").text_content()
        assert page.locator("canvas").count() == 0
    else:
        lives(page.locator(f".vae-{kind}"))


def lives(figure):
    """A key moves it, and its readout follows."""
    readout = figure.locator("p.vae-readout")
    before = readout.text_content()
    figure.locator("input").first.press("ArrowRight")
    readout.filter(has_not_text=before).wait_for()
