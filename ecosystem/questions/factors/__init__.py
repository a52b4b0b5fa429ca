"""What these data hold on each of twelve factors of collaboration."""

from __future__ import annotations

from .answer import FactorsResult
from .question import find_factors

__all__ = ["FactorsResult", "find_factors"]
