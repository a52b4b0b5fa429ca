"""Interactive maps, each one file. They show answers and compute none."""

from __future__ import annotations

from .network import draw_network
from .places import draw_places

__all__ = ["draw_network", "draw_places"]
