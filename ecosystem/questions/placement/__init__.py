"""Where would the next services or trainings do most."""

from __future__ import annotations

from .answer import PlacementsResult
from .question import find_placements

__all__ = ["PlacementsResult", "find_placements"]
