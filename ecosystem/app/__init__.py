"""The page on this computer: `ecosystem open`."""

from __future__ import annotations

from .opening import open_page

__all__ = ["open_page"]
