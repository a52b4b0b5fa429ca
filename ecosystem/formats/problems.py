"""What `check` found as a workbook, each row with a link to the cell it is about.

What is said once of several cells is a row for each of them here, because each is to be found.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ecosystem.data import as_text, clean_text, is_formula
from ecosystem.errors import PROBLEM_COLUMNS, DataError
from ecosystem.formats.sheets.workbook_scan import DAMAGED, scan_workbook
from ecosystem.options import check_options

from .workbook_out import check_workbook_path, save_workbook

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl import Workbook


_WIDTHS = {"message": 70, "suggestion": 60, "value": 24, "file": 24, "sheet": 18, "column": 22}
_SHOWN = tuple(name for name in PROBLEM_COLUMNS if name != "cells")
_TITLE_ROWS = 25
"""Rows looked through for headings: more than `make_sheet` looks through, so that none is lost."""


@check_options
def write_problems(
    problems: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    source: str | os.PathLike[str] | None = None,
) -> Path:
    """Write problems to a workbook whose rows lead to the faulty cells.

    Parameters
    ----------
    problems
        As `check` gives them.
    path
        Where; must end in .xlsx. A file there is replaced.
    source
        The path that was checked; without it the rows carry no links.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ValueError
        If the path does not end in .xlsx, or its folder does not exist.
    """
    import openpyxl  # noqa: PLC0415 - start-up time for those who write none

    target = check_workbook_path(path, "problems.xlsx")
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    problems = _list_each_cell(problems)
    links = _find_cells(problems, Path(source), target) if source is not None else {}
    add_problems(book, problems, links)
    save_workbook(book, target)
    return target


def _list_each_cell(problems: pd.DataFrame) -> pd.DataFrame:
    """Return problems with those that are said of several cells once for each of them."""
    is_of_several = (problems["cells"].map(len) > 1).to_numpy(dtype=bool)
    if not is_of_several.any():
        return problems
    several = problems[is_of_several].explode("cells")
    several["row"] = [row for row, _ in several["cells"]]
    several["value"] = [value for _, value in several["cells"]]
    every = pd.concat([problems[~is_of_several], several.astype({"row": "Int64"})])
    return every.sort_index(kind="stable").reset_index(drop=True)


def add_problems(
    book: Workbook, problems: pd.DataFrame, links: Mapping[int, tuple[str, str]]
) -> None:
    """Add a sheet of problems; `links` are file and cell, by the position of the problem."""
    from openpyxl.styles import Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    sheet = book.create_sheet("Problems")
    for column, name in enumerate(_SHOWN, 1):
        sheet.cell(1, column, name.capitalize()).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 10)
    row_column = _SHOWN.index("row") + 1
    rows = problems[list(_SHOWN)].astype(object).where(problems.notna(), None)
    for position, row in enumerate(rows.itertuples(index=False, name=None)):
        for column, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(position + 2, column)
            if column == row_column:
                cell.value = int(value)
                continue
            # What people wrote is text here, whatever it begins with.
            cell.value = clean_text(as_text(value))[:2000]
            cell.data_type = "s"
            cell.quotePrefix = is_formula(str(cell.value))
        # The number of the row carries the link: it is what a person would click to get there.
        if position in links:
            file, address = links[position]
            cell = sheet.cell(position + 2, row_column)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, target=file, location=address or None)
            cell.font = Font(underline="single", color="0563C1")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_SHOWN))}{len(rows) + 1}"


def _find_cells(problems: pd.DataFrame, source: Path, target: Path) -> dict[int, tuple[str, str]]:
    """Return file and cell of each problem that has a row, by the position of the problem."""
    letters = _find_letters(source) if source.suffix.lower() in {".xlsx", ".xlsm"} else {}
    links = {}
    for position, (file, sheet, row, column) in enumerate(
        problems[["file", "sheet", "row", "column"]].itertuples(index=False, name=None)
    ):
        # What is wrong with a whole table has no row, and so no cell to lead to.
        if pd.isna(row) or not file or int(row) < 1:
            continue
        path = source / file if source.is_dir() else source
        # A column that is not found again is no reason to lead nowhere: its row is still right.
        letter = letters.get((sheet, column), "A")
        quoted = str(sheet).replace("'", "''")
        address = f"'{quoted}'!{letter}{row}" if sheet else ""
        links[position] = (_link_to(path, target.parent), address)
    return links


def _link_to(path: Path, folder: Path) -> str:
    """Return a path as a link from a folder, so that both can be moved together if they can."""
    absolute, base = path.resolve(), folder.resolve()
    if absolute.is_relative_to(base):
        return str(absolute.relative_to(base))
    return absolute.as_uri()


def _find_letters(source: Path) -> dict[tuple[str, str], str]:
    """Return the letter of each heading of each sheet of a workbook; none if it cannot be opened.

    Every cell of the first rows is taken for a heading, because a title may stand above them: a
    cell that is none is never asked for.
    """
    import openpyxl  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    letters: dict[tuple[str, str], str] = {}
    try:
        facts = scan_workbook(source)
        with source.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            # Only what is in use: a stray cell in the last row would take minutes.
            for sheet in facts:
                first, last, last_column, _ = sheet.window
                if last < first or sheet.is_hidden:
                    continue
                rows = book[sheet.name].iter_rows(
                    min_row=first,
                    max_row=min(last, first + _TITLE_ROWS),
                    max_col=last_column,
                    values_only=True,
                )
                for heading, column in _number_columns(rows).items():
                    letters[sheet.name, heading] = get_column_letter(column)
    except (DataError, *DAMAGED):
        return letters
    return letters


def _number_columns(rows: Iterable[Sequence[object]]) -> dict[str, int]:
    """Return the number, from 1, of the first column that each text stands in."""
    columns: dict[str, int] = {}
    for row in rows:
        for column, value in enumerate(row, 1):
            columns.setdefault(clean_text(as_text(value)), column)
    return columns
