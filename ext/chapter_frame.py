"""Put the reading time above each chapter, and below it the place for the reader's mark.

The side bar says in which chapter a question of the assignment is asked. A chapter is a page whose
file name starts with two digits. The mark itself is made by `_static/progress.js`; without scripts
its place stays empty.
"""

import math
import re
from dataclasses import dataclass

from docutils import nodes
from finished_page import change_pages

CHAPTER = re.compile(r"(?:.*/)?(?P<name>\d\d-[^/]+)")
QUESTION = re.compile(r'<details class="answer"|<vae-answer question=')
WORD = re.compile(r"\w[\w'’-]*")

# Minutes. Prose with formulas is read more slowly than a novel, a displayed equation is gone
# through once, and a question is tried before its answer is opened.
PER_WORD = 1 / 180
PER_EQUATION = 1 / 2
PER_QUESTION = 1


@dataclass(frozen=True)
class Length:
    """What there is to read on a page.

    Args:
        words: Words of the text; a formula in a line counts as one, code and outputs as none.
        equations: Displayed equations.
        questions: Folded answers and boxes to type an answer into.
    """

    words: int
    equations: int
    questions: int

    @property
    def minutes(self):
        """Minutes of reading, to the next 5 above."""
        exact = (
            self.words * PER_WORD + self.equations * PER_EQUATION + self.questions * PER_QUESTION
        )
        return max(5, 5 * math.ceil(exact / 5))


def length(doctree):
    """Measure one page."""
    words = equations = questions = 0
    for node in doctree.findall():
        if isinstance(node, nodes.raw):
            questions += len(QUESTION.findall(node.astext()))
        elif isinstance(node, nodes.math_block):
            equations += not in_output(node)
        elif isinstance(node, nodes.math):
            words += not in_output(node)
        elif isinstance(node, nodes.Text) and is_prose(node):
            words += len(WORD.findall(node.astext()))
    return Length(words, equations, questions)


def in_output(node):
    """Tell whether a node belongs to a code cell."""
    while node is not None:
        if "cell" in getattr(node, "attributes", {}).get("classes", ()):
            return True
        node = node.parent
    return False


def is_prose(text):
    """Tell whether a text is to be read as sentences: no code, formula, comment or output."""
    skipped = (nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment)
    return not isinstance(text.parent, skipped) and not in_output(text)


def counted(number, noun):
    """Write `1 equation` or `1,200 words`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def facts_html(size):
    """The line above a chapter."""
    parts = [counted(size.words, "word"), counted(size.equations, "equation")]
    parts.append(counted(size.questions, "question"))
    return (
        f'<p class="vae-facts">Reading time: about {size.minutes} minutes '
        f"({', '.join(parts)}).</p>\n"
    )


def frame(app, pagename, templatename, context, doctree):
    """Add both to the page of a chapter."""
    match = CHAPTER.fullmatch(pagename)
    if match is None or doctree is None:
        return
    body = context["body"].replace("</h1>", "</h1>\n" + facts_html(length(doctree)), 1)
    context["body"] = f'{body}<div class="vae-progress" data-chapter="{match["name"]}"></div>\n'


def mark_questions(app, html, context):
    """Let the side bar of a page say where Questions 1 to 3 are; search_words finds them."""
    for page, facts in app.env.metadata.items():
        if "question" in facts:
            address = app.builder.get_relative_uri(context["pagename"], page) or "#"
            link = rf'(reference internal" href="{re.escape(address)}">[^<]+)(?=</a>)'
            mark = rf'\1 <span class="vae-question">{facts["question"]}</span>'
            html = re.sub(link, mark, html, count=1)
    return html


def setup(app):
    change_pages(app, mark_questions)
    app.connect("html-page-context", frame)
