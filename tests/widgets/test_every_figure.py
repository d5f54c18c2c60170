"""A folder below the widgets is a whole figure: class, script, still, and an example of itself."""

from pathlib import Path

import pytest

from vae_book import widgets
from vae_book.figures.still import Still
from vae_book.widgets.figure import Figure

FOLDER = Path(widgets.__file__).parent
SHARED = {"answers", "maths", "network", "page", "__pycache__"}
FOLDERS = sorted(p.name for p in FOLDER.iterdir() if p.is_dir() and p.name not in SHARED)


def missing(folder):
    """What a figure's folder lacks, as sentences."""
    kind, place = folder.replace("_", "-"), f"vae_book/widgets/{folder}"
    if kind not in widgets.figures():
        return [f"{place}/__init__.py has no class that derives from Figure."]
    figure, lacks = widgets.figures()[kind], []
    if not (FOLDER / folder / f"{folder}.js").is_file():
        lacks.append(f"{place} has no script {folder}.js.")
    if figure.still is Figure.still:
        lacks.append(f"{figure.__name__} has no still(), the picture for pages without scripts.")
    try:
        example = figure.example()
    except TypeError:
        return [*lacks, f"{figure.__name__} has no example(), the small figure that tests show."]
    if not isinstance(example.still(), Still):
        lacks.append(f"{figure.__name__}.example() has no still picture.")
    return lacks


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_is_a_whole_figure(folder):
    assert not missing(folder), " ".join(missing(folder))


def test_all_figures_are_found():
    assert len(FOLDERS) >= 10
    assert {kind.replace("-", "_") for kind in widgets.figures()} == set(FOLDERS)


def test_what_is_missing_is_said(monkeypatch):
    class Bare(Figure):
        def __init__(self, data):
            super().__init__()

    monkeypatch.setattr(widgets, "figures", lambda: {"bare": Bare})
    assert missing("bare") == [
        "vae_book/widgets/bare has no script bare.js.",
        "Bare has no still(), the picture for pages without scripts.",
        "Bare has no example(), the small figure that tests show.",
    ]
    assert missing("other") == [
        "vae_book/widgets/other/__init__.py has no class that derives from Figure."
    ]


def test_an_unknown_name_is_answered_with_those_that_exist():
    with pytest.raises(AttributeError, match="has no 'KlFigure'. It has: .*KLFigure"):
        widgets.KlFigure  # noqa: B018
