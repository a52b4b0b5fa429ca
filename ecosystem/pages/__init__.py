"""Pages and files: templates filled, written whole or not at all."""

from __future__ import annotations

from .files import list_folder, replace_file, replace_folder
from .html import PageFile, make_page, read_asset, render, safe_link, write_page

__all__ = [
    "PageFile",
    "list_folder",
    "make_page",
    "read_asset",
    "render",
    "replace_file",
    "replace_folder",
    "safe_link",
    "write_page",
]
