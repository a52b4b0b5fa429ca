"""Workbooks to files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from ecosystem.pages import replace_file

if TYPE_CHECKING:
    import os

    from openpyxl import Workbook


def save_workbook(book: Workbook, path: str | os.PathLike[str]) -> None:
    """Write a workbook, whole or not at all."""
    # In memory first: on a full disk openpyxl's archive would try once more when it is thrown
    # away, and complain where nobody can catch it.
    made = io.BytesIO()
    book.save(made)
    with replace_file(path) as temporary:
        temporary.write_bytes(made.getvalue())
