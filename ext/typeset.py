"""Set the formulas while the book is built, so that no page waits for MathJax or moves for it.

MathJax itself sets them (`typeset.mjs`, run by Deno), with the MathML that screen readers read.
Each formula keeps its TeX as `data-tex`: `book.js` copies it, and `make pdf` reads it.
"""

import json
import re
import shutil
import subprocess
import sysconfig
from html import escape, unescape
from pathlib import Path

from finished_page import change_pages, when_built
from sphinx.errors import ExtensionError
from sphinx.ext.mathjax import html_visit_displaymath, html_visit_math
from sphinx.util import logging

logger = logging.getLogger(__name__)

HERE = Path(__file__).resolve().parent
FONTS = "vendor/mathjax/output/chtml/fonts/woff-v2"
PUBLISHED_FONTS = "_static/mathjax"
FORMULA = re.compile(
    r"<(?P<kept>script|style|pre|code|textarea)\b.*?</(?P=kept)>"
    r"|\\\((?P<inline>.+?)\\\)"
    r"|\\\[(?P<display>.+?)\\\]"
    r"|(?P<whole>\\begin\{(?P<name>\w+\*?)\}.+?\\end\{(?P=name)\})",
    re.DOTALL,
)
# No line begins with the full stop or comma behind a formula, or after its opening bracket.
TOGETHER = re.compile(r'\(?<span class="math[^>]*>(?:(?!</?span).)*</span>[.,;:!?)]+', re.DOTALL)
ERROR = re.compile(r'data-mjx-error="([^"]*)"')


def deno():
    """The path of Deno, which runs MathJax and Terser.

    Raises:
        ExtensionError: if it is not installed.
    """
    scripts = sysconfig.get_path("scripts")
    found = shutil.which("deno", path=scripts) or shutil.which("deno")
    if not found:
        raise ExtensionError("Deno, which sets the formulas, is not installed: run `make book`.")
    return found


def run_script(name, given, fault):
    """What a script of this folder, run by Deno, makes of `given`; both are JSON.

    Raises:
        ExtensionError: if it does not run; the message is `fault`, and Deno's.
    """
    command = [deno(), "run", "--no-config", f"--allow-read={HERE}", HERE / name]
    task = json.dumps(given)
    done = subprocess.run(command, input=task, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise ExtensionError(f"{fault}: {done.stderr.strip()}")
    return json.loads(done.stdout)


def set_formulas(formulas, fonts):
    """The HTML of formulas, given as pairs of TeX and whether it is displayed, and their CSS.

    Raises:
        ExtensionError: if MathJax does not run; the message is Deno's.
    """
    task = {"formulas": formulas, "fonts": fonts}
    result = run_script("typeset.mjs", task, "The formulas could not be set")
    return result["html"], re.sub(r"\s+", " ", result["css"])


def read(match):
    """The TeX of a formula in HTML and whether it is displayed; None for what is no formula."""
    tex = match["inline"] or match["display"] or match["whole"]
    return tex and (unescape(tex).strip(), match["inline"] is None)


def typeset(html, fonts, page):
    r"""A whole page with its formulas set, and the style for them in its head.

    Args:
        html: The page; its formulas stand between `\(` and `\)`, or `\[` and `\]`.
        fonts: Address of MathJax's fonts, as seen from the page.
        page: The name to use in warnings.
    """
    formulas = list(dict.fromkeys(filter(None, map(read, FORMULA.finditer(html)))))
    if not formulas:
        return html
    texts, css = set_formulas(formulas, fonts)
    done = dict(zip(formulas, texts, strict=True))
    for (tex, _), text in done.items():
        for error in ERROR.findall(text):
            logger.warning(f"MathJax cannot set {tex}: {unescape(error)}", location=page)

    def show(match):
        formula = read(match)
        if not formula:
            return match[0]
        tex = escape(formula[0])
        return done[formula].replace("<mjx-container", f'<mjx-container data-tex="{tex}"', 1)

    html = TOGETHER.sub(r'<span class="vae-together">\g<0></span>', FORMULA.sub(show, html))
    return html.replace("</head>", f"<style>{css}</style></head>", 1)


def typeset_page(app, html, context):
    """A page with its formulas set."""
    fonts = context["pathto"](PUBLISHED_FONTS, resource=True)
    return typeset(html, fonts, context["pagename"])


def copy_fonts(app):
    """Put MathJax's fonts into the book."""
    shutil.copytree(HERE / FONTS, Path(app.outdir, PUBLISHED_FONTS), dirs_exist_ok=True)


def choose_renderer(app, config):
    """Let Sphinx write formulas as for MathJax, and load no script for them."""
    config.html_math_renderer = "typeset"


def setup(app):
    app.add_html_math_renderer("typeset", (html_visit_math, None), (html_visit_displaymath, None))
    app.connect("config-inited", choose_renderer, priority=900)
    change_pages(app, typeset_page)
    when_built(app, copy_fonts)
