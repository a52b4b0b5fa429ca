"""Workbooks: the visible sheets, read by python-calamine if it is there, else by openpyxl."""

from __future__ import annotations

import io
import re
import warnings
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING

from ecosystem.data import ERROR_WORDS, as_text
from ecosystem.wording import count_of, join_words, start_sentence

from .sheet import Merged, Sheet, make_sheet
from .table_parts import find_parts
from .tag_row import find_tag_row, name_columns
from .text import MOST_CELLS, MOST_ROWS, too_many, unreadable
from .workbook_scan import DAMAGED, column_number, describe_merged, scan_workbook, trim_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from .workbook_scan import SheetFacts


_MOST_SLOW = 800_000
"""Cells that openpyxl may be given: about ten seconds, after which people think it hangs."""

_MOST_BLOCK = 20_000_000
"""Cells, empty ones too, that calamine may be given: it holds the whole block in memory."""

_NAMELESS_ROWS, _NAMELESS_COLUMNS = 100_000, 200
"""What is read of a sheet whose cells do not say where they stand; beyond, it is not looked at."""

_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")

_Rows = list[list[str]]


def read_workbook(path: Path) -> list[Sheet]:
    """Return the visible sheets of a workbook.

    Raises
    ------
    DataError
        If it is damaged, encrypted, too large, or no workbook at all.
    """
    scanned = scan_workbook(path)
    shown = [facts for facts in scanned if not facts.is_hidden and not _is_ignored(facts.name)]
    passed = [facts.name for facts in scanned if facts.is_hidden or _is_ignored(facts.name)]
    cells = sum(facts.filled for facts in shown)
    # A far cell makes calamine ask for more memory than there is, and the process ends.
    is_fast = find_spec("python_calamine") is not None and all(map(_is_compact, shown))
    _check_size(path, cells, is_fast=is_fast)
    if sum(len(facts.rows) for facts in shown) > MOST_ROWS:
        raise too_many(path.name, "Save each sheet as CSV in one folder: of these more is read.")
    try:
        source = trim_workbook(path, shown)
        read = _read_fast(source, shown) if is_fast else _read_slowly(source, shown)
        sheets = [
            sheet
            for facts, rows in zip(shown, read, strict=True)
            for sheet in _finish(path, facts, rows)
        ]
    except DAMAGED as error:
        raise unreadable(
            path.name,
            "the workbook is damaged and cannot be read.",
            "Open it in Excel or LibreOffice and save it again as .xlsx.",
        ) from error
    return [*sheets, _note_passed(path, passed)] if passed else sheets


def _note_passed(path: Path, passed: list[str]) -> Sheet:
    """Return an empty sheet that only says which others were not read."""
    names = join_words([f"'{name}'" for name in passed], most=6)
    note = Sheet(name="", file=path.name, headings=[], rows=[], numbers=[])
    note.add("note", f"hidden or marked (ignore), and so not read: {names}.")
    return note


def _is_compact(facts: SheetFacts) -> bool:
    """Tell whether all cells lie in a block that can be held whole."""
    window = facts.window
    is_whole = not window.has_stray_cells and not facts.is_nameless
    return is_whole and window.last_row * window.last_column <= _MOST_BLOCK


def _is_ignored(name: str) -> bool:
    return "(ignore)" in name.casefold()


def _check_size(path: Path, cells: int, *, is_fast: bool) -> None:
    limit = MOST_CELLS if is_fast else _MOST_SLOW
    if cells <= limit:
        return
    faster = "" if is_fast else "Install python-calamine, which reads more, or "
    hint = f"{faster}save the sheets as CSV files."
    raise unreadable(
        path.name,
        f"the workbook has {cells:,} cells; the limit is {limit:,}.",
        start_sentence(hint),
    )


def _read_fast(source: io.BytesIO | Path, shown: list[SheetFacts]) -> list[_Rows]:
    import python_calamine  # noqa: PLC0415 - an extra

    try:
        book = python_calamine.CalamineWorkbook.from_object(source)
        read = []
        for facts in shown:
            # Without this the first empty rows are left out, and every row number is wrong.
            cells = book.get_sheet_by_name(facts.name).to_python(skip_empty_area=False)
            read.append(
                [
                    [value if isinstance(value, str) else as_text(value) for value in row]
                    for row in cells[facts.window.first_row - 1 : facts.window.last_row]
                ]
            )
    except python_calamine.CalamineError as error:
        raise ValueError(str(error)) from error
    return read


def _read_slowly(source: io.BytesIO | Path, shown: list[SheetFacts]) -> list[_Rows]:
    import openpyxl  # noqa: PLC0415 - start-up time for those who read no workbook

    # openpyxl leaves a file open that it cannot read, so it is given an open facts.
    with _open(source) as stream, warnings.catch_warnings():
        # It warns of what it leaves out, as lists to choose from; none of it is a cell.
        warnings.filterwarnings("ignore", module="openpyxl")
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        return [_read_sheet(book[facts.name], facts) for facts in shown]


def _open(source: io.BytesIO | Path) -> IO[bytes]:
    return source if isinstance(source, io.BytesIO) else source.open("rb")


def _read_sheet(sheet: object, facts: SheetFacts) -> _Rows:
    first, last, column, _ = facts.window
    if facts.is_nameless:
        # The scan could not see where the cells stand.
        first, last, column = 1, _NAMELESS_ROWS, _NAMELESS_COLUMNS
    if last < first:
        return []
    rows = sheet.iter_rows(  # type: ignore[attr-defined]
        min_row=first, max_row=last, max_col=column, values_only=True
    )
    return [[_decode(as_text(value)) for value in row] for row in rows]


def _decode(text: str) -> str:
    """Return text with the characters that Excel writes as _x000D_; calamine does so itself."""
    return _CODE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _finish(path: Path, facts: SheetFacts, rows: _Rows) -> list[Sheet]:
    """Return the tables of a sheet with their cells put right and everything odd noted."""
    first = 1 if facts.is_nameless else facts.window.first_row

    # Cells without a value are emptied before the headings are looked for, and noted after it,
    # because only then is it known what their columns are called.
    faults = []
    for faulty, is_error in ((facts.errors, True), (facts.without_value, False)):
        for row, column in faulty:
            if first <= row < first + len(rows) and column <= len(rows[row - first]):
                value = rows[row - first][column - 1]
                rows[row - first][column - 1] = ""
                faults.append((row, column, value, is_error))

    rows, further = _part(path, facts, rows, first)
    sheet = make_sheet(facts.name, path.name, facts.name, rows, range(first, first + len(rows)))
    sheet.counts_from_1904 = facts.counts_from_1904
    headings = _headings_by_column(rows, sheet, first)
    for row, column, value, is_error in faults:
        _note_fault(sheet, row, headings.get(column, ""), value, is_error=is_error)
    if facts.window.has_stray_cells:
        sheet.add(
            "warning",
            "there are cells far outside the table, and they were not read.",
            f"The table ends in row {facts.window.last_row}; delete what is beyond.",
        )
    _note_merged(sheet, facts, rows, first)
    return [sheet, *further]


def _part(path: Path, facts: SheetFacts, rows: _Rows, first: int) -> tuple[_Rows, list[Sheet]]:
    """Return the rows of the first table on a sheet, and the further tables below it."""
    parts = find_parts(rows)
    ends = [*(part.start for part in parts[1:]), len(rows)]
    further = []
    for (start, title), end in zip(parts[1:], ends[1:], strict=True):
        numbers = range(first + start, first + end)
        name = title or f"{facts.name} (row {first + start})"
        sheet = make_sheet(name, path.name, facts.name, rows[start:end], numbers)
        sheet.counts_from_1904 = facts.counts_from_1904
        sheet.add(
            "note",
            "a further table was found here, with headings of its own.",
            row=first + start,
        )
        further.append(sheet)
    return rows[: ends[0]], further


def _headings_by_column(rows: _Rows, sheet: Sheet, first: int) -> dict[int, str]:
    """Return what each column is called, by its number."""
    start = sheet.numbers[0] if sheet.numbers else first + len(rows)
    if sheet.tags:
        filled = [row for row in rows[: start - first] if any(map(str.strip, row))]
        return dict(enumerate(name_columns(filled, find_tag_row(filled) or 0), 1))
    for number in range(start - first - 1, -1, -1):
        named = {column: cell for column, cell in enumerate(rows[number], 1) if cell}
        if set(named.values()) & set(sheet.headings):
            return named
    return {}


def _note_fault(sheet: Sheet, row: int, heading: str, value: str, *, is_error: bool) -> None:
    if is_error:
        shown = value if value in ERROR_WORDS else "an error"
        sheet.add(
            "error",
            f"the cell shows {shown}.",
            "Correct the formula, or empty the cell.",
            row=row,
            column=heading,
            value=value,
        )
        return
    sheet.add(
        "error",
        "the cell holds a formula whose value was never saved.",
        "Open the workbook in Excel or LibreOffice, save it, and try again.",
        row=row,
        column=heading,
    )


def _note_merged(sheet: Sheet, facts: SheetFacts, rows: _Rows, first: int) -> None:
    """Say which cells are merged below the headings: only the first of them has the value."""
    start = sheet.numbers[0] if sheet.numbers else 0
    headings = _headings_by_column(rows, sheet, first)
    inside: list[str] = []
    across: set[int] = set()
    below: dict[tuple[int, str], str] = {}
    steps = 0
    for ref in facts.merged:
        (column, row), (last_column, last_row) = map(_find_corner, ref.split(":"))
        is_outside = last_row < start or row >= first + len(rows)
        if not start or is_outside or column > facts.window.last_column:
            continue
        inside.append(ref)
        if last_column > column:
            across.add(row)
        # No more rows than there are: a range may go on to the end of the sheet, and ranges of a
        # file made to do harm may lie on one another.
        end = min(last_row, first + len(rows) - 1, row + MOST_ROWS - steps)
        if column in headings and row >= first and column <= len(rows[row - first]):
            steps += max(end - row, 0)
            for number in range(row + 1, end + 1):
                below[number, headings[column]] = rows[row - first][column - 1]
    if inside:
        facts.merged = inside
        sheet.add(
            "warning",
            f"{count_of(len(inside), 'range')} of merged cells ({describe_merged(facts)}): only "
            "the first cell of each has a value.",
            "Unmerge them and fill in every row.",
        )
        sheet.merged = Merged(frozenset(across), below, sheet.found[-1])


def _find_corner(ref: str) -> tuple[int, int]:
    """Return column and row of a cell, counted from 1."""
    letters, row = re.fullmatch(r"([A-Z]+)(\d+)", ref).groups()  # type: ignore[union-attr]
    return column_number(letters), int(row)
