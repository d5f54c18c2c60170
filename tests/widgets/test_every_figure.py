"""A folder below the widgets is a whole figure: class, script, still, and an example of itself."""

from pathlib import Path

import pytest

from vae_book import widgets
from vae_book.figures.still import Still

FOLDER = Path(widgets.__file__).parent
SHARED = {"answers", "maths", "network", "page", "__pycache__"}
FOLDERS = sorted(p.name for p in FOLDER.iterdir() if p.is_dir() and p.name not in SHARED)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_is_a_whole_figure(folder):
    place, kind = f"vae_book/widgets/{folder}", folder.replace("_", "-")
    assert kind in widgets.figures(), f"{place} has no class that derives from Figure."
    figure = widgets.figures()[kind]
    assert (FOLDER / folder / f"{folder}.js").is_file(), f"{place} has no script {folder}.js."
    still = figure.example().still()  # without an argument: a small figure that tests show
    assert isinstance(still, Still), f"{place} has no still picture, for pages without scripts."


def test_all_figures_are_found():
    assert len(FOLDERS) >= 10
    assert {kind.replace("-", "_") for kind in widgets.figures()} == set(FOLDERS)


def test_an_unknown_name_is_answered_with_those_that_exist():
    with pytest.raises(AttributeError, match="has no 'KlFigure'. It has: .*KLFigure"):
        widgets.KlFigure  # noqa: B018
