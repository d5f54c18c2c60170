"""Build the student edition, which has no answers: `make student`.

`_build/student-source` becomes a copy of the book's sources without answers, which can be a
repository of its own; `_build/student` the book built from it. No chapter is executed again: its
outputs come from the cache of the full book, less those of the answers. In the end every file is
searched for the text of every answer.

    tools/student.py [--repository https://...] [--address https://...]
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import settings
import yaml
from colab_cell import is_setup
from colab_cell import source as colab_source
from execute import store
from jupyter_cache import get_cache
from notebooks import ROOT, chapters, fold, normalise

sys.path.insert(0, str(ROOT / "ext"))

from student_search import findings, secrets  # noqa: E402
from without_answers import drop_references, strip_notebook  # noqa: E402

SOURCE = ROOT / "_build" / "student-source"
TARGET = ROOT / "_build" / "student"
PARTS = (
    ".binder",
    "LICENSE",
    "_config.yml",
    "_static",
    "_toc.yml",
    "constraints.txt",
    "ext",
    "pyproject.toml",
    "references.bib",
    "requirements.txt",
    "tools/settings.py",
    "vae_book",
    "vae_lib",
)
# What a chapter may read from its folder; notes of a teacher are of no such kind.
BESIDE_CHAPTERS = {".csv", ".gif", ".jpg", ".npy", ".npz", ".png", ".svg"}
FOR_TEACHERS = "teaching"
# Extensions that write where the pages are published: cards, site map, page for lost readers.
NEED_AN_ADDRESS = {"page_head", "site_files"}


def copy_parts(source):
    """Copy all but the chapters into an empty folder `source`."""
    shutil.rmtree(source, ignore_errors=True)
    (source / "chapters").mkdir(parents=True)
    for name in PARTS:
        path, copy = ROOT / name, source / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.copytree(path, copy, ignore=shutil.ignore_patterns("__pycache__"))
        elif path.exists():
            shutil.copy(path, copy)


def add_files(source):
    """Add what a repository of its own needs: a word on what it is, a build, and a workflow."""
    workflows = source / ".github" / "workflows"
    workflows.mkdir(parents=True)
    for name, folder in (("README.md", source), ("Makefile", source), ("pages.yml", workflows)):
        shutil.copy(ROOT / "tools" / "student_files" / name, folder)
    shutil.copy(ROOT / ".gitignore", source)


def copy_data(chapters, target):
    """Copy the images and arrays that lie beside the chapters."""
    for path in chapters.iterdir():
        if path.suffix in BESIDE_CHAPTERS:
            shutil.copy(path, target)


def withhold(path):
    """Mark a file of questions as one whose answers are not shown, and drop the last hints."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for question in content["questions"].values():
        question["hints"].pop()  # the most concrete one all but says the answer
    path.write_text(json.dumps({"withheld": True, **content}, indent=2), encoding="utf-8")


def withhold_tasks(path):
    """Drop from a file of tasks what says which choice is right, and the book's own texts."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for task in content["tasks"].values():
        for part in task["parts"]:
            for option in part.get("options", []):
                option.pop("right", None)
                option.pop("why", None)
            for sample in part.get("samples", []):
                sample.update(place=0, why="")
            if part["kind"] == "model":
                part["text"] = []
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def configuration(config, repository=None, address=None):
    """The settings of the student edition.

    The full book's repository and address would lead to the answers, so its buttons and links
    stay only if they have a place of their own to lead to.
    """
    config = {**config, "html": dict(config.get("html", {}))}
    config["title"] += " (student edition)"
    config.pop("repository", None)
    launch = config.pop("launch_buttons", None)
    config["html"].pop("baseurl", None)
    if repository:
        config["repository"] = {"url": repository, "branch": "main"}
        config["launch_buttons"] = launch
    else:
        config["html"]["use_repository_button"] = False
    if address:
        config["html"]["baseurl"] = address
    else:
        own = config["sphinx"]["local_extensions"]
        kept = {name: folder for name, folder in own.items() if name not in NEED_AN_ADDRESS}
        config["sphinx"] = {**config["sphinx"], "local_extensions": kept}
    return config


def contents(toc):
    """The table of contents without the page for teachers."""
    for part in toc["parts"]:
        part["chapters"] = [
            chapter for chapter in part["chapters"] if not chapter["file"].endswith(FOR_TEACHERS)
        ]
    return toc


def rewrite(path, change):
    """Change a YAML file."""
    content = change(yaml.safe_load(path.read_text(encoding="utf-8")))
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def executed(path):
    """A chapter with the outputs that the full book's cache holds.

    Raises:
        SystemExit: If the cache does not hold it.
    """
    try:
        cache = get_cache(ROOT / "_build" / ".jupyter_cache")
        return cache.merge_match_into_notebook(nbformat.read(path, as_version=4))[1]
    except KeyError:
        sys.exit(f"{path.name} has not been executed yet: run `make student`, which does so first.")


def point_colab(notebook, repository):
    """Let the cell for Colab install this edition's package: the full book's has the answers."""
    setups = [cell for cell in notebook.cells if is_setup(cell)]
    if not repository:
        notebook.cells = [cell for cell in notebook.cells if cell not in setups]
        return
    for cell in setups:
        cell.source = colab_source(repository, "main")


def whole_address(text):
    """An address that can be continued by the names of the pages, from a command's argument.

    Raises:
        argparse.ArgumentTypeError: If it does not start with http.
    """
    if not re.match(r"https?://.", text):
        raise argparse.ArgumentTypeError(f"{text!r}: write it whole, as in https://example.org/x/")
    return text.rstrip("/") + "/"


def stripped():
    """All chapters of the student edition with their outputs, by their path."""
    notebooks = {path: executed(path) for path in chapters() if path.stem != FOR_TEACHERS}
    lost = set().union(*[strip_notebook(notebook) for notebook in notebooks.values()])
    for notebook in notebooks.values():
        drop_references(notebook, lost)
    return notebooks


def write_chapters(source, repository=None):
    """Write the chapters, and put their outputs into the cache of the new tree."""
    cache = get_cache(source / "_build" / ".jupyter_cache")
    for path, notebook in stripped().items():
        target = source / path.relative_to(ROOT)
        point_colab(notebook, repository)
        # Without its solutions other cells are hidden; the cache compares that, too.
        for cell in notebook.cells:
            if cell.cell_type == "code":
                fold(cell)
        store(cache, str(target), notebook)
        nbformat.write(normalise(notebook), target)


def make_source(source, repository=None, address=None):
    """Write the sources of the student edition into the folder `source`."""
    copy_parts(source)
    copy_data(ROOT / "chapters", source / "chapters")
    add_files(source)
    withhold(source / "vae_book" / "answers" / "questions.json")
    withhold_tasks(source / "vae_book" / "answers" / "tasks.json")
    rewrite(source / "_config.yml", lambda config: configuration(config, repository, address))
    rewrite(source / "_toc.yml", contents)
    write_chapters(source, repository)


def build(source, target):
    """Build the book of one folder into another.

    Raises:
        SystemExit: If Sphinx reports anything.
    """
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", "-W", "-n", "--keep-going", source]
    # The copy of vae_lib, whose questions are withheld, comes before the installed one.
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(source)})
    if done.returncode:
        sys.exit("The student edition was not built: see the messages above.")
    shutil.rmtree(target, ignore_errors=True)
    shutil.move(source / "_build" / "html", target)
    shutil.rmtree(source / "_build")


def main():
    parser = argparse.ArgumentParser(description="Build the student edition.")
    parser.add_argument("--repository", help="its own repository, for Binder and the links")
    parser.add_argument("--address", type=whole_address, help="where its pages are published")
    options = parser.parse_args()
    make_source(SOURCE, options.repository, options.address)
    settings.check(SOURCE)
    build(SOURCE, TARGET)
    found = findings(TARGET, secrets())
    if found:
        sys.exit("Answers are left in the student edition:\n" + "\n".join(found))
    print(f"Built without answers: {TARGET.relative_to(ROOT)}, from {SOURCE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
