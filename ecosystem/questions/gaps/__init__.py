"""Which areas have too little of a service."""

from __future__ import annotations

from .answer import GapsResult
from .question import find_gaps

__all__ = ["GapsResult", "find_gaps"]
