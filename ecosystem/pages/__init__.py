"""Pages and files: templates filled, written whole or not at all."""

from __future__ import annotations

from .files import list_folder, replace_file, replace_folder
from .html import make_page, read_asset, render, safe_link
from .page import Makers, Page, TextFile, check_ending, hand_out
from .pixels import FACES, draw_pixels

__all__ = [
    "FACES",
    "Makers",
    "Page",
    "TextFile",
    "check_ending",
    "draw_pixels",
    "hand_out",
    "list_folder",
    "make_page",
    "read_asset",
    "render",
    "replace_file",
    "replace_folder",
    "safe_link",
]
