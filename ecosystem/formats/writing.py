"""Tables to files: a folder of CSV files or one workbook, whole or not at all."""

from __future__ import annotations

import csv
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.columns import as_text
from ecosystem.errors import is_small
from ecosystem.files import replace_file
from ecosystem.tables import TABLES, Table

from .tabular import GUARDED

if TYPE_CHECKING:
    import os

    from openpyxl.worksheet.worksheet import Worksheet

    from ecosystem.data import Ecosystem

_RISKY = ("=", "+", "-", "@", "\t")


def write_tables(e: Ecosystem, path: str | os.PathLike[str], *, visibility: str = "public") -> Path:
    """Write the tables to a folder of CSV files, or to one workbook.

    What is written reads back equal, if nothing had to be left out for the audience.

    Parameters
    ----------
    e
        The ecosystem.
    path
        A workbook, if it ends in .xlsx; otherwise a folder, which is made if need be and in which
        all twelve files are replaced.
    visibility
        "public" leaves out rows marked partners or private and all that is confidential, and
        writes numbers of people from 1 to 4 as "under 5"; "partners" leaves out private and
        confidential rows, likewise; "private" writes everything as it is.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ValueError
        If the visibility is not one of the three, or the folder above `path` does not exist.

    Examples
    --------
    >>> import tempfile
    >>> import ecosystem as eco
    >>> e = eco.read_sample("west-midlands")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     again = eco.read(eco.write_tables(e, f"{folder}/copy", visibility="private"))
    >>> again.organisations.equals(e.organisations)
    True
    """
    seen = e.select(visibility=visibility)
    cells = {
        table.name: _as_cells(table, getattr(seen, table.name), hide=visibility != "private")
        for table in TABLES.values()
    }
    target = Path(path)
    if target.suffix.lower() == ".xlsx":
        _write_workbook(cells, target)
    else:
        _write_folder(cells, target)
    return target


def _as_cells(table: Table, frame: pd.DataFrame, *, hide: bool) -> pd.DataFrame:
    """Return the frame with cells as they are written: text, numbers and None."""
    written = {}
    for name in frame.columns:
        kind = table.column(name).kind if name in table.names else "text"
        values: list[object] = [
            None if pd.isna(value) else value for value in frame[name].astype(object)
        ]
        if kind in {"number", "people"}:
            small = hide and kind == "people"
            values = [
                value
                if not isinstance(value, float)
                else "under 5"
                if small and is_small(value)
                else int(value)
                if value.is_integer() and abs(value) < 1e15
                else value
                for value in values
            ]
        elif kind in {"date", "yes/no"}:
            values = [None if value is None else as_text(value) for value in values]
        written[name] = values
    return pd.DataFrame(written, columns=frame.columns, dtype=object)


def _write_folder(tables: dict[str, pd.DataFrame], folder: Path) -> None:
    if not folder.parent.is_dir() or folder.is_file():
        msg = f"path {str(folder)!r} is a file, or the folder above it does not exist. Make it."
        raise ValueError(msg)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".writing-") as temporary:
        for name, frame in tables.items():
            with (Path(temporary) / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                lines = csv.writer(out, lineterminator="\n")
                lines.writerow(frame.columns)
                lines.writerows(
                    ["" if cell is None else _guard(cell) for cell in row]
                    for row in frame.itertuples(index=False, name=None)
                )
        folder.mkdir(exist_ok=True)
        for name in tables:
            shutil.move(Path(temporary) / f"{name}.csv", folder / f"{name}.csv")


def _guard(cell: object) -> object:
    """Return text that a spreadsheet would run as a formula with an apostrophe before it."""
    if isinstance(cell, str) and (cell.startswith(_RISKY) or GUARDED.match(cell)):
        return f"'{cell}"
    return cell


def _write_workbook(tables: dict[str, pd.DataFrame], path: Path) -> None:
    import openpyxl  # noqa: PLC0415 - start-up time for those who write no workbook

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, frame in tables.items():
        sheet = book.create_sheet(name.capitalize())
        for position, heading in enumerate(frame.columns, 1):
            put_text(sheet, 1, position, str(heading))
        for number, row in enumerate(frame.itertuples(index=False, name=None), 2):
            for position, cell in enumerate(row, 1):
                if isinstance(cell, str):
                    put_text(sheet, number, position, cell)
                elif cell is not None:
                    sheet.cell(number, position, cell)
        sheet.freeze_panes = "A2"
    with replace_file(path) as temporary:
        book.save(temporary)


def put_text(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Put text in a cell as text, whatever it begins with; no formula comes of it."""
    cell = sheet.cell(row, column)
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_RISKY):
        cell.quotePrefix = True
