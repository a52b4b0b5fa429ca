"""Cells changed on the page, put into a copy of the file.

The file itself stays as it is: only what the person saves holds the changes.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import load_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.worksheet.worksheet import Worksheet

WORKBOOKS = (".xlsx", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Edit:
    """A cell and what is to stand in it.

    Attributes
    ----------
    sheet
        Its sheet; empty in a file without sheets.
    row
        Its row as a person sees it, from 1.
    column
        The heading above it, as it stands in the file; empty for the whole row, which is left out.
    text
        What is to stand there; empty for nothing.
    """

    sheet: str
    row: int
    column: str
    text: str


def can_mend(name: str) -> bool:
    """Tell whether cells of this kind of file can be changed on the page."""
    return Path(name).suffix.lower() in WORKBOOKS + TEXTS


def apply_edits(name: str, data: bytes, edits: Sequence[Edit]) -> bytes:
    """Return the file with the cells changed.

    Raises
    ------
    ValueError
        If no heading of that name stands above a cell.
    """
    if not edits:
        return data
    if Path(name).suffix.lower() in WORKBOOKS:
        return _edit_workbook(data, edits)
    return _edit_text(data, edits)


def _edit_workbook(data: bytes, edits: Sequence[Edit]) -> bytes:
    book = load_workbook(io.BytesIO(data))
    for edit in edits:
        sheet = book[edit.sheet] if edit.sheet else book.worksheets[0]
        if not edit.column:
            for cell in sheet[edit.row]:
                cell.value = None
            continue
        column = _find_column(_list_above(sheet, edit.row), edit)
        cell = sheet.cell(edit.row, column + 1)
        cell.value = edit.text or None
        if edit.text:
            # What a person writes here is text and no formula, whatever it begins with.
            cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list_above(sheet: Worksheet, row: int) -> list[list[str]]:
    rows = sheet.iter_rows(max_row=row - 1, values_only=True)
    return [["" if cell is None else str(cell) for cell in cells] for cells in rows]


def _edit_text(data: bytes, edits: Sequence[Edit]) -> bytes:
    text = data.decode("utf-8-sig", errors="surrogateescape")
    dialect = csv.Sniffer().sniff(text[:10_000], delimiters=",;\t|")
    rows = list(csv.reader(io.StringIO(text, newline=""), dialect))
    for edit in edits:
        if not edit.column:
            rows[edit.row - 1] = [""] * len(rows[edit.row - 1])
            continue
        column = _find_column(rows[: edit.row - 1], edit)
        cells = rows[edit.row - 1]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = edit.text
    out = io.StringIO(newline="")
    csv.writer(out, dialect).writerows(rows)
    return out.getvalue().encode("utf-8", errors="surrogateescape")


def _find_column(above: Sequence[Sequence[str]], edit: Edit) -> int:
    """Return where the heading stands: in the nearest row above that has it."""
    wanted = edit.column.strip().casefold()
    for cells in reversed(above):
        folded = [cell.strip().casefold() for cell in cells]
        if wanted in folded:
            return folded.index(wanted)
    msg = (
        f"row {edit.row}, {edit.column}: that heading stands above no column. Change the cell in "
        "your own program; the page reads the file again when you save it."
    )
    raise ValueError(msg)
