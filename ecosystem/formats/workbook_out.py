"""Workbooks to files."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from ecosystem.pages import replace_file

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from openpyxl import Workbook


_LAST_ROW = re.compile(rb'(<dimension ref="A1:[A-Z]+)1"')
"""Where a sheet with one row says how far it goes, up to the number of its last row."""


def check_workbook_path(path: str | os.PathLike[str], example: str) -> Path:
    """Return where a workbook goes; raise ValueError if other programs would not open it there."""
    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        msg = f"path {str(target)!r} does not end in .xlsx. Give a name like {example}."
        raise ValueError(msg)
    return target


def save_workbook(
    book: Workbook, path: str | os.PathLike[str], rows: Sequence[Sequence[str]] = ()
) -> None:
    """Write a workbook, whole or not at all.

    `rows` are further rows of the first sheets, below what is in them, as they stand in a file.
    """
    # In memory first: on a full disk openpyxl's archive would try once more when it is thrown
    # away, and complain where nobody can catch it.
    made = io.BytesIO()
    book.save(made)
    content = _add_rows(made, rows) if any(rows) else made.getvalue()
    with replace_file(path) as temporary:
        temporary.write_bytes(content)


def _add_rows(made: io.BytesIO, rows: Sequence[Sequence[str]]) -> bytes:
    """Return the workbook with the rows in its sheets."""
    added = {f"xl/worksheets/sheet{number}.xml": texts for number, texts in enumerate(rows, 1)}
    filled = io.BytesIO()
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(filled, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            if texts := added.get(entry.filename):
                head, end, tail = content.partition(b"</sheetData>")
                # How far the sheet goes is said in front, for whoever reads a row at a time.
                last = f'\\g<1>{len(texts) + 1}"'.encode()
                head = _LAST_ROW.sub(last, head, count=1)
                content = b"".join([head, *(text.encode() for text in texts), end, tail])
            after.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return filled.getvalue()
