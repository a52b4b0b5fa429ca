"""What outcomes are worth, by unit values that say where they come from."""

from __future__ import annotations

from .answer import ValueResult
from .question import find_value

__all__ = ["ValueResult", "find_value"]
