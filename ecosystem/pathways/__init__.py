"""Are referrals working: answered, accepted, heard of again, and in time."""

from .answer import PathwaysResult
from .question import find_pathways

__all__ = ["PathwaysResult", "find_pathways"]
