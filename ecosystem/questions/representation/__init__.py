"""Who speaks for whom, and how news travels through meetings."""

from __future__ import annotations

from .answer import RepresentationResult
from .question import find_representation

__all__ = ["RepresentationResult", "find_representation"]
