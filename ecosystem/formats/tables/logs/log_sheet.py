"""A log of referrals as people keep it, a row a referral: read, and counted by pair.

A log is known by a day, a sender and a receiver in each row, and by what else single referrals
have: a need, an outcome, the same pair again and again. What is about one person never leaves this
file: rows become counts (`counts`), and columns that nothing here needs are not carried.

What a row does not say is asked about or left out, and counted either way. A row without a day
counts; one without a sender or receiver, with several organisations at one end, or of somebody who
came alone is of no pair of organisations.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecosystem.data import (
    MISSING_WORDS,
    NO_REFERRALS,
    NO_WORDS,
    OPEN,
    YES_WORDS,
    Outcome,
    clean_text,
    fold_heading,
    fold_status,
    is_client_heading,
    name_log_columns,
    read_day,
    read_outcome,
)
from ecosystem.formats.tables.guards import read_guards
from ecosystem.formats.tables.headings import TIE_SHEETS, find_table, is_whole_table
from ecosystem.formats.tables.written.unnamed import names_a_kind, names_the_person

from .counts import make_count_sheets
from .left_out import list_names, make_empty, name_left, names_several, tell_rows, why_left_out
from .log_names import join_names
from .log_rows import Log, Referral

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from ecosystem.formats.sheets.sheet import Sheet


_ROLES = ("sent", "from", "to", "status", "service_type")

_STANDING = frozenset(
    [
        *("amount", "strength", "weight", "relationship", "relationship_type", "direction"),
        *("period", "year", "start", "end", "start_date", "end_date", "until"),
    ]
)
"""Headings, folded, of what lasts: a sheet that has one lists ties, not single referrals."""

_NAMED_LOG = re.compile(r"referral|\blog\b|signpost", re.IGNORECASE)
_LOOKED_AT, _LEAST_DAYS = 60, 0.6
"""Filled cells of a column that are looked at for days, and the share that must be: some rows have
"tbc" or "last week" for a day, and few do in a column of days."""


_FIGURES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_WITHOUT_YEAR = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[a-z]{3,9})|"
    r"(?P<first>[a-z]{3,9})\.?\s+(?P<last>\d{1,2})(?:st|nd|rd|th)?",
    re.IGNORECASE,
)
"""A day without its year. "Sept 16" may be a month of 2016, too: the other days decide."""

_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[ ,]+(?=\d)", re.IGNORECASE)

_MONTHS = 12

_DITTO = frozenset(['"', "''", "\u201d", "\u201c", "\u3003", "ditto", "do.", "as above"])
"""What stands for the cell above."""

_CASE = re.compile(r"(our_)?(case|referral|ref|file)(_(ref|reference|no|number|id))?")
"""A heading, folded, of the number of a case: a case sent to one receiver is one referral."""

_MOST_YEARS = 30
"""Years of a log that are looked through for a day without one."""

_FAR = 3653
"""Days from the middle of a log beyond which a day is taken for a slip of the pen: ten years."""


def read_log_sheet(sheet: Sheet, sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the counts of a log as sheets of ours; none if the sheet is of another kind.

    All logs among the sheets are one log, and the first of them stands for all: two years on two
    sheets have the same pairs.
    """
    columns = find_log_columns(sheet)
    if not columns:
        return _refuse_half_log(sheet)
    found = [(other, find_log_columns(other)) for other in sheets]
    logs = [Log(sheet=other, columns=named) for other, named in found if named]
    if logs and logs[0].sheet is not sheet:
        return [make_empty(sheet)]
    for log in logs:
        _fill_merged(log)
    referrals = _read_rows(logs)
    tell_rows(logs)
    return make_count_sheets(logs, referrals)


def _fill_merged(log: Log) -> None:
    """Write the cell of a merged range in all its rows, and take back that they are empty.

    Only in rows that hold something of a referral, and not in columns about single people.
    """
    sheet, merged = log.sheet, log.sheet.merged
    if merged is None:
        return
    named = set(log.columns.values())
    for row, number in zip(sheet.rows, sheet.numbers, strict=True):
        for at, heading in enumerate(sheet.headings):
            if heading in named and not clean_text(row[at]):
                row[at] = merged.below.get((number, heading), row[at])
    sheet.found = [problem for problem in sheet.found if problem is not merged.warning]


def _refuse_half_log(sheet: Sheet) -> list[Sheet]:
    """Return an empty sheet with what is missing, for a log that has one end only."""
    columns = name_log_columns(sheet.headings, _ROLES)
    has_one = len({"from", "to"} & set(columns)) == 1
    is_log = _NAMED_LOG.search(f"{sheet.name} {sheet.sheet}") and "status" in columns
    if not (has_one and is_log and _hold_days(sheet.column(columns.get("sent", "")))):
        return []
    empty = make_empty(sheet)
    missing, who = ("From", "sent") if "to" in columns else ("To", "received")
    empty.add(
        "error",
        f"this is a log of referrals, and no column says who {who} them.",
        f"Add a column {missing}, with an organisation in each row; if it is always yours, yours.",
    )
    return [empty]


def find_log_columns(sheet: Sheet) -> dict[str, str]:
    """Return what the columns of a log mean, to their headings; none if the sheet is no log."""
    folded = {fold_heading(heading) for heading in sheet.headings}
    name = fold_heading(sheet.name)
    is_ours = any(is_whole_table(table, sheet.headings) for table in ("referrals", "relationships"))
    if is_ours or folded & _STANDING or name in TIE_SHEETS or find_table(name) == "relationships":
        return {}
    columns = name_log_columns(sheet.headings, _ROLES)
    if not {"from", "to"} <= set(columns):
        return {}
    days = columns.pop("sent", "")
    if not _hold_days(sheet.column(days)):
        # "Sent" may be how many.
        if fold_heading(days) == "sent":
            return {}
        others = (heading for heading in sheet.headings if _may_be_sent(heading))
        days = next((heading for heading in others if _hold_days(sheet.column(heading))), "")
    if not days:
        return {}
    columns["sent"] = days
    if "status" in columns:
        answers = (heading for heading in sheet.headings if _is_answer(heading))
        columns["answer"] = next(answers, "")
    return columns if _is_of_people(sheet, columns) else {}


def _may_be_sent(heading: str) -> bool:
    """Tell whether the days below a heading with "date" in it may be those of referrals."""
    folded = fold_heading(heading)
    is_of_end = any(word in folded for word in ("clos", "end", "review", "updated"))
    return "date" in folded and not is_of_end and not is_client_heading(heading)


def _is_answer(heading: str) -> bool:
    """Tell whether a heading asks for yes or no: whether the person was taken on."""
    return fold_heading(heading).startswith(("accepted", "taken_on"))


def _is_of_people(sheet: Sheet, columns: dict[str, str]) -> bool:
    """Tell whether rows with a day, a sender and a receiver are single referrals, not ties."""
    ends = list(zip(sheet.column(columns["from"]), sheet.column(columns["to"]), strict=True))
    outcomes = [cell for cell in map(clean_text, sheet.column(columns.get("status", ""))) if cell]
    # A tie has a status, too, as active or planned.
    known = sum(read_outcome(cell) is not None for cell in outcomes)
    return bool(
        "service_type" in columns
        or len(set(ends)) < len(ends)
        or (outcomes and known * 2 >= len(outcomes))
        or fold_heading(columns.get("status", "status")) != "status"
        or any(map(is_client_heading, sheet.headings))
        or _NAMED_LOG.search(f"{sheet.name} {sheet.sheet}")
    )


def _hold_days(cells: Sequence[str]) -> bool:
    filled = [cell for cell in map(clean_text, cells) if cell.casefold() not in MISSING_WORDS]
    filled = filled[:_LOOKED_AT]
    return bool(filled) and sum(map(_is_day, filled)) >= _LEAST_DAYS * len(filled)


def _is_day(cell: str) -> bool:
    # A year alone is no day of a referral.
    return len(cell) > 4 and (_read_day(cell) or _read_day(_swap(cell))) is not None


def _swap(cell: str) -> str:
    """Return a day in figures with its first two parts in the other order."""
    return _FIGURES.sub(r"\2/\1/\3", cell)


def _read_day(cell: str) -> dt.date | None:
    try:
        return read_day(_WEEKDAY.sub("", cell), is_last=False)[0]
    except (ValueError, OverflowError):
        return None


def _read_rows(logs: Sequence[Log]) -> list[Referral]:
    """Return the rows that are a referral between two organisations; the others are counted."""
    ends = _list_ends(logs)
    names = list_names(ends)
    written = [end for end in ends if not names_several(end, names)]
    called = join_names([log.sheet for log in logs], written)
    days = _read_days(logs)
    again = _find_again(logs, called)
    referrals = []
    for number_of_sheet, log in enumerate(logs):
        guards = read_guards(log.sheet)
        cells = [_list_cells(log, role) for role in (*_ROLES, "answer")]
        rows = zip(log.sheet.numbers, log.sheet.rows, zip(*cells, strict=True), strict=True)
        for number, row, told in rows:
            day, source, target, status, need, answer = told
            status = _join_answer(answer, status)
            why, shown = why_left_out(row, (source, target), names, called)
            if not why and (number_of_sheet, number) in again:
                why, shown = again[number_of_sheet, number], f"{source} to {target}"
            if not why and fold_status(status) in NO_REFERRALS:
                why, shown = "void", status
            if why:
                log.leave_out(why, number, shown)
                log.sheet.named += [] if number in guards else name_left(told[1:3], why, called)
                continue
            outcome, reason = _read_status(log, status)
            log.outcomes[status] += 1
            if days.get(day) is None:
                log.undated.append((number, day))
            referrals.append(
                Referral(
                    sheet=number_of_sheet,
                    number=number,
                    source=called.get(source, source),
                    target=called.get(target, target),
                    need="" if need.casefold() in MISSING_WORDS else need,
                    day=days.get(day),
                    outcome=outcome,
                    reason=reason,
                )
            )
    return referrals


def _find_again(logs: Sequence[Log], called: Mapping[str, str]) -> dict[tuple[int, int], str]:
    """Return sheet and number of rows that another row counts already, to how it does."""
    again: dict[tuple[int, int], str] = {}
    seen: set[tuple[str, ...]] = set()
    for number_of_sheet, log in enumerate(logs):
        last = _find_last_rows(log, called)
        for number, row in zip(log.sheet.numbers, log.sheet.rows, strict=True):
            # Of two sheets with other columns no row can be the same.
            key = (*log.sheet.headings, *(clean_text(cell).casefold() for cell in row))
            if last.get(number, number) != number:
                again[number_of_sheet, number] = "case"
            elif key in seen:
                again[number_of_sheet, number] = "repeat"
            else:
                seen.add(key)
    return again


def _find_last_rows(log: Log, called: Mapping[str, str]) -> dict[int, int]:
    """Return the number of a row to the last row of the same case between the same two."""
    headings = (one for one in log.sheet.headings if _CASE.fullmatch(fold_heading(one)))
    cases = [clean_text(cell).casefold() for cell in log.sheet.column(next(headings, ""))]
    ends = ([called.get(cell, cell) for cell in _list_cells(log, end)] for end in ("from", "to"))
    rows: dict[tuple[str, ...], list[int]] = {}
    for case, source, target, number in zip(cases, *ends, log.sheet.numbers, strict=True):
        if case not in MISSING_WORDS:
            rows.setdefault((case, source, target), []).append(number)
    return {number: same[-1] for same in rows.values() for number in same}


def _list_ends(logs: Sequence[Log]) -> list[str]:
    """Return the senders and receivers that are organisations, once for each row."""
    cells = [cell for log in logs for end in ("from", "to") for cell in _list_cells(log, end)]
    return [
        cell
        for cell in cells
        if cell.casefold() not in MISSING_WORDS
        and not (names_the_person(cell) or names_a_kind(cell))
    ]


def _list_cells(log: Log, role: str) -> list[str]:
    """Return the cells of a column, clean, with the cell above where a mark stands for it."""
    cells = [clean_text(cell) for cell in log.sheet.column(log.columns.get(role, ""))]
    above = ""
    for row, cell in enumerate(cells):
        if cell.casefold() in _DITTO:
            cells[row] = above
        above = cells[row] or above
    return cells


def _join_answer(answer: str, status: str) -> str:
    """Return what stands of the outcome, with yes or no below Accepted as the word it means."""
    folded = answer.casefold()
    word = "accepted" if folded in YES_WORDS else "declined" if folded in NO_WORDS else ""
    if not word:
        return status
    return word if status.casefold() in {folded, *MISSING_WORDS} else f"{word}, {status}"


def _read_days(logs: Sequence[Log]) -> dict[str, dt.date | None]:
    """Return each cell with a day to that day; None where it is none, or years from the others."""
    cells = {cell for log in logs for cell in _list_cells(log, "sent")}
    read = {cell: _read_day(cell) for cell in cells}
    # Where no day can be read day first and some can month first, all are written so.
    swapped = [cell for cell in cells if read[cell] is None and _read_day(_swap(cell))]
    if swapped and all(_day_of(cell) <= _MONTHS for cell in cells):
        read = {cell: _read_day(_swap(cell)) for cell in cells}
        logs[0].sheet.add(
            "note",
            f"days were read month first, as {min(swapped)}.",
            column=logs[0].columns["sent"],
            value=min(swapped),
        )
    known = sorted(
        day for cell, day in read.items() if day and not _WITHOUT_YEAR.fullmatch(cell)
    ) or sorted(day for day in read.values() if day)
    if not known:
        return read
    read |= {
        cell: day
        for cell in cells
        if (match := _WITHOUT_YEAR.fullmatch(cell)) and (day := _find_year(match, known))
    }
    middle = known[len(known) // 2]
    return {
        cell: day if day and abs((day - middle).days) <= _FAR else None
        for cell, day in read.items()
    }


def _find_year(match: re.Match[str], known: Sequence[dt.date]) -> dt.date | None:
    """Return the day without a year that lies between the days known, if there is one."""
    day, month = match["day"] or match["last"], match["month"] or match["first"]
    years = range(known[0].year, min(known[-1].year, known[0].year + _MOST_YEARS) + 1)
    found = [read for year in years if (read := _read_day(f"{day} {month} {year}"))]
    within = [read for read in found if known[0] <= read <= known[-1]]
    return within[0] if len(within) == 1 else None


def _day_of(cell: str) -> int:
    """Return the first figure of a day in figures; 0 of anything else."""
    match = _FIGURES.fullmatch(cell)
    return int(match[1]) if match else 0


def _read_status(log: Log, cell: str) -> tuple[Outcome, str]:
    """Return what a cell of the outcome tells, and why."""
    found = read_outcome(cell)
    log.read[cell] = found[0] if found else None
    return found or (OPEN, "")
