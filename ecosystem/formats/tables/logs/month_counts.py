"""Counts of referrals as people keep them by month, not a row a person: read, and added up.

Two layouts: a row for each month and pair with how many went, the month often written once, or in
the name of the sheet; and a row for each sender or receiver with a column a month, where the other
end is whoever keeps the sheet, named by its title. Totals are left out, because they count
everybody twice. What is no number ("lots", "<5") is of a pair that is there, of which is not known
how many: it is asked about.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import MISSING_WORDS, OPEN, clean_text, fold_heading, name_log_columns, read_day
from ecosystem.formats.tables.guards import read_guards
from ecosystem.formats.tables.headings import find_table, is_whole_table
from ecosystem.formats.tables.written.unnamed import names_a_kind, names_the_person
from ecosystem.formats.tables.written.written_numbers import read_written
from ecosystem.wording import count_of, join_words

from .counts import find_year, make_count_sheets
from .left_out import (
    is_total,
    list_names,
    make_empty,
    name_left,
    tell_left_out,
    why_left_out,
)
from .log_names import join_names
from .log_rows import Log, Referral

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet

_NAMES = [name.casefold()[:3] for name in calendar.month_name[1:]]
_ANY = "|".join(
    f"{name[:3]}(?:{name[3:4]}|{name[3:]})?" for name in map(str.casefold, calendar.month_name[1:])
)
_MONTH = re.compile(rf"({_ANY})\.?(?:\s*[/&+-]\s*(?:{_ANY})\.?)?(?:[\s\-/']*(\d{{4}}|\d{{2}}))?")
"""A month, folded, or two together: sept, Apr-25, Oct/Nov 2024."""

_HOW_MANY = re.compile(
    r"how_many(_\w+)?|(number|no|num)_of_(referrals?|people|clients|persons)|referrals?|people|"
    r"clients|count|qty|quantity|total|sent|number_(sent|referred)"
)
"""Headings, folded, of how many; a number alone may number the rows."""

_OWNER = re.compile(r"(.+?)(?:'s)?\s+(?:referrals?|log|signposting)\b.*", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^()]*\)$")
_PLAIN = re.compile(r"\d{1,7}(?:\.0)?")

_LEAST_MONTHS = 3
"""Columns headed by months that make a sheet one of counts: two may be a start and an end."""

_LOOKED_AT, _LEAST_SHARE = 60, 0.5
"""Filled cells of a column that are looked at for months or figures, and the share that must be:
a busy column has "lots" or "<5" here and there, and few others are half of figures."""

_LEAST_OWNER = 4
"""Letters of a name that is looked for in a title: shorter ones stand inside other words."""

_MOST, _LONGEST = 6, 30
"""Cells that are named in a message, and the letters up to which one is: what is longer is a
remark, and may be about a person."""


class _Row(NamedTuple):
    """What one row counts: the two ends, what for, and of each day or month what is written."""

    number: int
    source: str
    target: str
    need: str
    cells: list[tuple[dt.date | None, str]]


def read_month_counts(sheet: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the counts of a sheet by month as a sheet of ours; none if it is of another kind.

    All such sheets are one: two years on two sheets have the same pairs.
    """
    found = [(other, rows) for other in sheets if (rows := _list_rows(other, sheets)) is not None]
    if not any(other is sheet for other, _ in found):
        return []
    if found[0][0] is not sheet:
        return [make_empty(sheet)]
    logs = [Log(sheet=other, columns=_name_columns(other), is_by_month=True) for other, _ in found]
    ends = [
        end
        for _, rows in found
        for row in rows
        for end in (row.source, row.target)
        if not (end.casefold() in MISSING_WORDS or names_the_person(end) or names_a_kind(end))
    ]
    called = join_names([other for other, _ in found], ends)
    referrals: list[Referral] = []
    for position, (log, (other, rows)) in enumerate(zip(logs, found, strict=True)):
        if "sent" not in log.columns:
            _tell_owner(other, rows, _find_owner(other, sheets))
        referrals += _count_rows(position, log, rows, called)
        _leave_out_others(log, {row.number for row in rows})
        tell_left_out(log)
    return make_count_sheets(logs, referrals)


def _count_rows(
    position: int, log: Log, rows: Sequence[_Row], called: Mapping[str, str]
) -> list[Referral]:
    """Return what the rows of a sheet count between two organisations; the others are noted."""
    names = list_names(called)
    unclear: Counter[str] = Counter()
    guards = read_guards(log.sheet)
    referrals = []
    for row in rows:
        ends = row.source, row.target
        why, shown = why_left_out(ends, ends, names, called)
        if why:
            log.leave_out(why, row.number, shown)
            log.sheet.named += [] if row.number in guards else name_left(ends, why, called)
            continue
        source, target = (called.get(end, end) for end in ends)
        referrals += _count_row(position, row._replace(source=source, target=target), unclear)
    _tell_unclear(log.sheet, unclear)
    return referrals


def _leave_out_others(log: Log, counted: set[int]) -> None:
    """Note the rows that count nothing of their own: totals first, because they say what it is."""
    firsts = [
        (number, next(cell for cell in map(clean_text, row) if cell))
        for number, row in zip(log.sheet.numbers, log.sheet.rows, strict=True)
        if number not in counted
    ]
    for number, first in sorted(firsts, key=lambda row: not is_total(row[1])):
        log.leave_out("no count", number, first if is_total(first) else "")


def _list_rows(sheet: Sheet, sheets: Sequence[Sheet]) -> list[_Row] | None:
    """Return what the rows of a sheet count; None if it is of another kind."""
    if is_whole_table("referrals", sheet.headings) or not sheet.rows or _tells_kinds(sheet):
        return None
    columns = _name_columns(sheet)
    if {"from", "to", "sent"} <= set(columns) and _read_word(sheet.name):
        return _list_long(sheet, columns)
    if {"from", "to", "sent", "month"} <= set(columns):
        return _list_long(sheet, columns) if _is_counted(sheet, columns["month"]) else None
    months = [_read_month(heading) for heading in sheet.headings]
    return _list_wide(sheet, sheets) if sum(map(bool, months)) >= _LEAST_MONTHS else None


def _tells_kinds(sheet: Sheet) -> bool:
    """Tell whether rows are ties of several kinds: what funds or trusts is no count by month."""
    return any(
        fold_heading(heading) in {"kind", "relationship", "relationship_type"}
        and any(map(clean_text, sheet.column(heading)))
        for heading in sheet.headings
    )


def _is_counted(sheet: Sheet, heading: str) -> bool:
    """Tell whether rows with a month or day and a number are counts of it.

    A row with a day and an outcome is of a log, whatever is counted in it; and a table of ours has
    its periods.
    """
    days = [cell for cell in map(clean_text, sheet.column(heading)) if cell and not is_total(cell)]
    if fold_heading(heading).startswith("month") or any(_read_word(cell) for cell in days):
        return True
    return not find_table(sheet.name) and not name_log_columns(sheet.headings, ("status",))


def _name_columns(sheet: Sheet) -> dict[str, str]:
    """Return what the columns of a sheet with a row a month mean, to their headings."""
    roles = ("from", "to", "service_type")
    others = [one for one in sheet.headings if not _HOW_MANY.fullmatch(fold_heading(one))]
    columns = name_log_columns([one for one in others if not _read_month(one)], roles)
    if not {"from", "to"} <= set(columns):
        return columns
    left = [heading for heading in sheet.headings if heading not in columns.values()]
    for role, fits in (("month", _is_month), ("sent", _has_figures)):
        for heading in left:
            is_named = role == "month" or _HOW_MANY.fullmatch(fold_heading(heading))
            if role not in columns and is_named and _share(sheet.column(heading), fits):
                columns[role] = heading
    return columns


def _share(cells: Sequence[str], fits: Callable[[str], bool]) -> bool:
    """Tell whether enough of the filled cells fit, those of totals left aside."""
    every = (cell for cell in map(clean_text, cells) if cell and not is_total(cell))
    filled = list(islice(every, _LOOKED_AT))
    return bool(filled) and sum(map(fits, filled)) >= _LEAST_SHARE * len(filled)


def _is_month(cell: str) -> bool:
    return _read_month(cell) is not None


def _has_figures(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _read_month(cell: str) -> tuple[int, int | None] | None:
    """Return the month that a cell or heading is of, and the year if it says it."""
    if word := _read_word(cell):
        return word
    folded = clean_text(cell).casefold()
    if not folded[:1].isdigit() or len(folded) < len("1/4/25"):
        return None
    try:
        day, remark = read_day(folded, is_last=False)
    except (ValueError, OverflowError):
        return None
    return (day.month, day.year) if day and remark != "serial" else None


def _read_word(cell: str) -> tuple[int, int | None] | None:
    """Return the month that is written as a word, and the year beside it."""
    match = _MONTH.fullmatch(clean_text(cell).casefold())
    if match is None:
        return None
    year = f"20{match[2]}"[-4:] if match[2] else ""
    return _NAMES.index(match[1][:3]) + 1, int(year) if year else None


def _find_day(sheet: Sheet, cell: str) -> dt.date | None:
    """Return the first day of a month, of the year that the sheet is named by if it says none."""
    read = _read_month(cell)
    if read is None:
        return None
    month, year = read
    year = year or find_year(sheet, month)
    return dt.date(year, month, 1) if year else None


def _list_long(sheet: Sheet, columns: dict[str, str]) -> list[_Row]:
    """Return the rows of a sheet with a row a month and pair; a month holds until the next."""
    names = ("month", "from", "to", "service_type", "sent")
    cells = [map(clean_text, sheet.column(columns.get(name, ""))) for name in names]
    rows, day = [], _find_day(sheet, sheet.name)
    for number, row in zip(sheet.numbers, zip(*cells, strict=True), strict=True):
        month, source, target, need, sent = row
        if is_total(month or source) or {source, target} <= MISSING_WORDS:
            continue
        day = _find_day(sheet, month) if month else day
        need = "" if need.casefold() in MISSING_WORDS else need
        rows.append(_Row(number, source, target, need, [(day, sent)]))
    return rows


def _list_wide(sheet: Sheet, sheets: Sequence[Sheet]) -> list[_Row] | None:
    """Return the rows of a sheet with a column a month; none if nothing says whose they are.

    None in place of rows if neither end is named: the sheet is of another kind.
    """
    top, rows = list(sheet.headings), []
    label = _read_label(sheet.titles[-1] if sheet.titles else "")
    owner = _find_owner(sheet, sheets)
    for number, row in zip(sheet.numbers, sheet.rows, strict=True):
        cells = [clean_text(cell) for cell in row]
        filled = [cell for cell in cells if cell]
        if sum(map(_is_month, cells)) >= _LEAST_MONTHS:
            top = cells
            continue
        if len(filled) == 1:
            label = _read_label(filled[0]) or label
            continue
        if is_total(filled[0]):
            continue
        ends = name_log_columns([one for one in top if not _is_month(one)], ("from", "to"))
        ends = ends or ({label: top[0]} if label else {})
        if not ends:
            return None
        if len(ends) == 1 and not owner:
            return []
        named = {end: cells[top.index(heading)] for end, heading in ends.items()}
        counts = [
            (_find_day(sheet, heading), cell)
            for heading, cell in zip(top, cells, strict=True)
            if _is_month(heading)
        ]
        rows.append(_Row(number, named.get("from", owner), named.get("to", owner), "", counts))
    return rows or None


def _read_label(text: str) -> str:
    """Return which end the names below a line are: In, Out; empty if it says neither."""
    word = fold_heading(text).removeprefix("referrals_").removesuffix("_referrals")
    return {"in": "from", "incoming": "from", "out": "to", "outgoing": "to"}.get(word, "")


def _find_owner(sheet: Sheet, sheets: Sequence[Sheet]) -> str:
    """Return whose sheet it is by its title: a name of another sheet, or what stands before Log."""
    title = " ".join([*sheet.titles, sheet.sheet])
    names = {clean_text(row[0]) for other in sheets if other is not sheet for row in other.rows}
    known = [
        name for name in names if len(name) >= _LEAST_OWNER and name.casefold() in title.casefold()
    ]
    if known:
        return max(known, key=lambda name: (len(name), name))
    match = next((found for line in sheet.titles if (found := _OWNER.fullmatch(line))), None)
    return match[1] if match and len(match[1].split()) > 1 else ""


def _tell_owner(sheet: Sheet, rows: Sequence[_Row], owner: str) -> None:
    """Say who was taken to be the end that a sheet does not name; ask where it is not known."""
    if not rows:
        sheet.add(
            "warning",
            "these are numbers by month, and nothing says whose they are: they were not read.",
            "Write your organisation's name above the table, as 'Elm Trust referrals'.",
        )
    elif owner and any(owner in {row.source, row.target} for row in rows):
        sheet.add(
            "warning",
            f"one end of each number was taken to be {owner}, from the title.",
            "If it is another organisation, correct the title.",
        )


def _count_row(position: int, row: _Row, unclear: Counter[str]) -> list[Referral]:
    """Return what a row counts, each month by itself; what is no number is noted."""
    referrals = []
    for day, cell in row.cells:
        if not cell or cell in {"-", "\u2013"}:
            continue
        count = _read_number(cell)
        if count is None or not _PLAIN.fullmatch(cell):
            unclear[cell] += 1
        referrals.append(
            Referral(
                sheet=position,
                number=row.number,
                source=row.source,
                target=row.target,
                need=row.need,
                day=day,
                outcome=OPEN,
                reason="",
                how_many=count,
            )
        )
    return referrals


def _read_number(cell: str) -> int | None:
    """Return how many a cell says; None if it is no one number."""
    text = _REMARK.sub("", clean_text(cell))
    if _PLAIN.fullmatch(text):
        return int(float(text))
    read = read_written(text, "people")
    return int(float(read.number)) if read and read.number and len(read.number) < 8 else None


def _tell_unclear(sheet: Sheet, unclear: Counter[str]) -> None:
    """Say which cells were read as a number that they only come near, and ask about the others."""
    read = {cell: number for cell in unclear if (number := _read_number(cell)) is not None}
    if read:
        words = [f"'{cell}' as {number:,}" for cell, number in read.items()]
        sheet.add("note", f"numbers with words around them: {join_words(words, most=_MOST)}.")
    asked = {cell: count for cell, count in unclear.items() if cell not in read}
    if asked:
        words = [f"'{cell}'" for cell in asked if len(cell) <= _LONGEST]
        shown = f", as {join_words(words, most=_MOST)}" if words else ""
        sheet.add(
            "warning",
            f"{count_of(sum(asked.values()), 'cell')} without one number{shown}: not counted, so "
            "that more may have gone that way than is counted.",
            "Write the number, if you know it.",
            value=next(iter(asked)),
        )
