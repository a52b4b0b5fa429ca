"""Columns of days in a sheet, read as people write them: since 2019, ongoing, spring 2026.

A month or a year is read with the days (`ecosystem.data`). A season, a span of years or a word for
some time is no day: it is asked about, and not known.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from ecosystem.data import MISSING_WORDS, read_day

from .written_cells import WrittenColumn, is_of_column

if TYPE_CHECKING:
    from ecosystem.data import Table
    from ecosystem.formats.sheets.sheet import Sheet


_NO_END = re.compile(
    r"(still )?(ongoing|on-going|present|to present|current|currently|continuing|continues|"
    r"to date|now|today|open|open[- ]ended|rolling|permanent|indefinite(ly)?|no end( date)?|"
    r"until further notice|running|active|live)"
)
_BEFORE = re.compile(
    r"((?P<start>since|from|est(ablished|\.)?|opened|started|began|begins|launched|set up|"
    r"planned( for| from)?|start(s|ing)|open(s|ing))|"
    r"(?P<end>until|till?|to|ends?|ended|ending|closed|closes|closing)|"
    r"in|on|as (at|of)|(mon|tue|wed|thu|fri|sat|sun)[a-z]*)( in| on)?[ ,:]+(?P<day>.*\d.*)"
)
"""A word before a day that says what the column says, or a day of the week."""

_ABOUT_WHEN = re.compile(
    r".*\b(spring|summer|autumn|winter|early|mid|late|end of|start of|beginning of|about|approx|"
    r"around|circa|c|before|after|over|more than|christmas|easter|term|q[1-4]|quarter|years?|"
    r"months?|weeks?|ago|soon|next|last|this|covid|lockdown|tbd|planned|pre|post)\b.*|"
    r"\d{4} ?[-/\u2013] ?(\d{2}|\d{4}|present|now|date|ongoing)|~ ?\d{4}|\d{4}s|\d{4} ?\?+|"
    r"\d{4} or \d{4}|ongoing|on-going|always|many|various|varies|current|unsure|not sure|"
    r"don't know|dont know|dk|not yet|awaiting|to be confirmed|tba|yes|no"
)
"""Some time, but no day."""


_NUMBER = re.compile(r"[2-6]\d{4}")
"""A number of days that a spreadsheet may show for a date, from 1954 on."""


class _Time(NamedTuple):
    kind: Literal["day", "number", "no end", "asked"]
    text: str = ""


def read_dates(table: Table, sheet: Sheet, matched: list[str]) -> None:
    """Put days where people wrote words around them, and say it once a column and kind.

    `matched` are the columns of the sheet, by our names.
    """
    for position, name in enumerate(matched):
        if name not in table.names or table.column(name).kind != "date":
            continue
        written = WrittenColumn(sheet=sheet, position=position)
        read = {
            cell: time
            for cell in set(written.cells)
            if cell
            and (time := _read_number(sheet, cell) or _read_time(cell, is_end=name == "end"))
        }
        if not read or not (
            any(time.text for time in read.values()) or is_of_column(table, written, name)
        ):
            continue
        rows: dict[str, list[int]] = {}
        for row, cell in enumerate(written.cells):
            if cell in read:
                written.put(row, read[cell].text)
                rows.setdefault(read[cell].kind, []).append(row)
        for kind, of_kind in rows.items():
            _say(written, kind, of_kind, [read[written.cells[row]].text for row in of_kind])


def _read_number(sheet: Sheet, cell: str) -> _Time | None:
    """Return the day of a bare number in a workbook whose day 0 is the first of 1904."""
    if not sheet.counts_from_1904 or not _NUMBER.fullmatch(cell):
        return None
    return _Time("number", str(dt.date(1904, 1, 1) + dt.timedelta(days=int(cell))))


def _read_time(cell: str, *, is_end: bool) -> _Time | None:
    """Return what a cell says, or None if it is a day already or means nothing here."""
    folded = " ".join(cell.casefold().replace("\u2019", "'").split()).strip(" .!")
    if folded in MISSING_WORDS or _is_day(folded):
        return None
    if is_end and _NO_END.fullmatch(folded):
        return _Time("no end")
    more = _BEFORE.fullmatch(folded)
    if more and _is_day(more["day"]):
        is_of_other = more["start" if is_end else "end"]
        return _Time("asked") if is_of_other else _Time("day", more["day"])
    return _Time("asked") if _ABOUT_WHEN.fullmatch(folded) else None


def tells_when(cell: str, *, is_end: bool = True) -> bool:
    """Tell whether a cell is a day, or says of some time or open end that it is one.

    Examples
    --------
    >>> [tells_when(cell) for cell in ("01/04/2025", "2025/26", "ongoing", "Open Door", "7")]
    [True, True, True, False, False]
    """
    return _is_day(cell) or _read_time(cell, is_end=is_end) is not None


def read_limit(cell: str) -> tuple[Literal["start", "end", ""], str]:
    """Return which limit a cell gives in words, and the day of it, if it says no more than that.

    Examples
    --------
    >>> read_limit("Until March 2023"), read_limit("planned Sept 2030"), read_limit("until 4")
    (('end', 'March 2023'), ('start', 'Sept 2030'), ('', ''))
    """
    text = " ".join(cell.split()).strip(" .!")
    more = _BEFORE.fullmatch(text.lower())
    if more is None or not _is_day(more["day"]) or not (more["start"] or more["end"]):
        return "", ""
    return "end" if more["end"] else "start", text[more.start("day") :]


def _is_day(text: str) -> bool:
    try:
        read_day(text, is_last=False)
    except (ValueError, OverflowError):
        return False
    return True


def _say(written: WrittenColumn, kind: str, rows: list[int], readings: list[str]) -> None:
    if kind == "day":
        written.say("note", rows, "with a day and more, read so", readings)
    elif kind == "number":
        words = "with a number for a day, read as this workbook counts, from 1904"
        written.say("warning", rows, words, readings)
    elif kind == "no end":
        written.say("note", rows, "with a word for no end, left empty", readings)
    else:
        written.say(
            "warning",
            rows,
            "that may be many days, read as not known",
            readings,
            "Write a day as 2024-03-31, or a month as March 2024.",
        )
