"""Figures that run in the reader's browser: no kernel, no server, no network."""

from vae_lib.widgets.bound import BoundFigure
from vae_lib.widgets.decoder import Decoder
from vae_lib.widgets.explorer import LatentExplorer

__all__ = ["BoundFigure", "Decoder", "LatentExplorer"]
