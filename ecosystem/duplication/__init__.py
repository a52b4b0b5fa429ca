"""Which services do the same work for the same people in the same place."""

from .answer import DuplicationResult
from .question import find_duplication

__all__ = ["DuplicationResult", "find_duplication"]
