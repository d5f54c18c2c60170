"""Figures and questions that run in the reader's browser: no kernel, no server, no network."""

import importlib

# Loaded when asked for: the explorer needs Keras, which takes seconds; a question does not.
MODULES = {
    "AnswerBox": "answers",
    "AnswerSheet": "answers",
    "BernoulliFigure": "bernoulli",
    "BoundFigure": "bound",
    "Decoder": "network.decoder",
    "EncodeFigure": "encode",
    "Encoder": "network.encoder",
    "GaussianFigure": "gaussian",
    "KLFigure": "kl",
    "LatentExplorer": "explorer",
    "LossUnitsLab": "loss_units",
    "ReparametrisationFigure": "reparametrisation",
    "SquaredErrorFigure": "squared_error",
    "TrainingReplay": "replay",
}

__all__ = list(MODULES)


def __getattr__(name):
    if name not in MODULES:
        raise AttributeError(f"vae_book.widgets has no {name!r}. It has: {', '.join(MODULES)}.")
    return getattr(importlib.import_module(f"{__name__}.{MODULES[name]}"), name)
