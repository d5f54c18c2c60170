r"""Read the chapters' plain Markdown as the labels and roles that Sphinx knows.

JupyterLab, Colab and VS Code show the sources as they are, so these have nothing that only
Sphinx understands. When Sphinx reads a page, this becomes that:

    $$ ... \tag{13} $$                                     $$ ... $$ (eq-13)
    [(13)](06-kl.ipynb#eq-13)                              {eq}`eq-13`
    [priors](glossary.ipynb#term-prior)                    {term}`priors <prior>`
    ([Burda et al., 2016](references.ipynb#burda2016))     {cite:p}`burda2016`
    [here](08-autoencoder.ipynb#a-place)                   {ref}`here <a-place>`

The paragraphs of the glossary and of the references become the two directives. A mark such as
`<a id="eq-13"></a>`, to which links of the same chapter lead, goes, and so do comments; one of
another name, on a line of its own, becomes the label `(name)=` of what follows. Code stays.
"""

import json
import posixpath
import re
from pathlib import Path

from equation_numbers import equation_number
from sphinx.util import logging

logger = logging.getLogger(__name__)

CODE = re.compile(r"(```.*?^```|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
TAGGED = re.compile(r"(\$\$(?:(?!\$\$).)*?)\s*\\tag\{([\w-]+)\}(\s*\$\$)", re.DOTALL)
LINK = re.compile(r"\[([^\]]+)\]\(([^)#\s]*)#(eq|term)-([^)\s]+)\)")
CITED = r"\[[^\]]+\]\([^)\s]*references\.ipynb#([\w-]+)\)"
CITATION = re.compile(rf"\({CITED}(?:; {CITED})*\)")
MARK = re.compile(r'^<a id="eq-[\w-]+"></a>\n\n| ?<a id="eq-[\w-]+"></a>', re.MULTILINE)
PLACE = re.compile(r'^<a id="(?!eq-|term-)([\w-]+)"></a>\n+', re.MULTILINE)
PLACE_LINK = re.compile(r"\[([^\]]+)\]\([^)#\s]+\.ipynb#([\w-]+)\)")
COMMENT = re.compile(r"^<!--.*?-->\n*", re.MULTILINE)
TERM = re.compile(
    r'^<a id="term-(?P<slug>[\w-]+)"></a>\*\*(?P<term>.+?)\*\*\n\n'
    r"(?P<said>.+?)(?:\n\n(?=<a id=)|\s*\Z)",
    re.DOTALL | re.MULTILINE,
)
OUTPUT_LINK = re.compile(r'href="([\w.-]+)\.ipynb(?:#(eq-[\w-]+))?"')
REFERENCE = re.compile(r'(?:^<a id="(?!eq-|term-)[\w-]+"></a>.+(?:\n\n|\Z))+', re.MULTILINE)


def label_of(number):
    """The label of an equation: `eq-13` for `13`, `eq-q2` for `Q2`."""
    return "eq-" + re.sub(r"^Q(?=\d)", "q", number)


def glossary_terms(path):
    """The terms of a glossary by the last part of their address; empty without the file."""
    if not Path(path).is_file():
        return {}
    cells = json.loads(Path(path).read_text(encoding="utf8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells)
    return {match["slug"]: match["term"] for match in TERM.finditer(text)}


def role(match, folder, warn):
    """The role for a link to an equation or to a term."""
    text, page, kind, name = match.groups()
    if kind == "term":
        term = glossary_terms(posixpath.join(folder, page)).get(name, name)
        return f"{{term}}`{text}`" if text == term else f"{{term}}`{text} <{term}>`"
    number = f"({equation_number(f'eq-{name}')})"
    if text != number:
        warn(f"{match[0]}: the text of a link to an equation is its number, [{number}](...)")
    return f"{{eq}}`eq-{name}`"


def sphinx_markdown(text, folder=".", warn=print):
    """One text as Sphinx has to see it.

    Args:
        text: Plain Markdown.
        folder: Folder of the page, from which its links lead.
        warn: What to call with a sentence about a link that cannot be right.
    """
    pieces = CODE.split(text)
    for place in range(0, len(pieces), 2):
        piece = TAGGED.sub(lambda m: f"{m[1]}{m[3]} ({label_of(m[2])})", pieces[place])
        piece = LINK.sub(lambda match: role(match, folder, warn), piece)
        piece = CITATION.sub(
            lambda match: f"{{cite:p}}`{','.join(re.findall(CITED, match[0]))}`", piece
        )
        piece = PLACE_LINK.sub(r"{ref}`\1 <\2>`", piece)
        pieces[place] = COMMENT.sub("", PLACE.sub(r"(\1)=\n", MARK.sub("", piece)))
    return "".join(pieces)


def with_directives(text):
    """A text whose terms are a glossary, and whose list of references is made by Sphinx."""
    text = REFERENCE.sub("```{bibliography}\n```", text)
    terms = list(TERM.finditer(text))
    if not terms:
        return text
    entries = [m["term"] + "\n  " + m["said"].replace("\n", "\n  ") for m in terms]
    block = "```{glossary}\n" + "\n\n".join(entries) + "\n```"
    return text[: terms[0].start()] + block + text[terms[-1].end() :]


def read(app, docname, source):
    """Change the source of a page before it is parsed; a notebook's is its JSON."""
    folder = Path(app.srcdir, docname).parent

    def changed(text):
        def warn(sentence):
            logger.warning(sentence, location=docname)

        return with_directives(sphinx_markdown(text, folder, warn))

    if not str(app.env.doc2path(docname)).endswith(".ipynb"):
        source[0] = changed(source[0])
        return
    notebook = json.loads(source[0])
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = changed("".join(cell["source"]))
    source[0] = json.dumps(notebook, ensure_ascii=False)


def link_pages(app, pagename, templatename, context, doctree):
    """Let links between notebooks, in the outputs of a page, lead to pages."""
    if doctree is not None:
        context["body"] = OUTPUT_LINK.sub(
            lambda m: f'href="{m[1]}.html{"#equation-" + m[2] if m[2] else ""}"', context["body"]
        )


def setup(app):
    app.connect("source-read", read)
    app.connect("html-page-context", link_pages)
