"""Write the repository's address where it is repeated: `make address`.

`repository` in `_config.yml` is the setting. The first cell of each chapter, which Colab runs,
and `CITATION.cff` repeat it. Run this after a change of the address or of the branch.
"""

import re

import nbformat
from colab_cell import ROOT, add_setup, is_setup, repository, source
from notebooks import chapters, normalise

CITATION = ROOT / "CITATION.cff"


def with_address(notebook):
    """Give a notebook the cell for Colab, as it is kept under version control."""
    add_setup(notebook)
    return normalise(notebook)


def cite(text, url):
    """The text of `CITATION.cff` with an address."""
    return re.sub(r"(?m)^repository-code: .*$", lambda _: f"repository-code: {url}", text)


def elsewhere(paths):
    """The chapters whose cell for Colab installs from another place than `_config.yml` names."""
    wanted = source(**repository())
    cells = {path: nbformat.read(path, as_version=4).cells for path in paths}
    return [p for p in paths if any(is_setup(c) and c.source != wanted for c in cells[p])]


def main():
    for path in chapters():
        before = path.read_text(encoding="utf-8")
        nbformat.write(with_address(nbformat.reads(before, as_version=4)), path)
        if path.read_text(encoding="utf-8") != before:
            print(f"changed: {path.relative_to(ROOT)}")
    before = CITATION.read_text(encoding="utf-8")
    after = cite(before, repository()["url"])
    if after != before:
        CITATION.write_text(after, encoding="utf-8")
        print(f"changed: {CITATION.name}")


if __name__ == "__main__":
    main()
