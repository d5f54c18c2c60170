"""What the sources of the book must never contain."""

import json

import yaml


def config(root):
    """The book's settings."""
    return yaml.safe_load(root.joinpath("_config.yml").read_text(encoding="utf8"))


def test_an_error_in_a_chapter_stops_the_build(root):
    settings = config(root)
    assert settings["sphinx"]["config"]["nb_execution_raise_on_error"] is True
    assert "allow_errors" not in root.joinpath("_config.yml").read_text(encoding="utf8")
    for path in root.joinpath("chapters").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf8"))["cells"]
        tags = {tag for cell in cells for tag in cell["metadata"].get("tags", [])}
        assert not tags & {"raises-exception", "skip-execution", "remove-stderr"}, path.name


def test_every_chapter_is_executed(root):
    execute = config(root)["execute"]
    assert execute["execute_notebooks"] == "cache"
    assert "exclude_patterns" not in execute


def test_launch_buttons_survive_the_theme_options(root):
    assert config(root)["sphinx"]["recursive_update"] is True


def test_static_folder_holds_nothing_that_belongs_on_a_few_pages_only(root):
    scripts = [path.name for path in root.joinpath("_static").rglob("*.js")]
    styles = [path.name for path in root.joinpath("_static").rglob("*.css")]
    assert sorted(scripts) == ["book.js", "progress.js", "reader.js", "search.js"]
    assert sorted(styles) == ["book.css", "progress.css"]
