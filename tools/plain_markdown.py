r"""Keep the notebooks in Markdown that every program shows: no roles, labels or directives.

    python tools/plain_markdown.py          say what is not plain, and what to write
    python tools/plain_markdown.py --write  write it; the list of references as well

`ext/plain_references.py` says what the plain forms are and turns them back for Sphinx. Links
between the notebooks are followed as well.
"""

import posixpath
import re
import sys

import nbformat
from link_terms import GLOSSARY, address
from notebooks import ROOT, chapters
from pybtex.database import parse_file
from pybtex.plugin import find_plugin

sys.path.insert(0, str(ROOT / "ext"))

from equation_numbers import equation_number  # noqa: E402
from plain_references import CITATION, CODE, TAGGED, label_of  # noqa: E402

REFERENCES = ROOT / "chapters" / "references.ipynb"
ROLE = re.compile(r"(?<!`)\{(eq|term|cite:p)\}`([^`<]+?)(?: <([^`>]+)>)?`")
LABELLED = re.compile(r"(\$\$(?:(?!\$\$).)*?)(\s*\$\$)[ \t]*\((eq-[\w-]+)\)", re.DOTALL)
DIRECTIVE = re.compile(
    r"^\s*(?:```+|:::+)\{[\w:-]+\}.*$|^\([\w-]+\)=$|(?<![`\w])\{[\w:-]+\}`", re.MULTILINE
)
CITED = re.compile(r"\[([^\]]+)\]\(references\.ipynb#([\w-]+)\)")
PAGE_LINK = re.compile(r"\]\(([^)\s:#]*\.ipynb)?(?:#([^)\s]+))?\)")


def cited(key):
    """A citation such as `Kingma and Welling, 2014`."""
    entry = parse_file(ROOT / "references.bib").entries[key]
    authors = entry.persons["author"]
    names = [" ".join(author.prelast_names + author.last_names) for author in authors]
    shown = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    return f"{shown}, {entry.fields['year']}"


def prose(text):
    """A text without its code."""
    return "".join(CODE.split(text)[::2])


def markdown(path):
    """The notebook of a path, and those of its cells that are Markdown."""
    notebook = nbformat.read(path, as_version=4)
    return notebook, [cell for cell in notebook.cells if cell.cell_type == "markdown"]


def equations():
    """The notebook that displays each equation, by label."""
    found = {}
    for path in chapters():
        for cell in markdown(path)[1]:
            text = prose(cell.source)
            found |= {label_of(match[2]): path for match in TAGGED.finditer(text)}
            found |= {match[3]: path for match in LABELLED.finditer(text)}
    return found


def link(text, page, name, here):
    """A link from one notebook to a place in another one, or in itself."""
    where = "" if page == here else posixpath.relpath(page.as_posix(), here.parent.as_posix())
    return f"[{text}]({where}#{name})"


def plain_role(match, here, homes):
    """What to write in place of a role."""
    kind, text, target = match.groups()
    if kind == "eq":
        return link(f"({equation_number(text)})", homes.get(text, here), text, here)
    if kind == "term":
        return link(text, GLOSSARY, address(target or text).split("#")[1], here)
    keys = text.split(",")
    return f"({'; '.join(link(cited(key), REFERENCES, key, here) for key in keys)})"


def plain(text, here, homes):
    """A text in plain Markdown.

    Args:
        text: Markdown with labels and roles of MyST.
        here: Path of its notebook.
        homes: The notebook of each equation, by label.
    """
    text = LABELLED.sub(lambda m: rf"{m[1]} \tag{{{equation_number(m[3])}}}{m[2]}", text)
    return ROLE.sub(lambda match: plain_role(match, here, homes), text)


def add_marks(cells):
    """Put a mark before each formula to which a link of the same notebook leads."""
    wanted = set(re.findall(r"\]\(#(eq-[\w-]+)\)", "\n".join(cell.source for cell in cells)))
    for cell in cells:
        for match in reversed(list(TAGGED.finditer(cell.source))):
            mark = f'<a id="{label_of(match[2])}"></a>'
            if label_of(match[2]) not in wanted or mark in cell.source:
                continue
            before = cell.source[: match.start()].rstrip()
            alone = not before or before.splitlines()[-1].endswith("$$") or before.endswith("|")
            between = ("\n\n" if before else "") + f"{mark}\n\n" if alone else f" {mark}\n\n"
            cell.source = before + between + cell.source[match.start() :]


def bibliography():
    """What the chapters cite, as paragraphs with the marks to which citations lead."""
    texts = "\n".join(cell.source for path in chapters() for cell in markdown(path)[1])
    entries = parse_file(ROOT / "references.bib")
    entries.entries = {key: entry for key, entry in entries.entries.items() if f"#{key})" in texts}
    style = find_plugin("pybtex.style.formatting", "plain")()
    backend = find_plugin("pybtex.backends", "markdown")()
    return "\n\n".join(
        f'<a id="{entry.key}"></a>'
        + re.sub(r"\\([.-])", r"\1", " ".join(entry.text.render(backend).split()))
        for entry in style.format_bibliography(entries)
    )


def rewrite(path, homes):
    """Write one notebook in plain Markdown; tells whether it changed."""
    notebook, cells = markdown(path)
    before = [cell.source for cell in cells]
    for cell in cells:
        cell.source = plain(cell.source, path, homes)
    add_marks(cells)
    if path == REFERENCES:
        cells[0].source = f"# References\n\n{bibliography()}"
    changed = before != [cell.source for cell in cells]
    if changed:
        nbformat.write(notebook, path)
    return changed


def places(path):
    """All places of a notebook to which a link may lead."""
    text = "\n".join(prose(cell.source) for cell in markdown(path)[1])
    tagged = {label_of(match[2]) for match in TAGGED.finditer(text)}
    return set(re.findall(r'<a id="([^"]+)"></a>', text)), tagged


def problems(path, homes):
    """Sentences about what is not plain in a notebook, or leads nowhere."""
    found = []
    for cell in markdown(path)[1]:
        said = f"{path.relative_to(ROOT).as_posix()}, cell {cell.id}"
        for match in ROLE.finditer(cell.source):
            found.append(f"{said}: {match[0]}: write {plain_role(match, path, homes)}")
        for match in LABELLED.finditer(cell.source):
            tag = rf"\tag{{{equation_number(match[3])}}} before the last $$"
            found.append(f"{said}: $$ ({match[3]}): write {tag}")
        rest = ROLE.sub("", cell.source)
        found += [
            f"{said}: {m[0].strip()!r} is shown as it stands" for m in DIRECTIVE.finditer(rest)
        ]
        for match in CITED.finditer(CITATION.sub("", prose(cell.source))):
            found.append(f"{said}: {match[0]}: citations stand in brackets, with ; between them")
        for page, name in PAGE_LINK.findall(prose(cell.source)):
            target = (path.parent / page).resolve() if page else path
            if not target.is_file():
                found.append(f"{said}: there is no notebook {page}")
            elif name and name not in set.union(*places(target)):
                found.append(f"{said}: {page}#{name} leads nowhere")
            elif name and not page and name not in places(path)[0]:
                found.append(f'{said}: #{name}: write <a id="{name}"></a> before that formula')
    return found


def main():
    homes = equations()
    if "--write" in sys.argv:
        for path in chapters():
            if rewrite(path, homes):
                print(f"{path.name} is plain Markdown now")
    found = [line for path in chapters() for line in problems(path, homes)]
    sys.exit("\n".join([*found, "Or: python tools/plain_markdown.py --write"]) if found else 0)


if __name__ == "__main__":
    main()
