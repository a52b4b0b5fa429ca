"""A log of referrals as people keep it, a row a referral: read, and counted by pair.

A log is known by a day, a sender and a receiver in each row, and by what else single referrals
have: a need, an outcome, the same pair again and again. What is about one person never leaves this
file: rows become counts (`log_counts`), and columns that nothing here needs are not carried.

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
from ecosystem.wording import count_of, join_words

from .headings import TIE_SHEETS, find_table, is_whole_table
from .log_counts import make_count_sheets
from .log_rows import Log, Referral

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

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
_TOTAL = re.compile(r"(grand |sub-?)?totals?\b.*|.*\btotal", re.IGNORECASE)
_LOOKED_AT, _LEAST_DAYS = 60, 0.6
"""Filled cells of a column that are looked at for days, and the share that must be: some rows have
"tbc" or "last week" for a day, and few do in a column of days."""

_SELF = frozenset(
    [
        *("self", "self-referral", "self-referred", "self-refer", "self-presented", "client"),
        *("client-self-referral", "walk-in", "walked-in", "drop-in", "themselves", "individual"),
        *("family", "family-member", "friend", "friend-or-family", "friends-and-family"),
        *("family-or-friend", "parent", "relative", "word-of-mouth"),
    ]
)
"""Senders, folded as outcomes are, that are no organisation but the person or somebody close."""

_CLEAR_MARKS = re.compile(r"[;|\n]|\s/\s")
_ANY_MARKS = re.compile(r"[;|\n/,+&]|\sand\s", re.IGNORECASE)

_FIGURES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_MONTHS = 12

_DITTO = frozenset(['"', "''", "\u201d", "\u201c", "\u3003", "ditto", "do.", "as above"])
"""What stands for the cell above."""

_LONGEST = 100
"""Letters up to which a name may go by its first words."""

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
        return [_make_empty(sheet)]
    referrals = _read_rows(logs)
    _tell_rows(logs)
    return make_count_sheets(logs, referrals)


def _refuse_half_log(sheet: Sheet) -> list[Sheet]:
    """Return an empty sheet with what is missing, for a log that has one end only."""
    columns = name_log_columns(sheet.headings, _ROLES)
    has_one = len({"from", "to"} & set(columns)) == 1
    is_log = _NAMED_LOG.search(f"{sheet.name} {sheet.sheet}") and "status" in columns
    if not (has_one and is_log and _hold_days(sheet.column(columns.get("sent", "")))):
        return []
    empty = _make_empty(sheet)
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
        dates = (heading for heading in sheet.headings if "date" in fold_heading(heading))
        days = next((heading for heading in dates if _hold_days(sheet.column(heading))), "")
    if not days:
        return {}
    columns["sent"] = days
    if "status" in columns:
        answers = (heading for heading in sheet.headings if _is_answer(heading))
        columns["answer"] = next(answers, "")
    return columns if _is_of_people(sheet, columns) else {}


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
        return read_day(cell, is_last=False)[0]
    except (ValueError, OverflowError):
        return None


def _read_rows(logs: Sequence[Log]) -> list[Referral]:
    """Return the rows that are a referral between two organisations; the others are counted."""
    names = _list_names(logs)
    days = _read_days(logs)
    seen: set[tuple[str, ...]] = set()
    referrals = []
    for number_of_sheet, log in enumerate(logs):
        cells = [_list_cells(log, role) for role in (*_ROLES, "answer")]
        rows = zip(log.sheet.numbers, log.sheet.rows, zip(*cells, strict=True), strict=True)
        for number, row, told in rows:
            day, source, target, status, need, answer = told
            status = _join_answer(answer, status)
            # Of two sheets with other columns no row can be the same.
            key = (*log.sheet.headings, *(clean_text(cell).casefold() for cell in row))
            why, shown = _why_left_out(row, source, target, names)
            if not why and key in seen:
                why, shown = "repeat", f"{source} to {target}"
            seen.add(key)
            if not why and fold_status(status) in NO_REFERRALS:
                why, shown = "void", status
            if why:
                log.leave_out(why, number, shown)
                log.sheet.named += _name_left(source, target, why)
                continue
            outcome, reason = _read_status(log, status)
            log.outcomes[status] += 1
            if days.get(day) is None:
                log.undated.append((number, day))
            referrals.append(
                Referral(
                    sheet=number_of_sheet,
                    number=number,
                    source=source,
                    target=target,
                    need="" if need.casefold() in MISSING_WORDS else need,
                    day=days.get(day),
                    outcome=outcome,
                    reason=reason,
                )
            )
    return referrals


def _list_names(logs: Sequence[Log]) -> set[str]:
    """Return what organisations are called at either end, folded: their names, and how these begin.

    From two words on: with one, "Health and Housing" would be two organisations.
    """
    ends = {cell for log in logs for end in ("from", "to") for cell in _list_cells(log, end)}
    names = {end.casefold() for end in ends if end}
    split = [name.split() for name in names if len(name) <= _LONGEST]
    return names | {" ".join(words[:end]) for words in split for end in range(2, len(words))}


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
    known = sorted(day for day in read.values() if day)
    if not known:
        return read
    middle = known[len(known) // 2]
    return {
        cell: day if day and abs((day - middle).days) <= _FAR else None
        for cell, day in read.items()
    }


def _day_of(cell: str) -> int:
    """Return the first figure of a day in figures; 0 of anything else."""
    match = _FIGURES.fullmatch(cell)
    return int(match[1]) if match else 0


def _why_left_out(row: Sequence[str], source: str, target: str, names: set[str]) -> tuple[str, str]:
    """Return why a row is no referral between two organisations, and a cell of it; or nothing."""
    first = next(cell for cell in map(clean_text, row) if cell)
    has_source = source.casefold() not in MISSING_WORDS
    has_target = target.casefold() not in MISSING_WORDS
    if _TOTAL.fullmatch(first) or not (has_source or has_target):
        return "no row", first
    if fold_status(source) in _SELF:
        return "self", source
    if not (has_source and has_target):
        return "half", source if has_source else target
    several = next((name for name in (source, target) if _names_several(name, names)), "")
    return ("several", several) if several else ("", "")


def _names_several(cell: str, names: set[str]) -> bool:
    """Tell whether a cell names several organisations: parts that stand alone in other cells."""

    def is_known(part: str) -> bool:
        return part.strip().casefold() in names

    parts = [part for part in _CLEAR_MARKS.split(cell) if part.strip()]
    if len(parts) > 1:
        return "/" not in cell or any(map(is_known, parts))
    parts = [part for part in _ANY_MARKS.split(cell) if part.strip()]
    return len(parts) > 1 and all(map(is_known, parts))


def _name_left(source: str, target: str, why: str) -> list[str]:
    """Return the organisation of a row that was left out for want of another."""
    if why == "self":
        return [target] if target.casefold() not in MISSING_WORDS else []
    return [name for name in (source, target) if name] if why == "half" else []


def _read_status(log: Log, cell: str) -> tuple[Outcome, str]:
    """Return what a cell of the outcome tells, and why."""
    found = read_outcome(cell)
    log.read[cell] = found[0] if found else None
    return found or (OPEN, "")


_LEFT_OUT = {
    "no row": ("note", "{} with neither sender nor receiver left out, as '{}'.", ""),
    "half": (
        "warning",
        "{} left out: without a sender or a receiver, as the one with '{}'.",
        "Fill in both to count them.",
    ),
    "several": (
        "warning",
        "{} left out: several organisations in one cell, as '{}'.",
        "Give each organisation a row, or name the one that took the referral.",
    ),
    "self": (
        "note",
        "{} of people nobody referred, who came by themselves or their family, as '{}': left out.",
        "",
    ),
    "repeat": (
        "warning",
        "{} equal to an earlier row in every column, as {}: counted once.",
        "If they are other people, give the rows a number of their own each.",
    ),
    "void": ("note", "{} left out: no referral, as '{}'.", ""),
}
"""Why rows were left out, to how grave it is, what is said and what to do."""


def _tell_rows(logs: Sequence[Log]) -> None:
    """Say of each sheet which rows and columns were left out, and which have no day."""
    for log in logs:
        for why, rows in log.left_out.items():
            severity, message, suggestion = _LEFT_OUT[why]
            number, shown = rows[0]
            log.sheet.add(
                "warning" if severity == "warning" else "note",
                message.format(count_of(len(rows), "row"), shown),
                suggestion,
                row=number,
                value=shown,
            )
        unread = [(number, cell) for number, cell in log.undated if cell]
        if log.undated:
            example = f", as '{unread[0][1]}'" if unread else ""
            log.sheet.add(
                "note",
                f"{count_of(len(log.undated), 'referral')} without a day that can be read"
                f"{example}: counted all the same.",
                row=(unread or log.undated)[0][0],
                column=log.columns["sent"],
                value=unread[0][1] if unread else "",
            )
    # Sheets of the same columns are told of once.
    for log in {tuple(log.sheet.headings): log for log in reversed(logs)}.values():
        _tell_unread(log)


def _tell_unread(log: Log) -> None:
    """Name the columns that are not carried: those about persons first, for they must not be."""
    others = [heading for heading in log.sheet.headings if heading not in log.columns.values()]
    personal = [heading for heading in others if is_client_heading(heading)]
    others = [heading for heading in others if heading not in personal]
    for headings, why in (
        (personal, "about single people, and so not read"),
        (others, "not counted, and so not read"),
    ):
        if headings:
            names = join_words([f"'{heading}'" for heading in headings], most=8)
            log.sheet.add("note", f"{why}: {names}.", column=headings[0])


def _make_empty(sheet: Sheet) -> Sheet:
    """Return the sheet without rows: they are counted with those of the first log."""
    return type(sheet)(
        name="referrals", file=sheet.file, sheet=sheet.sheet, headings=[], rows=[], numbers=[]
    )
