"""Maps: they show answers and compute none."""

from __future__ import annotations

from .areas.page import caption_places, draw_places, key_places, list_rows, picture_places
from .network.drawn import caption_network
from .network.marks import list_network_key
from .network.page import draw_network
from .network.picture import picture_network

__all__ = [
    "caption_network",
    "caption_places",
    "draw_network",
    "draw_places",
    "key_places",
    "list_network_key",
    "list_rows",
    "picture_network",
    "picture_places",
]
