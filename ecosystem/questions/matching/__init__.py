"""Which organisations are entered twice."""

from __future__ import annotations

from .answer import MatchesResult
from .question import find_matches

__all__ = ["MatchesResult", "find_matches"]
