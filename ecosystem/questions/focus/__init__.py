"""Who could lead on what, so that every need has a lead."""

from __future__ import annotations

from .answer import FocusResult
from .question import find_focus

__all__ = ["FocusResult", "find_focus"]
