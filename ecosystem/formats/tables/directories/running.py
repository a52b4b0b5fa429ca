"""Whether a service runs: what a directory says of it in columns, in titles, and beside its days.

A service that ended counts as help for as long as nobody reads that it did. So a column Status, one
of first or last days, a "When" with an end in it and a title such as "No longer running" are read.
What a column says of one day of the week or of one month it says of no other: "closed" below
Wednesday is no closure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import MISSING_WORDS, TABLES, clean_text, fold_heading
from ecosystem.formats.tables.headings import match_headings
from ecosystem.formats.tables.written.written_choices import find_choice
from ecosystem.formats.tables.written.written_dates import read_limit, tells_when

from .intake_words import is_times, read_status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet


RUNS = ("status", "start", "end")
"""Columns of services, and what they are called here, that say whether one runs."""

_LEAST = 0.5
"""Share of the filled cells that must say whether something runs: Status may be of the charity."""

_WHEN = frozenset(["when", "timescale", "timescales", "timeframe", "duration"])
"""Headings, folded, below which an end may stand, or how often something is on."""

_TIMES = re.compile(
    r"\W*(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|q[1-4]|"
    r"(?:19|20)\d\d|\d\d?(?:st|nd|rd|th)?|week|wk|\W)*\W*",
    re.IGNORECASE,
)
"""A heading of a month, a quarter, a day or a year."""

_OVER = re.compile(
    r"\W*(?:services? |projects? |organisations? |groups? |now |those )*"
    r"(?:closed|ceased|ended|finished|discontinued|defunct|archived?|former|past|old|"
    r"no longer (?:\w+ ?)+|not (?:currently )?(?:running|active|operating|open))"
    r"(?: (?:services?|projects?|organisations?|groups?|provision|support|down|operating|"
    r"since \d{4}|in \d{4}|\d{4}))*\W*",
    re.IGNORECASE,
)
"""A title of a section of what there was."""


def is_of_a_time(heading: str) -> bool:
    """Tell whether a column is of one day, month or year, so that it says nothing of now.

    Examples
    --------
    >>> [is_of_a_time(heading) for heading in ("Wed", "Sat/Sun", "Apr 24", "2023", "Wednesbury")]
    [True, True, True, True, False]
    """
    return bool(heading.strip()) and (is_times(heading) or bool(_TIMES.fullmatch(heading)))


def is_over(title: str) -> bool:
    """Tell whether a title of a section says that what is below it runs no more.

    Examples
    --------
    >>> [is_over(title) for title in ("NO LONGER RUNNING", "Closed services", "Old Trafford")]
    [True, True, False]
    """
    return bool(_OVER.fullmatch(title))


def find_running(sheet: Sheet, headings: Sequence[str]) -> dict[str, str]:
    """Return the columns that say whether a service runs, as column of ours to heading."""
    found: dict[str, str] = {}
    matched = match_headings("services", headings)
    for column, heading in zip(matched, headings, strict=True):
        cells = [text for cell in sheet.column(heading) if (text := clean_text(cell))]
        filled = [cell for cell in cells if cell.casefold() not in MISSING_WORDS]
        if column not in RUNS or not filled:
            continue
        told = [cell for cell in filled if _read_cell(column, cell)]
        if len(told) >= _LEAST * len(filled):
            found[column] = heading
    return found


def read_running(
    cells: Mapping[str, str], columns: Mapping[str, str], hours: str, section: str
) -> dict[str, tuple[str, str]]:
    """Return what a row says of whether it runs: column of ours to what was read, and the heading.

    `columns` are those of `find_running`, `hours` is the heading of when it is on. A cell that says
    nothing clear is read as an empty text.
    """
    said: dict[str, tuple[str, str]] = {}
    limit, day = read_limit(cells.get(hours, "")) if fold_heading(hours) in _WHEN else ("", "")
    if limit:
        said[limit] = (day, hours)
    for column, heading in columns.items():
        cell = cells.get(heading, "")
        if cell and cell.casefold() not in MISSING_WORDS - {"?"}:
            said[column] = (_read_cell(column, cell), heading)
    if is_over(section) and not said.get("status", ("", ""))[0]:
        said["status"] = ("closed", "")
    return said


def _read_cell(column: str, cell: str) -> str:
    """Return what a cell is read as; a day stays as it is written."""
    if column != "status":
        return cell if tells_when(cell, is_end=column == "end") else ""
    return find_choice(TABLES["services"].column("status"), cell) or read_status(cell)
