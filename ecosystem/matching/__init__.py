"""Which organisations are entered twice."""

from .answer import MatchResult
from .question import find_matches

__all__ = ["MatchResult", "find_matches"]
