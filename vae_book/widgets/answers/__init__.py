"""Questions that the reader answers, in a notebook and in the page of the book.

In a notebook each is a widget; the answers are checked in the browser, without the kernel. While
the book is built, each is plain HTML instead, so that a page does not carry the checker: `ext/
answers.py` sets the environment variable `STATIC_PAGE` and adds the scripts.
"""

import os
from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from vae_book.figures.still import NOT_RUN, STATIC_PAGE
from vae_book.widgets.answers.bundle import checker_script, style, widget_script
from vae_book.widgets.answers.html import SHEET_HTML, answer_html, derivation_html
from vae_book.widgets.answers.task import task_html


class _Checker(anywidget.AnyWidget):
    """The checker's script, as a widget without a view, so that a notebook carries it once."""

    _esm = "export default {};"

    script = traitlets.Unicode().tag(sync=True)


class _HTMLWidget(anywidget.AnyWidget):
    """Shows one of the elements; the scripts are packed when the first one is made."""

    shared_checker: _Checker | None = None

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    html = traitlets.Unicode().tag(sync=True)
    checker = traitlets.Instance(_Checker)
    checker = checker.tag(sync=True, to_json=lambda value, _: f"anywidget:{value.model_id}")

    def __init__(self, html):
        super().__init__(html=html, checker=self._checker(), _esm=widget_script(), _css=style())

    @classmethod
    def _checker(cls):
        """The one checker; a new one if the last has been closed, with all widgets."""
        if cls.shared_checker is None or cls.shared_checker.comm is None:
            cls.shared_checker = _Checker(script=checker_script())
        return cls.shared_checker


class _Element:
    """What the elements share: HTML in the page, a widget elsewhere."""

    _fill: Callable[[str], str]  # the HTML of an identifier

    def __init__(self, identifier):
        self.identifier = identifier
        self._html = self._fill(identifier)

    def __repr__(self):
        return f"{type(self).__name__}: {self.identifier}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        # Constant from run to run, so that a notebook's stored text stays comparable.
        data = {"text/plain": f"{self!r} {NOT_RUN}"}
        if os.environ.get(STATIC_PAGE):
            return {**data, "text/html": self._html}
        widget: Any = _HTMLWidget(self._html)
        data_of_widget, metadata = widget._repr_mimebundle_()
        return {**data_of_widget, **data}, metadata


class AnswerBox(_Element):
    """A question with an input: how the answer is read, a verdict, hints, the answer.

    Args:
        identifier: Of a question in `vae_book/answers/questions.json`.

    Raises:
        ValueError: If there is no such question; the message lists them.

    Example:
        >>> AnswerBox("q2")
    """

    _fill = staticmethod(answer_html)


class DerivationDesk(_Element):
    """A whole derivation to type: each line is judged, the book's steps open one at a time.

    Args:
        identifier: Of a derivation in `vae_book/answers/derivations.json`.

    Raises:
        ValueError: If there is no such derivation; the message lists them.

    Example:
        >>> DerivationDesk("elbo")
    """

    _fill = staticmethod(derivation_html)


class Task(_Element):
    """Something to write, choose, rank, tick or predict, kept like the answers.

    Args:
        identifier: Of a task in `vae_book/answers/tasks.json`. One that begins with `predict-`
            covers the cells behind it in the page, until the reader has predicted.

    Raises:
        ValueError: If there is no such task; the message lists them.

    Example:
        >>> Task("q1")
    """

    _fill = staticmethod(task_html)


class AnswerSheet(_Element):
    """A button that turns the reader's own typed answers into a LaTeX file.

    Example:
        >>> AnswerSheet()
    """

    _html = SHEET_HTML

    def __init__(self):
        pass

    def __repr__(self):
        return "AnswerSheet"
