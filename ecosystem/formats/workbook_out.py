"""Workbooks to files."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from ecosystem.pages import replace_file

if TYPE_CHECKING:
    import os

    from openpyxl import Workbook


def check_workbook_path(path: str | os.PathLike[str], example: str) -> Path:
    """Return where a workbook goes; raise ValueError if other programs would not open it there."""
    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        msg = f"path {str(target)!r} does not end in .xlsx. Give a name like {example}."
        raise ValueError(msg)
    return target


def save_workbook(book: Workbook, path: str | os.PathLike[str]) -> None:
    """Write a workbook, whole or not at all."""
    # In memory first: on a full disk openpyxl's archive would try once more when it is thrown
    # away, and complain where nobody can catch it.
    made = io.BytesIO()
    book.save(made)
    with replace_file(path) as temporary:
        temporary.write_bytes(made.getvalue())
