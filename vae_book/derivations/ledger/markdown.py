"""Compares the equations that a text displays with the SymPy objects that they stand for."""

import re
from dataclasses import dataclass

BLOCK = re.compile(r"\$\$(?P<tex>(?:(?!\$\$).)*?)\s*\\tag\{(?P<number>[\w-]+)\}\s*\$\$", re.DOTALL)
SPACING = re.compile(
    r"\\(?:left|right|[bB]igg?[lrm]?|quad|qquad|,|;|:|!|>|\s|displaystyle)(?![a-zA-Z])|~|&|\\\\"
    r"|\\(?:begin|end)\{(?:aligned|split|gathered)\}"
)


@dataclass(frozen=True)
class Difference:
    """A displayed equation that is not the object's LaTeX.

    Args:
        where: Index or name of the text.
        label: Its label, such as `eq-7`.
        shown: The LaTeX in the text.
        expected: The object's LaTeX; None where no equation has that label.
    """

    where: object
    label: str
    shown: str
    expected: str | None


def displayed(markdown):
    r"""`(label, latex)` for each `$$ ... \tag{13} $$` of a Markdown text."""
    return [
        ("eq-" + re.sub(r"^Q(?=\d)", "q", match["number"]), match["tex"].strip())
        for match in BLOCK.finditer(markdown)
    ]


def normalised(tex):
    """LaTeX without what does not change its meaning.

    Removed: white space, spacing and sizing commands, alignment, braces around a single
    letter or command after ^ or _, and punctuation at the end.
    """
    tex = re.sub(r"\s+", "", SPACING.sub(" ", tex))
    tex = re.sub(r"([_^])\{(\w|\\[a-zA-Z]+)\}", r"\1\2", tex)
    return tex.rstrip(".,;")


def check_displayed(markdown_texts, equations):
    """Compares every labelled display with the equation of its label.

    Args:
        markdown_texts: List of texts, or a dictionary of texts by name.
        equations: Dictionary of `Equation` by number.

    Returns:
        A list of `Difference`; empty where every display is its object's.
    """
    named = markdown_texts if isinstance(markdown_texts, dict) else dict(enumerate(markdown_texts))
    expected = {equation.label: equation.latex for equation in equations.values()}
    differences = []
    for where, text in named.items():
        for label, shown in displayed(text):
            tex = expected.get(label)
            if tex is None or normalised(shown) != normalised(tex):
                differences.append(Difference(where, label, shown, tex))
    return differences
