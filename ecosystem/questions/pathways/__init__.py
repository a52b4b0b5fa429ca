"""Are referral pathways working."""

from __future__ import annotations

from .answer import PathwaysResult
from .question import find_pathways
from .shares import say_limits, say_within

__all__ = ["PathwaysResult", "find_pathways", "say_limits", "say_within"]
