"""What `check` found as a workbook, each row with a link to the cell it is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecosystem.data import as_text, clean_text, is_formula
from ecosystem.errors import PROBLEM_COLUMNS, DataError
from ecosystem.formats.sheets.workbook_scan import DAMAGED, scan_workbook
from ecosystem.pages import replace_file

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    import pandas as pd
    from openpyxl import Workbook


_WIDTHS = {"message": 70, "suggestion": 60, "value": 24, "file": 24, "sheet": 18, "column": 22}
_TITLE_ROWS = 25


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

    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        msg = f"path {str(target)!r} does not end in .xlsx. Give a name like problems.xlsx."
        raise ValueError(msg)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    places = _find_cells(problems, Path(source), target) if source is not None else {}
    add_problems(book, problems, places)
    with replace_file(target) as temporary:
        book.save(temporary)
    return target


def add_problems(
    book: Workbook, problems: pd.DataFrame, places: Mapping[int, tuple[str, str]]
) -> None:
    """Add a sheet of problems; `places` are file and cell, by the position of the problem."""
    from openpyxl.styles import Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415
    from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: PLC0415

    sheet = book.create_sheet("Problems")
    for position, name in enumerate(PROBLEM_COLUMNS, 1):
        sheet.cell(1, position, name.capitalize()).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(position)].width = _WIDTHS.get(name, 10)
    row_column = PROBLEM_COLUMNS.index("row") + 1
    rows = problems[list(PROBLEM_COLUMNS)].astype(object).where(problems.notna(), None)
    for place, row in enumerate(rows.itertuples(index=False, name=None)):
        for position, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(place + 2, position)
            if position == row_column:
                cell.value = int(value)
                continue
            cell.value = clean_text(as_text(value))[:2000]
            cell.data_type = "s"
            cell.quotePrefix = is_formula(str(cell.value))
        if place in places:
            file, spot = places[place]
            cell = sheet.cell(place + 2, row_column)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, target=file, location=spot or None)
            cell.font = Font(underline="single", color="0563C1")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(PROBLEM_COLUMNS))}{len(rows) + 1}"


def _find_cells(problems: pd.DataFrame, source: Path, target: Path) -> dict[int, tuple[str, str]]:
    """Return file and cell of each problem that has a row."""
    letters = _find_letters(source) if source.suffix.lower() in {".xlsx", ".xlsm"} else {}
    places = {}
    for position, (file, sheet, row, column) in enumerate(
        problems[["file", "sheet", "row", "column"]].itertuples(index=False, name=None)
    ):
        if row is None or row != row or not file or not str(row).isdigit() or int(row) < 1:  # noqa: PLR0124 - NaN
            continue
        where = source / file if source.is_dir() else source
        link = _relative(where, target.parent)
        letter = letters.get((sheet, column), "A")
        quoted = str(sheet).replace("'", "''")
        places[position] = (link, f"'{quoted}'!{letter}{row}" if sheet else "")
    return places


def _relative(path: Path, folder: Path) -> str:
    one, other = path.resolve(), folder.resolve()
    return str(one.relative_to(other)) if one.is_relative_to(other) else one.as_uri()


def _find_letters(source: Path) -> dict[tuple[str, str], str]:
    """Return the letter of each heading of each sheet of a workbook."""
    import openpyxl  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    letters: dict[tuple[str, str], str] = {}
    try:
        facts = scan_workbook(source)
        with source.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            for one in facts:
                first, last, column, _ = one.window
                if last < first or one.is_hidden:
                    continue
                last = min(last, first + _TITLE_ROWS)
                rows = book[one.name].iter_rows(
                    min_row=first, max_row=last, max_col=column, values_only=True
                )
                for row in rows:
                    for place, value in enumerate(row, 1):
                        heading = clean_text(as_text(value))
                        letters.setdefault((one.name, heading), get_column_letter(place))
    except (DataError, *DAMAGED):
        return letters
    return letters
