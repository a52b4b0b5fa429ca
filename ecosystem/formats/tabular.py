"""CSV files and workbooks, cell by cell: text in rows, with the row numbers a person sees."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ecosystem.columns import as_text
from ecosystem.errors import DataError, make_problems

if TYPE_CHECKING:
    from pathlib import Path

GUARDED = re.compile(r"'+[=+\-@\t]")
"""Text that `write_tables` guards with one more apostrophe, so that no spreadsheet runs it."""


@dataclass(kw_only=True)
class Sheet:
    """One sheet or file as read: headings, and the rows that hold something."""

    name: str
    file: str
    sheet: str = ""
    headings: list[str]
    rows: list[list[str]]
    numbers: list[int]
    found: list[dict[str, object]] = field(default_factory=list)

    def add(self, severity: str, message: str, suggestion: str = "", **where: object) -> None:
        """Note a problem with the sheet."""
        self.found.append(
            {
                "severity": severity,
                "table": self.name,
                "file": self.file,
                "sheet": self.sheet,
                "message": message,
                "suggestion": suggestion,
                **where,
            }
        )


def read_folder(folder: Path) -> list[Sheet]:
    """Return every CSV file of a folder as a sheet."""
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise unreadable(
            folder.name, "there is no CSV file in this folder.", "Add organisations.csv."
        )
    return [read_csv(file) for file in files]


def read_csv(path: Path) -> Sheet:
    """Return a CSV file as a sheet: UTF-8, or Windows-1252, which is then said."""
    raw = path.read_bytes()
    found: list[tuple[str, str]] = []
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        found.append(("warning", "is not UTF-8; read as Windows-1252. Check letters with accents."))
    if text.startswith("\ufeff"):
        text = text.removeprefix("\ufeff")
        found.append(("note", "begins with a byte-order mark, as Excel writes it; read as UTF-8."))
    if "\0" in text:
        raise unreadable(path.name, "this is not a text file.", "Save the sheet as CSV UTF-8.")
    cells = [
        [value[1:] if GUARDED.match(value) else value for value in row]
        for row in csv.reader(io.StringIO(text, newline=""))
    ]
    sheet = _make_sheet(path.stem, path.name, "", cells)
    for severity, message in found:
        sheet.add(severity, f"the file {message}")
    return sheet


def read_workbook(path: Path) -> list[Sheet]:
    """Return the visible sheets of a workbook."""
    import openpyxl  # noqa: PLC0415 - start-up time for those who read no workbook
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise unreadable(
            path.name,
            "this is no workbook that can be read.",
            "Open it in Excel or LibreOffice and save it as .xlsx, without a password.",
        ) from error
    try:
        return [
            _make_sheet(
                sheet.title,
                path.name,
                sheet.title,
                [[as_text(value) for value in row] for row in sheet.iter_rows(values_only=True)],
            )
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        ]
    finally:
        book.close()


def unreadable(file: str, message: str, suggestion: str) -> DataError:
    """Return the error for a file of which nothing can be read."""
    problem: dict[str, object] = {
        "severity": "error",
        "file": file,
        "message": message,
        "suggestion": suggestion,
    }
    return DataError(make_problems([problem]))


def _make_sheet(name: str, file: str, sheet: str, cells: list[list[str]]) -> Sheet:
    filled = [
        (number, row) for number, row in enumerate(cells, 1) if any(cell.strip() for cell in row)
    ]
    headings = [heading.strip() for heading in filled[0][1]] if filled else []
    while headings and not headings[-1]:
        headings.pop()
    made = Sheet(name=name, file=file, sheet=sheet, headings=headings, rows=[], numbers=[])
    width = len(headings)
    for number, row in filled[1:]:
        extra = [cell for cell in row[width:] if cell.strip()]
        if extra:
            made.add(
                "error",
                "the row has more cells than there are headings.",
                "Put text with a comma in quotation marks, or give the column a heading.",
                row=number,
                value=extra[0],
            )
        made.rows.append([*row[:width], *[""] * (width - len(row))])
        made.numbers.append(number)
    first = filled[0][0] if filled else 0
    last = filled[-1][0] if filled else 0
    blank = [n for n in range(first, last) if n not in {number for number, _ in filled}]
    if blank:
        made.add(
            "note",
            f"{len(blank)} blank row{'s' * (len(blank) > 1)} left out.",
            row=blank[0],
        )
    return made
