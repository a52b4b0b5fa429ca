"""Who talks to whom: within their own group or beyond it, through whom, and who is missing."""

from __future__ import annotations

from .answer import TiesResult
from .question import find_ties

__all__ = ["TiesResult", "find_ties"]
