"""What changed between two maps, or between two answers to one question."""

from __future__ import annotations

from .answer import ChangesResult
from .question import find_changes

__all__ = ["ChangesResult", "find_changes"]
