"""Who is left without help if an organisation closes."""

from __future__ import annotations

from .answer import ClosuresResult, say_lost, say_steadiness
from .question import find_closures

__all__ = ["ClosuresResult", "find_closures", "say_lost", "say_steadiness"]
