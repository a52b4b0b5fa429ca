"""Pages and files: templates filled, written whole or not at all."""

from __future__ import annotations

from .files import replace_file
from .html import PageFile, make_page, read_asset, render, safe_link, write_page

__all__ = [
    "PageFile",
    "make_page",
    "read_asset",
    "render",
    "replace_file",
    "safe_link",
    "write_page",
]
