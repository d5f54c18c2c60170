"""Figures and questions that run in the reader's browser: no kernel, no server, no network.

A figure is a folder: its class in `__init__.py`, its script `<folder>.js`, its still picture in
`still.py`. Nothing else has to be told about a new one.
"""

import importlib
import re
from pathlib import Path

_CLASS = re.compile(r"^class ([A-Z]\w+)\(", re.MULTILINE)
# Where each public class is. It is loaded when asked for: some need Keras, which takes seconds.
_MODULES = {"Decoder": "network.decoder", "Encoder": "network.encoder"} | {
    name: path.parent.name
    for path in sorted(Path(__file__).parent.glob("*/__init__.py"))
    for name in _CLASS.findall(path.read_text(encoding="utf-8"))
}

__all__ = sorted(_MODULES)


def __getattr__(name):
    if name not in _MODULES:
        raise AttributeError(f"{__name__} has no {name!r}. It has: {', '.join(__all__)}.")
    return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)


def figures():
    """The class of each figure by its kind: `"loss-units"` is in the folder `loss_units`.

    Example:
        >>> sorted(figures())[0]
        'bernoulli'
    """
    from vae_book.widgets.figure import Figure

    classes = {_MODULES[name]: __getattr__(name) for name in __all__}
    return {
        folder.replace("_", "-"): each
        for folder, each in classes.items()
        if issubclass(each, Figure)
    }
