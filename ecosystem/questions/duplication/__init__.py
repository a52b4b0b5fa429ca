"""Where is the same work done twice."""

from __future__ import annotations

from .answer import DuplicationResult
from .question import find_duplication

__all__ = ["DuplicationResult", "find_duplication"]
