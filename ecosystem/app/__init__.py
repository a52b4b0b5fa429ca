"""The page on this computer, `ecosystem open`, and the same page in a browser alone."""

from __future__ import annotations

from .assembling import assemble_page
from .opening import open_page

__all__ = ["assemble_page", "open_page"]
