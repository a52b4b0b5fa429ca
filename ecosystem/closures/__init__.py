"""Who is left without help if an organisation closes, and where more places would help."""

from .answer import ClosuresResult
from .question import find_closures

__all__ = ["ClosuresResult", "find_closures"]
