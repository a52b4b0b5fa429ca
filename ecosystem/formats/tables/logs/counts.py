"""The referrals of a log as counts: by sender, receiver, need and period.

A count says what every one of its rows says. How many were taken on lies between those of whom
that is told and all but those of whom it is told that they were not. How many came is a number only
where each row tells it. Ends are counted as far as they are told, as everywhere in the referrals.

A need stands by itself only where five people or more have it on that way: fewer are counted with
the others of the pair, because what few people needed is about them, and numbers that small are
shown to nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ecosystem.data import DAILY_STATUSES, MISSING_WORDS, fold_status, read_outcome
from ecosystem.disclosure import LEAST_SHOWN, VISIBILITIES, find_most_guarded
from ecosystem.formats.sheets.sheet import Sheet
from ecosystem.formats.tables.guards import read_guards
from ecosystem.wording import count_of, join_words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping, Sequence

    from .log_rows import Log, Referral


_COLUMNS = (
    *("from_id", "to_id", "service_type", "period"),
    *("sent", "accepted_low", "accepted_high", "reached"),
    *("got_help", "ended_without_help", "reason", "visibility"),
)
COUNTS = ("sent", "accepted_low", "accepted_high", "reached", "got_help", "ended_without_help")
ENDS = ("got_help", "ended_without_help")

_YEAR_DAYS = 366
"""Days in which a log is of one period: all its rows are counted together."""

_FIRST_MONTH = 4
"""The month in which the financial year begins, by which charities and councils count."""

_NAMED_YEAR = re.compile(r"(?<!\d)(20)?(\d\d)\s*[-/_\u2013]\s*(?:20)?(\d\d)(?!\d)")
"""A financial year in the name of a sheet: 2024-25, 24/25."""

_CALENDAR_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")

MOST_WORDS, _LONGEST = 8, 30
"""Outcomes that are named in a message, and the letters up to which one is: what is longer is a
remark, and may be about a person."""


class Link(NamedTuple):
    """What is counted together: names and need folded, and the period."""

    source: str
    target: str
    need: str
    period: str


def make_count_sheets(logs: Sequence[Log], referrals: Sequence[Referral]) -> list[Sheet]:
    """Return for each log a sheet of our referrals: a row a pair, need and period, where it began.

    A pair that is on two sheets for the same period is one row, on the first of them.
    """
    periods = _name_periods(logs, referrals)
    kept = _list_large_needs(referrals, periods)
    rows: dict[Link, list[Referral]] = {}
    for referral, period in zip(referrals, periods, strict=True):
        pair = _pair(referral)
        need = referral.need.casefold()
        need = need if (*pair, need) in kept else ""
        rows.setdefault(Link(*pair, need, period), []).append(referral)
    spelled = _spell(referrals)
    guards = [read_guards(log.sheet) for log in logs]
    made = []
    for number, log in enumerate(logs):
        of_sheet = {link: held for link, held in rows.items() if held[0].sheet == number}
        headings = {"from_id": "from", "to_id": "to", "service_type": "service_type"}
        headings |= {"period": "sent", "sent": "sent"}
        headings |= dict.fromkeys((*COUNTS[1:], "reason"), "status")
        sheet = Sheet(
            name="referrals",
            file=log.sheet.file,
            sheet=log.sheet.sheet,
            headings=list(_COLUMNS),
            rows=[_count(link, held, spelled, guards) for link, held in of_sheet.items()],
            numbers=[held[0].number for held in of_sheet.values()],
            shown={
                column: log.columns[role]
                for column, role in headings.items()
                if role in log.columns
            },
            named=list(log.sheet.named),
            counted=_count_known([row for row in referrals if row.sheet == number]),
        )
        _tell_log(sheet, log, [row for row in referrals if row.sheet == number])
        made.append(sheet)

    # What holds of all sheets is said once, with the first.
    _tell_outcomes(made[0], logs)
    _tell_needs(made[0], logs[0], referrals, kept)
    for sheet, log in zip(made, logs, strict=True):
        sheet.found += log.sheet.found
    return made


def _pair(referral: Referral) -> tuple[str, str]:
    return referral.source.casefold(), referral.target.casefold()


def _name_periods(logs: Sequence[Log], referrals: Sequence[Referral]) -> list[str]:
    """Return the period of each referral; empty where it is not known.

    A log of a year or less is of one period, unless its sheets are named by years. A referral
    without a day is of the year its sheet is named by, or of the only period there is.
    """
    days = [referral.day for referral in referrals if referral.day]
    named = [_name_of_year(log.sheet) for log in logs]
    if not days:
        return [named[referral.sheet] for referral in referrals]
    first, last = min(days), max(days)
    is_one = (last - first).days < _YEAR_DAYS and len({name for name in named if name}) < 2
    by_year = all(len(name) == 4 for name in named)
    if is_one:
        name = _name_span(first, last, named)
        return [name] * len(referrals)
    return [
        (str(referral.day.year) if by_year else _financial_year(referral.day))
        if referral.day
        else named[referral.sheet]
        for referral in referrals
    ]


def _name_of_year(sheet: Sheet) -> str:
    """Return the year that a sheet is named by, as periods are written; empty if by none."""
    name = " ".join([sheet.name, sheet.sheet, *sheet.titles])
    if match := _NAMED_YEAR.search(name):
        century, begin, end = match.groups()
        if (int(begin) + 1) % 100 == int(end):
            return f"{century or '20'}{begin}-{end}"
    found = _CALENDAR_YEAR.search(name)
    return found[1] if found else ""


def find_year(sheet: Sheet, month: int) -> int | None:
    """Return the year of a month of a sheet that is named by a year; None if it is not."""
    named = _name_of_year(sheet)
    if not named:
        return None
    return int(named[:4]) + (len(named) > 4 and month < _FIRST_MONTH)


def _name_span(first: dt.date, last: dt.date, named: Sequence[str]) -> str:
    """Return one period for the days between two: a year if they lie in one, else the months."""
    calendar, financial = str(first.year), _financial_year(first)
    if first.year == last.year and (calendar in named or financial != _financial_year(last)):
        return calendar
    if financial == _financial_year(last):
        return financial
    return f"{first:%Y-%m} to {last:%Y-%m}"


def _financial_year(day: dt.date) -> str:
    begin = day.year - (day.month < _FIRST_MONTH)
    return f"{begin}-{(begin + 1) % 100:02d}"


def _list_large_needs(
    referrals: Sequence[Referral], periods: Sequence[str]
) -> set[tuple[str, str, str]]:
    """Return the pairs and needs with as many rows in a period as may be shown."""
    counts = Counter(
        (*_pair(referral), referral.need.casefold(), period)
        for referral, period in zip(referrals, periods, strict=True)
        if referral.need
        for _ in range(referral.how_many or 0)
    )
    return {key[:3] for key, count in counts.items() if count >= LEAST_SHOWN}


def _spell(referrals: Sequence[Referral]) -> dict[str, str]:
    """Return for names and needs, folded, how most rows spell them; of equals the first."""
    spellings: dict[str, Counter[str]] = {}
    for referral in referrals:
        for text in (referral.source, referral.target, referral.need):
            spellings.setdefault(text.casefold(), Counter())[text] += 1
    return {folded: counter.most_common(1)[0][0] for folded, counter in spellings.items()}


def _count(
    link: Link,
    rows: Sequence[Referral],
    spelled: Mapping[str, str],
    guards: Sequence[Mapping[int, str]],
) -> list[str]:
    """Return the cells of a row of our referrals, in the order of the columns.

    A count is for the eyes that may see all its referrals: beside the others of a pair it would
    tell how many are hidden.
    """
    accepted = [row.outcome.accepted for row in rows]
    known = [row.how_many for row in rows if row.how_many is not None]
    counts = {
        "sent": str(sum(known)) if known else "",
        "accepted_low": str(accepted.count(True)) if known else "",
        "accepted_high": str(sum(known) - accepted.count(False)) if known else "",
        "reached": _count_told([row.outcome.reached for row in rows]),
    }
    helped = [row.outcome.got_help for row in rows]
    for name, end in zip(ENDS, (True, False), strict=True):
        number = helped.count(end)
        counts[name] = str(number) if number or None not in helped else ""
    reasons = Counter(row.reason for row in rows if row.reason and row.outcome.got_help is False)
    reason, most = reasons.most_common(1)[0] if reasons else ("", 0)
    cells = {
        "from_id": spelled[link.source],
        "to_id": spelled[link.target],
        "service_type": spelled.get(link.need, ""),
        "period": link.period,
        "reason": reason if most * 2 > helped.count(False) else "",
        "visibility": find_most_guarded(
            guards[row.sheet].get(row.number, VISIBILITIES[0]) for row in rows
        ),
        **counts,
    }
    return [cells[name] for name in _COLUMNS]


def _count_told(claims: Sequence[bool | None]) -> str:
    """Return how many rows claim it, if each says whether it does."""
    return "" if None in claims else str(sum(map(bool, claims)))


def _count_known(referrals: Sequence[Referral]) -> tuple[int, int, int]:
    """Return how many referrals there are, how many are known to be taken on, and to have come."""
    return (
        sum(row.how_many or 0 for row in referrals),
        sum(row.outcome.accepted is True for row in referrals),
        sum(row.outcome.reached is True for row in referrals),
    )


def _tell_log(sheet: Sheet, log: Log, referrals: Sequence[Referral]) -> None:
    """Say what the sheet is."""
    pairs = {_pair(referral) for referral in referrals}
    days = sorted(referral.day for referral in referrals if referral.day)
    say = _say_month if log.is_by_month else _say_day
    span = f", {say(days[0])}" if days else ""
    span += f" to {say(days[-1])}" if days and days[-1] > days[0] else ""
    label = f"Sheet '{log.sheet.sheet or log.sheet.name}'"
    what = "counts of referrals by month" if log.is_by_month else "a log, one row a referral"
    kept = "The months are added up." if log.is_by_month else "Only counts are kept."
    sheet.add(
        "note",
        f"{label}: {what}; {count_of(_count_known(referrals)[0], 'referral')} over "
        f"{count_of(len(pairs), 'pair')} of organisations{span}. {kept}",
    )


def _say_month(day: dt.date) -> str:
    return f"{day:%B %Y}"


def _say_day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _tell_outcomes(sheet: Sheet, logs: Sequence[Log]) -> None:
    """Say which outcomes were read as taken on and which not, and ask about the others."""
    heading = next((log.columns["status"] for log in logs if "status" in log.columns), "")
    if not heading:
        sheet.add("note", "what became of the referrals is not recorded: there is no such column.")
        return
    groups: dict[str, Counter[str]] = {name: Counter() for name in (*_SAID, "empty", "asked")}
    for log in logs:
        for cell, count in log.outcomes.items():
            groups[_group_outcome(cell, log)][cell] += count
    parts = [
        f"{words} ({groups[name].total():,}): {_list_words(groups[name])}"
        for name, words in _SAID.items()
        if groups[name]
    ]
    parts += [f"not recorded: {groups['empty'].total():,}"] if groups["empty"] else []
    if parts:
        sheet.add("note", f"outcomes read as {'; '.join(parts)}.", column=heading)
    if asked := groups["asked"]:
        sheet.add(
            "warning",
            f"{count_of(asked.total(), 'referral')} whose outcome leaves open whether the person "
            f"was taken on: {_list_words(asked)}.",
            "Where you know it, write it first: 'accepted, did not attend', 'accepted, waiting', "
            "'declined, full'; or 'no reply' if there is none.",
            column=heading,
            value=next((cell for cell in asked if _is_word(cell, asked[cell])), ""),
        )


_SAID = {"yes": "taken on", "no": "not taken on", "open": "no answer yet, or withdrawn"}
"""How outcomes were read, to the words for it."""

_WITHOUT_ANSWER = frozenset(["requested", "received", "cancelled"])


def _group_outcome(cell: str, log: Log) -> str:
    """Return how a cell of the outcome was read: as in `_SAID`, or empty, or to be asked about."""
    if cell.casefold() in MISSING_WORDS:
        return "empty"
    outcome = log.read[cell]
    if outcome is not None and outcome.accepted is not None:
        return "yes" if outcome.accepted else "no"
    word = fold_status(cell)
    return "open" if DAILY_STATUSES.get(word, word) in _WITHOUT_ANSWER else "asked"


def _list_words(cells: Counter[str]) -> str:
    """Return outcomes with how many rows have each, the most frequent first; remarks unquoted."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for cell, count in cells.most_common():
        counts[spelled.setdefault(cell.casefold(), cell)] += count
    words = [(cell, count) for cell, count in counts.most_common() if _is_word(cell, count)]
    named = [f"'{cell}' ({count:,})" for cell, count in words[:MOST_WORDS]]
    others = counts.total() - sum(count for _, count in words[:MOST_WORDS])
    return join_words([*named, *([f"{others:,} in other words"] if others else [])])


def _is_word(cell: str, count: int) -> bool:
    """Tell whether an outcome may be quoted: what is longer, or a name, is about a person."""
    if read_outcome(cell) is not None or count > 1:
        return len(cell) <= _LONGEST
    return len(cell.split()) <= 2 and cell[1:] == cell[1:].casefold()


def _tell_needs(
    sheet: Sheet, log: Log, referrals: Sequence[Referral], kept: Collection[tuple[str, str, str]]
) -> None:
    """Say where needs were not kept apart."""
    few = sum(
        row.how_many or 0
        for row in referrals
        if row.need and (*_pair(row), row.need.casefold()) not in kept
    )
    if few:
        sheet.add(
            "note",
            f"{count_of(few, 'referral')} counted for the pair and not by need, because fewer than "
            f"{LEAST_SHOWN} of a pair have the same.",
            column=log.columns.get("service_type", ""),
        )
