"""Who is the core, and who the wider network."""

from __future__ import annotations

from .answer import CoreResult
from .question import find_core

__all__ = ["CoreResult", "find_core"]
