"""Columns of numbers in a sheet filled in by hand, read as `written_numbers` reads each cell.

A number that is about so many is that number. Of limits the low and the high figure are kept in
columns of their own where the table has a use for them, and the number between is not known: no
middle is made up. A unit that is another than the column's is asked about and the cell not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecosystem.disclosure import SMALL, are_small
from ecosystem.formats.tables.headings import BEYOND

from .written_cells import WrittenColumn, is_of_column
from .written_numbers import WrittenNumber, read_written

if TYPE_CHECKING:
    from ecosystem.data import Table
    from ecosystem.errors import Severity
    from ecosystem.formats.sheets.sheet import Sheet

    from .written_numbers import Counted, Kind


_COUNTED: dict[str, Counted] = {
    "capacity": "places",
    "capacity_low": "places",
    "capacity_high": "places",
    "people_low": "people",
    "people_high": "people",
    "population": "people",
    "used": "people",
    "amount": "pounds",
    "median_wait_days": "days",
    "hours_per_meeting": "hours",
    "meetings_per_year": "meetings",
}
"""What the columns count that are not of people by their kind."""

_LIMITS = {
    ("services", "capacity"): ("capacity_low", "capacity_high"),
    ("demand", "people"): ("people_low", "people_high"),
}
"""Columns beyond the tables that keep between what limits a number lies."""


class _Saying(NamedTuple):
    severity: Severity
    words: str
    hint: str = ""


_WANTED: dict[Counted, str] = {
    "people": "how many people",
    "places": "how many people can be seen in a year, or the period that demand is counted in",
    "pounds": "how many pounds: a year, or for the whole time where start and end are given",
    "days": "how many days",
    "hours": "how many hours",
    "meetings": "how many meetings a year",
}
_UNKNOWN = "read as not known"
_SAYINGS: dict[Kind, _Saying] = {
    "number": _Saying("note", "not in plain digits, read so"),
    "unit": _Saying("note", "with a unit, read so"),
    "limits": _Saying("note", "with limits, between which the number itself is not known"),
    "small": _Saying("note", f"with only a limit, as '{SMALL}', {_UNKNOWN}"),
    "vague": _Saying("warning", f"without a number, {_UNKNOWN}", "Write a number if it is known."),
    "said unknown": _Saying("note", "with a word for not known"),
    "none": _Saying("warning", f"with a word for nothing, {_UNKNOWN}", "Write 0 if it is nobody."),
    "date": _Saying(
        "warning",
        f"with a date, {_UNKNOWN}",
        "Spreadsheets make a date of 10-12: write it as 10 to 12.",
    ),
}
_JUDGED: dict[Counted, _Saying] = {
    "places": _Saying(
        "warning",
        "with beds, read as so many people",
        "If a bed is for several people in a year, write how many people.",
    ),
    "days": _Saying(
        "warning", "with months or years, read so in days", "A month was taken as 30 days."
    ),
}


def read_numbers(table: Table, sheet: Sheet, matched: list[str]) -> None:
    """Put digits where people wrote numbers in words, with units or with limits; say it.

    `matched` are the columns of the sheet, by our names; low and high figures are added to both.
    """
    for position, name in enumerate(tuple(matched)):
        is_people = name in table.names and table.column(name).kind == "people"
        if is_people:
            _read_column(table, sheet, matched, position, "people")
        elif name in _COUNTED and (name in table.names or name in BEYOND.get(table.name, ())):
            _read_column(table, sheet, matched, position, _COUNTED[name])


def _read_column(
    table: Table, sheet: Sheet, matched: list[str], position: int, counted: Counted
) -> None:
    name = matched[position]
    column = WrittenColumn(sheet=sheet, position=position)
    by_cell = {
        cell: _settle(read, name, counted)
        for cell in set(column.cells)
        if (read := read_written(cell, counted))
    }
    has_number = any(read.number or read.low or read.high for read in by_cell.values())
    if not by_cell or not (
        has_number or name not in table.names or is_of_column(table, column, name)
    ):
        return
    # By row, because a sum a year is another thing in a row that has a start and an end.
    reads = {row: by_cell[cell] for row, cell in enumerate(column.cells) if cell in by_cell}
    for row, read in reads.items():
        if name == "amount" and read.is_yearly and _has_both_days(sheet, matched, row):
            reads[row] = WrittenNumber("asked")
        column.put(row, reads[row].number)
    limits = _LIMITS.get((table.name, name))
    if limits:
        _put_limits(column, matched, limits, reads)
    by_kind: dict[Kind, list[int]] = {}
    for row, read in reads.items():
        by_kind.setdefault(read.kind, []).append(row)
    for kind, rows in by_kind.items():
        saying = _choose_saying(kind, counted, has_limits=limits is not None)
        is_read = kind != "limits" or limits is not None
        readings = [_name_reading(reads[row]) if is_read else "" for row in rows]
        column.say(saying.severity, rows, saying.words, readings, saying.hint)


def _settle(read: WrittenNumber, name: str, counted: Counted) -> WrittenNumber:
    """Return what a cell says in this column, whatever stands in the row beside it."""
    if read.kind == "none" and name == "sent":
        # An empty number of referrals says that there are some, and this cell does not.
        return WrittenNumber("number", "0")
    if read.kind != "limits":
        return read
    if name.endswith(("_low", "_high")):
        is_one = not read.low or not read.high
        return WrittenNumber("number", read.low or read.high) if is_one else WrittenNumber("asked")
    is_most = counted == "people" and read.high and not read.low
    if is_most and are_small([float(read.high) - read.is_below])[0]:
        return WrittenNumber("small")
    return read


def _has_both_days(sheet: Sheet, matched: list[str], row: int) -> bool:
    """Tell whether a row has a start and an end: an amount is then of the whole time."""
    return all(
        name in matched and sheet.rows[row][matched.index(name)].strip()
        for name in ("start", "end")
    )


def _put_limits(
    column: WrittenColumn,
    matched: list[str],
    limits: tuple[str, str],
    reads: dict[int, WrittenNumber],
) -> None:
    """Put low and high figures in their columns, which are added where there are none.

    A figure that somebody wrote there is theirs and stays.
    """
    sheet = column.sheet
    for limit, side in zip(limits, ("low", "high"), strict=True):
        figures = {row: figure for row, read in reads.items() if (figure := getattr(read, side))}
        if figures and limit not in matched:
            # Its problems are to be said of the column that the file has.
            sheet.shown[limit] = column.heading
            sheet.headings.append(limit)
            matched.append(limit)
            for cells in sheet.rows:
                cells.append("")
        for row, figure in figures.items():
            cells = sheet.rows[row]
            cells[matched.index(limit)] = cells[matched.index(limit)].strip() or figure


def _choose_saying(kind: Kind, counted: Counted, *, has_limits: bool) -> _Saying:
    if kind == "asked":
        return _Saying(
            "warning", f"that may count something else, {_UNKNOWN}", f"Write {_WANTED[counted]}."
        )
    if kind == "limits" and not has_limits:
        return _Saying(
            "warning", f"with limits only, {_UNKNOWN}", "Write the number if it is known."
        )
    return _JUDGED[counted] if kind == "judged" else _SAYINGS[kind]


def _name_reading(read: WrittenNumber) -> str:
    """Return what a cell was read as, or an empty text."""
    number, low, high = (
        f"{float(figure):,.15g}" if figure else "" for figure in (read.number, read.low, read.high)
    )
    if number:
        return number
    if low and high:
        return f"{low} to {high}"
    if low:
        return f"{low} or more"
    return f"{high} at most" if high else ""
