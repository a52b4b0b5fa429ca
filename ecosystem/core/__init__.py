"""Who is in the core, who is in the wider network, and whether there is a core at all."""

from .answer import CoreResult
from .question import find_core

__all__ = ["CoreResult", "find_core"]
